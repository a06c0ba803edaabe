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

export interface StudyThread {
  /** The result; undefined where the thread was stopped before it had one. Rejects where the study failed. */
  readonly result: Promise<StudyResult | undefined>;
  /** Asks the study to stop and answer with what it has; after `graceMs` its thread is ended. */
  cancel(graceMs: number): void;
}

export interface ThreadHooks {
  onProgress?(progress: Progress): void;
  onPlan?(plan: Plan): void;
}

/** Runs a study in a thread of its own, so that this one's event loop stays free. Its memory goes with it. */
export function startStudy(study: PreparedStudy, hooks: ThreadHooks): StudyThread {
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
    study.json,
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
      if (isStopped || graceTimer !== undefined) return;
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
