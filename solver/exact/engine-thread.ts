import { Worker } from 'node:worker_threads';
import * as Comlink from 'comlink';
import type { ClaimedAnswer, ClaimedLp, EngineName, LpLimits, MipLimits, MipProgram } from './engine.ts';
import type { EngineService } from './engine-worker.ts';
import { endpointOf } from './thread-endpoint.ts';

/** Seconds beyond its time limit that an engine may take to load and to notice, before its thread is ended. */
const GRACE_SECONDS = 3;

/** Between looks at a signal, in ms: a flag of another thread's (api/jobs/stop-flag.ts) aborts it only when it is read. */
export const SIGNAL_MS = 10;

export interface EngineThread {
  solve(program: MipProgram, limits: MipLimits, start?: Float64Array, signal?: AbortSignal): Promise<ClaimedAnswer>;
  relax(program: MipProgram, limits: LpLimits, signal?: AbortSignal): Promise<ClaimedLp>;
  dispose(): Promise<void>;
}

/** What a solve answers whose thread is of no more use. */
interface Ended {
  readonly status: 'noSolutionFound';
  readonly stoppedBy: string;
  readonly worn: true;
}

const startWorker = (): Worker => new Worker(new URL('./engine-worker.ts', import.meta.url));

/**
 * One warm thread for one engine: the first solve in a thread is several times slower than the next. A thread that was
 * cancelled, ran over its time or crashed (HiGHS: `Aborted()`) is thrown away, and the next solve starts another. One solve at a time: the pool sees to it.
 */
export function createEngineThread(name: EngineName, start: () => Worker = startWorker): EngineThread {
  // The proxy is held as long as its thread: comlink releases, and so ends, a worker whose proxy was collected.
  let thread: { readonly worker: Worker; readonly service: Comlink.Remote<EngineService> } | undefined;

  const discard = async (): Promise<void> => {
    const ended = thread;
    thread = undefined;
    await ended?.worker.terminate();
  };

  const startThread = () => {
    const worker = start();
    return { worker, service: Comlink.wrap<EngineService>(endpointOf(worker)) };
  };

  async function run<T extends { readonly worn?: boolean }>(
    ask: (service: Comlink.Remote<EngineService>) => Promise<T>,
    seconds: number,
    signal?: AbortSignal,
  ): Promise<T | Ended> {
    if (signal?.aborted) return ended('cancelled');
    thread ??= startThread();
    const { worker, service } = thread;
    const ending = endingOf(worker, seconds, signal);
    worker.ref();
    const failed = (error: unknown): Ended => ended(`engine failed: ${String(error)}`);
    const answer = await Promise.race([ending.answer, ask(service).catch(failed)]);
    ending.clear();
    // Not awaited: a caller that stops a solve has its answer before the thread has ended.
    if (answer.worn === true) void discard();
    // An idle thread keeps no process alive.
    else worker.unref();
    return answer;
  }

  return {
    solve: (program, limits, from, signal) =>
      run((service) => service.solve(name, program, limits, from), limits.seconds, signal),
    relax: (program, limits, signal) => run((service) => service.relax(name, program, limits), limits.seconds, signal),
    dispose: discard,
  };
}

const ended = (stoppedBy: string): Ended => ({ status: 'noSolutionFound', stoppedBy, worn: true });

/** Answers when the caller cancels, the time is over or the thread ends; all three leave the thread unusable. */
function endingOf(
  worker: Worker,
  seconds: number,
  signal?: AbortSignal,
): { readonly answer: Promise<Ended>; clear(): void } {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const end = (stoppedBy: string): void => resolve(ended(stoppedBy));
  const cancelled = (): void => end('cancelled');
  const failed = (error: unknown): void => end(`engine failed: ${String(error)}`);
  const exited = (code: number): void => end(`engine thread ended with code ${code}`);
  const overdue = (): void => end('timeLimit: the engine did not stop by itself');
  const timer = setTimeout(overdue, (seconds + GRACE_SECONDS) * 1000);
  const watch = signal && setInterval(() => signal.aborted && cancelled(), SIGNAL_MS);
  signal?.addEventListener('abort', cancelled, { once: true });
  worker.on('error', failed);
  worker.on('exit', exited);
  return {
    answer: promise,
    clear() {
      clearTimeout(timer);
      clearInterval(watch);
      signal?.removeEventListener('abort', cancelled);
      worker.off('error', failed);
      worker.off('exit', exited);
    },
  };
}
