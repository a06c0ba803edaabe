import { createClient, JobCancelledError, JobFailedError, ProblemError, type RequestOf } from '../../client/index.ts';
import { BadInputError } from '../bad-input.ts';
import { startStudy } from '../jobs/study-thread.ts';
import { packStudy } from '../prepared-study.ts';
import { prepareStudy } from '../studies.ts';
import { BatchStoppedError, type Answer } from './run-batch.ts';

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

const PATHS = { plan: '/v1/plans', frontier: '/v1/frontiers', evaluation: '/v1/evaluations' } as const;

/** The service checks what it is sent, and what it answers has the types of ours. */
type AnyRequest = RequestOf<'/v1/plans'> & RequestOf<'/v1/frontiers'> & RequestOf<'/v1/evaluations'>;

/**
 * Has a service answer. The same line is the same job there, however often it is sent: a batch that was stopped leaves its jobs running,
 * and finds their results when it goes on.
 */
export function answerBy(baseUrl: string, token: string | undefined): Answer {
  const client = createClient({ baseUrl, token });
  return async (kind, request, { key, signal }) => {
    const body = unmeasured(request) as unknown as AnyRequest;
    try {
      // A job that somebody cancelled stays so under its key.
      for (let attempt = 0; ; attempt++) {
        const idempotencyKey = attempt === 0 ? key : `${key}-${attempt}`;
        const job = await client.start(PATHS[kind], body, { idempotencyKey, signal });
        const isOld = isEnded(job.job.status);
        const ended = await job.settled({ signal });
        if (isOld && ended.status === 'cancelled') continue;
        return await job.result({ signal });
      }
    } catch (error) {
      if (signal.aborted) return undefined;
      throw asRefusal(error, baseUrl);
    }
  };
}

const isEnded = (status: string): boolean => status !== 'queued' && status !== 'running';

/** Answers that are about the line: the same line would get them again. */
const OF_THE_LINE = new Set([400, 409, 413, 422]);

function asRefusal(error: unknown, baseUrl: string): unknown {
  if (error instanceof JobFailedError || error instanceof JobCancelledError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ProblemError) || !OF_THE_LINE.has(error.status))
    return new BatchStoppedError(
      `${baseUrl}: ${said}. Maybe the service is not up there, or wants another SHARDWRIGHT_TOKEN.`,
    );
  const { title, detail, problems } = error.problem;
  return new BadInputError(problems ?? [{ pointer: '', seen: 'the request', rule: title, maybe: detail }]);
}
