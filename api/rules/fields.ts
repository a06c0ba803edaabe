import { ObjectiveName } from '../../domain/problem.ts';
import type { Dimension } from '../quantities.ts';

/** A quantity that a rule may be on. */
export interface RuleField {
  readonly name: string;
  readonly dimension: Dimension;
  /** `change`: of the second against the first from the start, so that a change of it has no meaning. */
  readonly kind: 'known' | 'change' | 'measured';
  readonly about: string;
}

export const OBJECTIVE_DIMENSIONS: Readonly<Record<ObjectiveName, Dimension>> = {
  hostsUsed: 'count',
  hostCost: 'number',
  peakMemory: 'share',
  peakLoad: 'bytes',
  criticalLoad: 'bytes',
  fanOut: 'count',
  bytesOnWire: 'bytes',
  latencyMs: 'milliseconds',
  movedBytes: 'bytes',
};

export const PERCENTILES = ['P50', 'P90', 'P99'] as const;

const field = (kind: RuleField['kind'], name: string, dimension: Dimension, about: string): RuleField => ({
  name,
  dimension,
  kind,
  about,
});

/** All that a rule may name. Of two frontiers, an estimate is the least of all plans. */
export const RULE_FIELDS: readonly RuleField[] = [
  ...ObjectiveName.options.map((name) =>
    field('known', `estimate.${name}`, OBJECTIVE_DIMENSIONS[name], `the estimate's ${name}`),
  ),
  field('known', 'estimate.cpuMs', 'milliseconds', 'predicted CPU of a request'),
  field('known', 'estimate.expectedRpcsPerRequest', 'number', 'predicted RPCs of a request'),
  field('known', 'proof.value', 'number', 'the value that was minimised'),
  field('known', 'proof.bound', 'number', 'the proven bound'),
  field('known', 'proof.gap', 'share', 'from value to bound: a share, absolute for counts'),
  field('known', 'violations', 'count', 'constraints and capacities that the placement breaks'),
  field('known', 'frontier.plans', 'count', 'plans of a frontier'),
  field('change', 'moved.bytes', 'bytes', 'bytes that hosts have to fetch'),
  field('change', 'moved.share', 'share', "the same, of the model's bytes"),
  field('change', 'moved.tables', 'count', 'tables that lie differently'),
  field(
    'change',
    'frontier.lost',
    'count',
    'plans of the first frontier that the second has no like of, nor dominates',
  ),
  ...PERCENTILES.map((percent) =>
    field('measured', `measurement.latencyMs${percent}`, 'milliseconds', 'wall time of a request'),
  ),
  field('measured', 'measurement.latencyMsMean', 'milliseconds', 'mean wall time of a request'),
  ...PERCENTILES.map((percent) =>
    field(
      'measured',
      `measurement.replayedLatencyMs${percent}`,
      'milliseconds',
      "replayed on the fleet's hosts and links",
    ),
  ),
  field('measured', 'measurement.cpuMsPerRequest', 'milliseconds', 'mean CPU of a request, all shards'),
  field('measured', 'measurement.rpcsPerRequest', 'number', 'mean RPCs of a request, counted'),
  field('measured', 'measurement.bytesPerRequest', 'bytes', 'mean payload of a request, counted'),
];
