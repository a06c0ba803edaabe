import type { BoundKind, Certificate } from '../../domain/plan.ts';
import type { Checkpoint } from '../../evaluator/certified-layouts.ts';
import { epsilonsOf, toNatural, type Caps, type SolvedObjective } from '../caps.ts';
import { optionSetOf } from '../../evaluator/option-set.ts';
import { completeInstance, type Instance } from '../instance.ts';
import type { Bound } from './bound.ts';
import { criticalLoadBound } from './critical-load.ts';
import { dualFeasibleBound } from './dual-feasible.ts';
import { fluidFanOutBound, fluidLoadBound } from './fluid.ts';
import { groundOf, hasNoOptions, type Ground } from './ground.ts';
import { hostCostBound } from './host-cost.ts';
import { l2Bound } from './l2.ts';
import { latencyBound } from './latency.ts';
import { largestPartBound, partCountBound } from './largest-part.ts';
import { leastWireBound } from './least-wire.ts';
import { largestShareBound, meanMemoryBound } from './memory-share.ts';
import { movedBytesBound } from './moved-bytes.ts';
import { movementBytesBound, movementLoadBound } from './movement.ts';
import { packedPeakBound } from './packed-peak.ts';
import { meanLoadBound, sumHostsBound } from './sum.ts';

type Argument = readonly [BoundKind, (ground: Ground) => number | Bound];

const ARGUMENTS: Readonly<Record<SolvedObjective, readonly Argument[]>> = {
  peakLoad: [
    ['sum', meanLoadBound],
    ['largestPart', largestPartBound],
    ['netHosts', fluidLoadBound],
    ['l2', packedPeakBound],
    ['movement', movementLoadBound],
  ],
  hostsUsed: [
    ['sum', sumHostsBound],
    ['largestPart', partCountBound],
    ['l2', l2Bound],
    ['dualFeasible', dualFeasibleBound],
  ],
  bytesOnWire: [['leastWire', leastWireBound]],
  fanOut: [['netHosts', fluidFanOutBound]],
  hostCost: [['sum', hostCostBound]],
  peakMemory: [
    ['sum', meanMemoryBound],
    ['largestPart', largestShareBound],
  ],
  criticalLoad: [['sum', criticalLoadBound]],
  latencyMs: [['sum', latencyBound]],
  movedBytes: [
    ['sum', movedBytesBound],
    ['movement', movementBytesBound],
  ],
};

/** The best closed-form bound on an objective under caps, over the instance's own options; a cap on the objective itself is left out. */
export function bestBound(instance: Instance, objective: SolvedObjective, caps: Caps, check?: Checkpoint): Bound {
  const ground = groundOf(instance, { ...caps, [objective]: Infinity });
  if (hasNoOptions(ground)) return { kind: 'none', value: Infinity };
  return ARGUMENTS[objective]
    .map(([kind, argument]): Bound => {
      check?.();
      const found = argument(ground);
      return typeof found === 'number' ? { kind, value: found } : found;
    })
    .reduce((best, bound) => (bound.value > best.value ? bound : best));
}

/** The best closed-form bound over every layout that the problem allows, searched or not: the one that a plan may claim. */
export const provenBound = (instance: Instance, objective: SolvedObjective, caps: Caps, check?: Checkpoint): Bound =>
  bestBound(completeInstance(instance, check), objective, caps, check);

/** Writes a proven bound down in natural units, with the caps and the options that it was proven for. */
export const certificateOf = (
  instance: Instance,
  objective: SolvedObjective,
  caps: Caps,
  bound: Bound,
): Certificate => ({
  kind: bound.kind,
  objective,
  epsilons: epsilonsOf(instance, { ...caps, [objective]: Infinity }),
  bound: toNatural(instance, objective, bound.value),
  options: optionSetOf(instance.problem),
  ...bound.evidence,
});
