import { useEffect, useState } from 'preact/hooks';
import { client, dataOf, type ApiError } from '../api.ts';
import type { Plan, PlanComparison, ProblemInput } from '../types.ts';

interface Side {
  readonly plan: Plan;
  readonly problem: ProblemInput;
}

export interface ComparisonView {
  readonly found?: PlanComparison;
  readonly error?: ApiError;
}

/** What the second plan does otherwise than the first, as the service sees it. */
export function useComparison(before: Side, after: Side): ComparisonView {
  const [view, setView] = useState<ComparisonView & { readonly of?: string }>({});
  const key = `${before.plan.placementHash} ${after.plan.placementHash} ${after.plan.provenance.problemHash}`;
  useEffect(() => {
    let isLeft = false;
    const show = (change: ComparisonView): void => (isLeft ? undefined : setView({ ...change, of: key }));
    dataOf(client.POST('/v1/comparisons', { body: { before, after } })).then(
      (found) => (found.compared === 'plans' ? show({ found }) : undefined),
      (error: unknown) => show({ error: error as ApiError }),
    );
    return () => {
      isLeft = true;
    };
  }, [key]);
  return view.of === key ? view : {};
}
