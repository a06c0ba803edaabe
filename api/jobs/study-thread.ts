import { Worker } from 'node:worker_threads';
import { proxy, wrap } from 'comlink';
import { endpointOf } from '../../evaluator/runtime/comlink-endpoint.ts';
import type { Plan } from '../../domain/plan.ts';
import { lendPool } from '../../solver/exact/engine-lending.ts';
import { sharedPool } from '../../solver/exact/engine-pool.ts';
import type { StudyResult } from '../results.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import type { Progress } from '../study.ts';
import { createStopFlag, raise } from './stop-flag.ts';
import type { StudyWorker, StudyWorkerData } from './study-worker.ts';
import type { Work, WorkDone } from './work.ts';

export interface Thread<Result> {
  /** The result; undefined where the thread was stopped before it had one. Rejects where the work failed. */
  readonly result: Promise<Result | undefined>;
  /** Asks the work to stop and answer with what it has; after `graceMs` its thread is ended. */
  cancel(graceMs: number): void;
}

export type StudyThread = Thread<StudyResult>;
export type WorkThread = Thread<WorkDone>;

export interface ThreadHooks {
  onProgress?(progress: Progress): void;
  onPlan?(plan: Plan): void;
}

/** Runs a study from end to end in a thread of its own. */
export function startStudy(study: PreparedStudy, hooks: ThreadHooks): StudyThread {
  const thread = startWork({ kind: 'study', study }, hooks);
  return {
    result: thread.result.then((done) => (done?.kind === 'study' ? done.result : undefined)),
    cancel: (graceMs) => thread.cancel(graceMs),
  };
}

/** Does work in a thread of its own, so that this one's event loop stays free. Its memory goes with it. */
export function startWork(work: Work, hooks: ThreadHooks): WorkThread {
  const stopFlag = createStopFlag();
  // The engines outlive this thread: the next study finds them warm.
  const engines = lendPool(sharedPool());
  const workerData: StudyWorkerData = { stopFlag, engines };
  const worker = new Worker(new URL('./study-worker.ts', import.meta.url), { workerData, transferList: [engines] });
  const remote = wrap<StudyWorker>(endpointOf(worker));
  let graceTimer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const died = new Promise<undefined>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (isStopped) resolve(undefined);
      else reject(new Error(`the study's thread ended with code ${code} before its answer`));
    });
  });
  const answered = remote.run(
    work,
    proxy((progress: Progress) => hooks.onProgress?.(progress)),
    proxy((plan: Plan) => hooks.onPlan?.(plan)),
  );
  const result = Promise.race([answered, died]).finally(async () => {
    clearTimeout(graceTimer);
    isStopped = true;
    await worker.terminate();
  });
  return {
    result,
    cancel: (graceMs) => {
      // Asked again, only to end at once counts.
      if (isStopped || (graceTimer !== undefined && graceMs > 0)) return;
      clearTimeout(graceTimer);
      // The flag reaches a busy search, the message one that waits for an engine or for shards.
      raise(stopFlag);
      void remote.cancel();
      graceTimer = setTimeout(() => {
        isStopped = true;
        void worker.terminate();
      }, graceMs);
    },
  };
}
