import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { expose } from 'comlink';
import { endpointOf } from '../../evaluator/runtime/comlink-endpoint.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Plan } from '../../domain/plan.ts';
import { lentPool } from '../../solver/exact/engine-lending.ts';
import { borrowPool } from '../../solver/exact/engine-pool.ts';
import type { Progress } from '../study.ts';
import { controllerOf, type StopFlag } from './stop-flag.ts';
import { doWork, type Work, type WorkDone } from './work.ts';

/** What a study's thread offers the thread that started it. */
export interface StudyWorker {
  run(work: Work, onProgress: (progress: Progress) => void, onPlan: (plan: Plan) => void): Promise<WorkDone>;
  cancel(): void;
}

/** A message takes the other thread's core for a moment, which measurements feel: ten a second are enough. */
const PROGRESS_INTERVAL_MS = 100;

/** What study-thread.ts starts this thread with. */
export interface StudyWorkerData {
  readonly stopFlag: StopFlag;
  /** Reaches the pool of MIP engines of the thread that started this one. */
  readonly engines: MessagePort;
}

const { stopFlag, engines } = workerData as StudyWorkerData;
const cancellation = controllerOf(stopFlag);
borrowPool(lentPool(engines));

const worker: StudyWorker = {
  run: (work, onProgress, onPlan) =>
    doWork(work, {
      clock: systemClock,
      signal: cancellation.signal,
      onProgress: throttled(onProgress),
      onPlan,
    }),
  cancel: () => cancellation.abort(),
};

/** Passes a progress on when its phase is new or the last one is old enough. */
function throttled(report: (progress: Progress) => void): (progress: Progress) => void {
  let lastAt = -Infinity;
  let lastPhase = '';
  return (progress) => {
    const now = systemClock.now();
    if (progress.phase === lastPhase && now - lastAt < PROGRESS_INTERVAL_MS) return;
    [lastAt, lastPhase] = [now, progress.phase];
    report(progress);
  };
}

if (parentPort === null) throw new Error('study-worker.ts runs as a worker thread; api/jobs/study-thread.ts starts it');
expose(worker, endpointOf(parentPort));
