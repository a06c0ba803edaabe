import type { Plan } from '../../domain/plan.ts';
import { startStudy } from '../jobs/study-thread.ts';
import { packStudy } from '../prepared-study.ts';
import type { StudyResult } from '../results.ts';
import type { Study } from '../studies.ts';
import { createProgressBar } from './progress-bar.ts';

/** How long a cancelled study may take to answer with what it has. */
const GRACE_MS = 5000;

export interface Finished {
  /** undefined where the study was cancelled before it had an answer. */
  readonly result: StudyResult | undefined;
  readonly isCancelled: boolean;
}

/** Runs a study in a thread, shows its progress, and passes on a Ctrl-C: a second one ends everything at once. */
export async function runToEnd(study: Study): Promise<Finished> {
  const bar = createProgressBar();
  const placements = new Set<string>();
  let isCancelled = false;
  const thread = startStudy(packStudy(study), {
    onProgress: (progress) => bar.show(progress, placements.size),
    onPlan: (plan: Plan) => placements.add(plan.placementHash),
  });
  const cancel = (): void => {
    isCancelled = true;
    thread.cancel(GRACE_MS);
  };
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    return { result: await thread.result, isCancelled };
  } finally {
    bar.stop();
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}
