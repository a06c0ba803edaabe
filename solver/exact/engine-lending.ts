import { MessageChannel, type MessagePort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import type { ClaimedAnswer, ClaimedLp, EngineName, LpLimits, MipLimits, MipProgram } from './engine.ts';
import type { EnginePool } from './engine-pool.ts';
import { SIGNAL_MS } from './engine-thread.ts';
import { endpointOf } from './thread-endpoint.ts';

/** A pool across a port. Signals do not cross it: calls have numbers, by which they are stopped. */
interface PoolService {
  solve(
    call: number,
    name: EngineName,
    program: MipProgram,
    limits: MipLimits,
    start?: Float64Array,
  ): Promise<ClaimedAnswer>;
  relax(call: number, name: EngineName, program: MipProgram, limits: LpLimits): Promise<ClaimedLp>;
  stop(call: number): void;
}

/** A port for another thread to reach this thread's pool by. What it asked for is stopped when that thread ends. */
export function lendPool(pool: EnginePool): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const running = new Map<number, AbortController>();
  async function track<T>(call: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    running.set(call, controller);
    try {
      return await ask(controller.signal);
    } finally {
      running.delete(call);
    }
  }
  const service: PoolService = {
    solve: (call, name, program, limits, start) =>
      track(call, (signal) => pool.solve(name, program, limits, start, signal)),
    relax: (call, name, program, limits) => track(call, (signal) => pool.relax(name, program, limits, signal)),
    stop: (call) => running.get(call)?.abort(),
  };
  port1.once('close', () => running.forEach((controller) => controller.abort()));
  Comlink.expose(service, endpointOf(port1));
  port1.unref();
  return port2;
}

/** The other side: a pool whose threads another thread owns. */
export function lentPool(port: MessagePort): EnginePool {
  const service = Comlink.wrap<PoolService>(endpointOf(port));
  let calls = 0;
  async function ask<T>(start: (call: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const call = calls++;
    const stop = (): void => void service.stop(call);
    // Another thread's flag aborts a signal only when it is read.
    const watch = signal && setInterval(() => signal.aborted, SIGNAL_MS);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await start(call);
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', stop);
    }
  }
  const cancelled = { status: 'noSolutionFound', stoppedBy: 'cancelled' } as const;
  return {
    solve: async (name, program, limits, start, signal) =>
      signal?.aborted ? cancelled : ask((call) => service.solve(call, name, program, limits, start), signal),
    relax: async (name, program, limits, signal) =>
      signal?.aborted ? cancelled : ask((call) => service.relax(call, name, program, limits), signal),
    // Its owner keeps the threads warm for others.
    dispose: async () => undefined,
  };
}
