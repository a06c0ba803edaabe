import type { SolvedObjective } from '../caps.ts';
import { commonDivisor } from './common-divisor.ts';
import type { Ground } from './ground.ts';

/**
 * What every peak load under the ground's caps is a multiple of, 0 where there is no such step. Proof: where all hosts have speed 1, a
 * host's load is a sum of part loads and RPC loads, hence a multiple of their greatest common divisor. The main shard's dense work is no such sum.
 */
export function loadStepOf({ instance, options, figures, main }: Ground): number {
  if (instance.speed.some((speed) => speed !== 1) || (main !== undefined && main.denseLoad > 0)) return 0;
  return options.flat().reduce((step, o) => commonDivisor(step, figures[o].loadStep), instance.rpcLoad);
}

/** Rounds a load in units up to what a peak load can be. */
export function roundUpLoad(ground: Ground, load: number): number {
  const step = loadStepOf(ground);
  return step === 0 ? load : Math.ceil(load / step) * step;
}

/** What every value of an objective is a multiple of, 0 where there is no such step: counts and bytes are integers, and so are loads on hosts of speed 1. */
function stepOf(ground: Ground, objective: SolvedObjective): number {
  const { instance } = ground;
  switch (objective) {
    case 'hostsUsed':
    case 'fanOut':
    case 'bytesOnWire':
    case 'movedBytes':
      return 1;
    case 'peakLoad':
      return loadStepOf(ground);
    case 'criticalLoad':
      return instance.speed.every((speed) => speed === 1) ? 1 : 0;
    case 'hostCost':
      return instance.hostCost.every(Number.isSafeInteger) ? instance.hostCost.reduce(commonDivisor, 0) : 0;
    case 'peakMemory':
    case 'latencyMs':
      return 0;
  }
}

/** Rounds an engine's lower bound up to the next value that the objective can take. */
export function roundUpToLattice(ground: Ground, objective: SolvedObjective, bound: number): number {
  const step = stepOf(ground, objective);
  if (step === 0 || !Number.isFinite(bound)) return bound;
  // Engines work in floating point: a bound a hair above a multiple is that multiple.
  return Math.ceil((bound / step) * (1 - 1e-9)) * step;
}
