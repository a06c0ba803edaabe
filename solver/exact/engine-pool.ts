import type { ClaimedAnswer, ClaimedLp, EngineName, LpLimits, MipLimits, MipProgram } from './engine.ts';
import { createEngineThread, type EngineThread } from './engine-thread.ts';

/** Warm engines that whoever solves shares: each call has a thread to itself for as long as it lasts. */
export interface EnginePool {
  solve(
    name: EngineName,
    program: MipProgram,
    limits: MipLimits,
    start?: Float64Array,
    signal?: AbortSignal,
  ): Promise<ClaimedAnswer>;
  relax(name: EngineName, program: MipProgram, limits: LpLimits, signal?: AbortSignal): Promise<ClaimedLp>;
  /** Ends the idle threads. */
  dispose(): Promise<void>;
}

/** Threads of one engine that are kept warm while nobody needs them: each holds 20 to 50 MB after small solves, and is replaced at 512 MiB. */
const MOST_IDLE = 2;

export function createEnginePool(createThread: (name: EngineName) => EngineThread = createEngineThread): EnginePool {
  const idle = new Map<EngineName, EngineThread[]>();

  async function withThread<T>(name: EngineName, use: (thread: EngineThread) => Promise<T>): Promise<T> {
    const own = idle.get(name) ?? [];
    idle.set(name, own);
    // The last one in is the warmest.
    const thread = own.pop() ?? createThread(name);
    try {
      return await use(thread);
    } finally {
      if (own.length < MOST_IDLE) own.push(thread);
      else await thread.dispose();
    }
  }

  return {
    solve: (name, program, limits, start, signal) =>
      withThread(name, (thread) => thread.solve(program, limits, start, signal)),
    relax: (name, program, limits, signal) => withThread(name, (thread) => thread.relax(program, limits, signal)),
    async dispose() {
      const ending = [...idle.values()].flat();
      idle.clear();
      await Promise.all(ending.map((thread) => thread.dispose()));
    },
  };
}

let shared: EnginePool | undefined;

/** The pool of this thread, or the one that it has been lent: it lives as long as the process, and keeps none alive. */
export const sharedPool = (): EnginePool => (shared ??= createEnginePool());

/** A thread that lives for one study borrows the process's pool, so that its engines are warm before and after it. */
export const borrowPool = (pool: EnginePool): void => {
  shared = pool;
};
