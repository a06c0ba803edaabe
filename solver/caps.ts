import type { Epsilon } from '../domain/problem.ts';
import type { Instance } from './instance.ts';

/** All objectives, in the order in which caps are written down. */
export const SOLVED_OBJECTIVES = [
  'hostsUsed',
  'peakLoad',
  'bytesOnWire',
  'fanOut',
  'hostCost',
  'peakMemory',
  'criticalLoad',
  'movedBytes',
  'latencyMs',
] as const;
export type SolvedObjective = (typeof SOLVED_OBJECTIVES)[number];

/** Epsilons in solver units; Infinity where there is none. peakLoad and criticalLoad are in load units on a host of speed 1. */
export type Caps = Readonly<Record<SolvedObjective, number>>;

export const NO_CAPS: Caps = {
  hostsUsed: Infinity,
  peakLoad: Infinity,
  bytesOnWire: Infinity,
  fanOut: Infinity,
  hostCost: Infinity,
  peakMemory: Infinity,
  criticalLoad: Infinity,
  latencyMs: Infinity,
  movedBytes: Infinity,
};

/** What no arena and no start sees to: the ledger keeps books of these, and moves mend them. */
export const BOOKED_OBJECTIVES = [
  'hostCost',
  'criticalLoad',
  'latencyMs',
  'movedBytes',
] as const satisfies SolvedObjective[];

/** The tightest epsilon on each objective, in solver units. */
export function capsOf(instance: Instance, epsilons: readonly Epsilon[]): Caps {
  const caps = { ...NO_CAPS };
  for (const { objective, atMost } of epsilons)
    caps[objective] = Math.min(caps[objective], toUnits(instance, objective, atMost));
  return caps;
}

const isLoad = (objective: SolvedObjective): boolean => objective === 'peakLoad' || objective === 'criticalLoad';

/** Natural units to solver units. */
export const toUnits = (instance: Instance, objective: SolvedObjective, value: number): number =>
  isLoad(objective) ? value * instance.unitsPerLoad : value;

/** Solver units to natural units. */
export const toNatural = (instance: Instance, objective: SolvedObjective, value: number): number =>
  isLoad(objective) ? value / instance.unitsPerLoad : value;

/** Epsilons in natural units, objectives in a fixed order. */
export const epsilonsOf = (instance: Instance, caps: Caps): Epsilon[] =>
  SOLVED_OBJECTIVES.filter((objective) => caps[objective] < Infinity).map((objective) => ({
    objective,
    atMost: toNatural(instance, objective, caps[objective]),
  }));
