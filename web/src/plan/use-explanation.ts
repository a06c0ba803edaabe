import { useEffect, useState } from 'preact/hooks';
import { ApiError, startJob } from '../api.ts';
import type { ExplanationJob, Plan, ProblemInput, Schemas } from '../types.ts';
import { useJob } from '../use-job.ts';

export interface ExplanationView {
  readonly job?: ExplanationJob | undefined;
  readonly error?: ApiError | undefined;
  /** Whether the problem is solved again with changes, too. */
  readonly isFull: boolean;
  readonly askMore: () => void;
}

/** The explanation of a plan, asked for once it is wanted; with changes solved when asked for more. */
export function useExplanation(problem: ProblemInput, plan: Plan, isWanted: boolean): ExplanationView {
  const [full, setFull] = useState<string | undefined>();
  const [started, setStarted] = useState<{ readonly of?: string; readonly id?: string; readonly error?: ApiError }>({});
  const isFull = full === plan.placementHash;
  const key = isWanted ? `${plan.placementHash} ${String(isFull)}` : undefined;
  useEffect(() => {
    if (key === undefined || started.of === key) return;
    setStarted({ of: key });
    const body: Schemas['ExplanationRequest'] = { problem, plan, reSolves: isFull, seed: plan.provenance.seed };
    startJob('/v1/explanations', body).then(
      (id) => setStarted((last) => (last.of === key ? { of: key, id } : last)),
      (error: unknown) => setStarted((last) => (last.of === key ? { of: key, error: error as ApiError } : last)),
    );
  }, [key]);
  const isCurrent = started.of?.startsWith(plan.placementHash) === true;
  const { job, error } = useJob('/v1/explanations', isCurrent ? started.id : undefined);
  return {
    ...(job === undefined ? {} : { job }),
    error: isCurrent ? (error ?? started.error) : undefined,
    isFull,
    askMore: () => setFull(plan.placementHash),
  };
}
