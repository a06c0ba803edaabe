import type { SolvedObjective } from '../caps.ts';
import type { Instance } from '../instance.ts';

/**
 * Rounds a lower bound up to the next value that the objective can take. Proof: counts and wire bytes are integers; where all hosts have
 * speed 1, a peak load is a sum of part loads and RPC loads, hence a multiple of their greatest common divisor.
 */
export function roundUpToLattice(instance: Instance, objective: SolvedObjective, bound: number): number {
  const step = objective === 'peakLoad' ? loadStep(instance) : 1;
  if (step === 0 || !Number.isFinite(bound)) return bound;
  // Engines work in floating point: a bound a hair above a multiple is that multiple.
  return Math.ceil((bound / step) * (1 - 1e-9)) * step;
}

/** 0 where loads have no common step. */
function loadStep(instance: Instance): number {
  if (instance.speed.some((speed) => speed !== 1)) return 0;
  return instance.partLoad.reduce((step, load) => greatestCommonDivisor(step, load), instance.rpcLoad);
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
