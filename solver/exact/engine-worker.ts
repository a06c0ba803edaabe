import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import type { ClaimedAnswer, ClaimedLp, EngineAdapter, EngineName, LpLimits, MipLimits, MipProgram } from './engine.ts';
import { endpointOf } from './thread-endpoint.ts';

/** Each library enters the process only when its engine is asked for. */
const ADAPTERS: Readonly<Record<EngineName, () => Promise<{ adapter: EngineAdapter }>>> = {
  highs: () => import('./highs.ts'),
  glpk: () => import('./glpk.ts'),
  'javascript-lp-solver': () => import('./javascript-lp-solver.ts'),
};

/** The thread's side of an engine: solves are synchronous inside the library, so nothing else is answered meanwhile. */
export interface EngineService {
  solve(name: EngineName, program: MipProgram, limits: MipLimits, start?: Float64Array): Promise<ClaimedAnswer>;
  relax(name: EngineName, program: MipProgram, limits: LpLimits): Promise<ClaimedLp>;
}

const service: EngineService = {
  async solve(name, program, limits, start) {
    const { adapter } = await ADAPTERS[name]();
    return adapter.solve(program, limits, start);
  },
  async relax(name, program, limits) {
    const { adapter } = await ADAPTERS[name]();
    return adapter.relax(program, limits);
  },
};

if (parentPort === null) throw new Error('engine-worker.ts runs as a worker thread');
Comlink.expose(service, endpointOf(parentPort));
