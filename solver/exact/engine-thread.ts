import { Worker } from 'node:worker_threads';
import * as Comlink from 'comlink';
import type { ClaimedAnswer, EngineName, MipLimits, MipProgram } from './engine.ts';
import type { EngineService } from './engine-worker.ts';
import { endpointOf } from './thread-endpoint.ts';

/** Seconds beyond its time limit that an engine may take to load and to notice, before its thread is ended. */
const GRACE_SECONDS = 3;

export interface EngineThread {
  solve(program: MipProgram, limits: MipLimits, start?: Float64Array, signal?: AbortSignal): Promise<ClaimedAnswer>;
  dispose(): Promise<void>;
}

/**
 * One warm thread for one engine: the first solve in a thread is several times slower than the next. A thread that was
 * cancelled, ran over its time or crashed (HiGHS: `Aborted()`) is thrown away, and the next solve starts another.
 */
export function createEngineThread(name: EngineName): EngineThread {
  // The proxy is held as long as its thread: comlink releases, and so ends, a worker whose proxy was collected.
  let thread: { readonly worker: Worker; readonly service: Comlink.Remote<EngineService> } | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const discard = async (): Promise<void> => {
    const ended = thread;
    thread = undefined;
    await ended?.worker.terminate();
  };

  async function solve(
    program: MipProgram,
    limits: MipLimits,
    start?: Float64Array,
    signal?: AbortSignal,
  ): Promise<ClaimedAnswer> {
    if (signal?.aborted) return { status: 'noSolutionFound', stoppedBy: 'cancelled' };
    thread ??= startThread();
    const { worker, service } = thread;
    const ending = endingOf(worker, limits, signal);
    worker.ref();
    const answer = await Promise.race([
      ending.answer,
      service.solve(name, program, limits, start).then(
        (claim): ClaimedAnswer => claim,
        (error: unknown): ClaimedAnswer => ({
          status: 'noSolutionFound',
          stoppedBy: `engine failed: ${String(error)}`,
          worn: true,
        }),
      ),
    ]);
    ending.clear();
    if (answer.worn === true) await discard();
    // An idle thread keeps no process alive.
    else worker.unref();
    return answer;
  }

  return {
    solve(program, limits, start, signal) {
      const answer = queue.then(() => solve(program, limits, start, signal));
      queue = answer.catch(() => undefined);
      return answer;
    },
    dispose: discard,
  };
}

function startThread(): { worker: Worker; service: Comlink.Remote<EngineService> } {
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url));
  return { worker, service: Comlink.wrap<EngineService>(endpointOf(worker)) };
}

/** Answers when the caller cancels, the time is over or the thread ends; all three leave the thread unusable. */
function endingOf(
  worker: Worker,
  limits: MipLimits,
  signal?: AbortSignal,
): { answer: Promise<ClaimedAnswer>; clear(): void } {
  const { promise, resolve } = Promise.withResolvers<ClaimedAnswer>();
  const end = (stoppedBy: string): void => resolve({ status: 'noSolutionFound', stoppedBy, worn: true });
  const cancelled = (): void => end('cancelled');
  const failed = (error: unknown): void => end(`engine failed: ${String(error)}`);
  const exited = (code: number): void => end(`engine thread ended with code ${code}`);
  const timer = setTimeout(
    () => end('timeLimit: the engine did not stop by itself'),
    (limits.seconds + GRACE_SECONDS) * 1000,
  );
  signal?.addEventListener('abort', cancelled, { once: true });
  worker.on('error', failed);
  worker.on('exit', exited);
  return {
    answer: promise,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      worker.off('error', failed);
      worker.off('exit', exited);
    },
  };
}
