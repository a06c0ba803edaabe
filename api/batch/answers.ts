import { createClient, JobCancelledError, ProblemError, type RequestOf } from '../../client/index.ts';
import { BadInputError } from '../bad-input.ts';
import { startStudy } from '../jobs/study-thread.ts';
import { packStudy } from '../prepared-study.ts';
import { prepareStudy } from '../studies.ts';
import type { Answer } from './run-batch.ts';

/** Nothing is measured unless a line asks for it: plans that are measured at the same time disturb each other. */
const unmeasured = (request: Readonly<Record<string, unknown>>) => ({ measure: false, ...request });

/** Answers in threads of this process. */
export const answerHere: Answer = async (kind, request, { signal }) => {
  const study = prepareStudy(kind, unmeasured(request));
  const thread = startStudy(packStudy(study), {});
  // What a stopped search has so far depends on when it was stopped: it is no result of a batch.
  const cancel = (): void => thread.cancel(0);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const result = await thread.result;
    return signal.aborted ? undefined : result;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** Has a service answer. The same line is the same job there, however often it is sent. */
export function answerBy(baseUrl: string, token: string | undefined): Answer {
  const client = createClient({ baseUrl, token });
  return async (kind, request, { key, signal }) => {
    try {
      // The service checks what it is sent, and its answer has the types of ours.
      const body = unmeasured(request) as unknown as RequestOf<'/v1/plans'> &
        RequestOf<'/v1/frontiers'> &
        RequestOf<'/v1/evaluations'>;
      return await client[kind](body, { idempotencyKey: key, signal });
    } catch (error) {
      if (signal.aborted || error instanceof JobCancelledError) return undefined;
      if (error instanceof ProblemError && error.problem.problems !== undefined)
        throw new BadInputError(error.problem.problems);
      throw error;
    }
  };
}
