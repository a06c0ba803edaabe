import * as z from 'zod';
import type { FrontierComparison, MeasuredDifference, PlanComparison } from '../comparison/comparison.ts';
import type { PairedMeasurement } from '../paired-measuring.ts';
import type { Comparator, Rule } from './rule.ts';

const Interval = z.strictObject({ low: z.number(), high: z.number() });

export const RuleVerdict = z
  .strictObject({
    rule: z.string(),
    status: z.enum(['passed', 'failed', 'undecided']),
    before: z.number().nullable(),
    after: z.number().nullable(),
    compared: z
      .number()
      .nullable()
      .describe('What the bound was compared with: a value, a difference, or a share of it.'),
    interval: Interval.nullable().describe('Of it, where it was measured.'),
    note: z.string().describe('Why it is undecided, or how it was measured; empty where nothing is to be said.'),
  })
  .meta({ id: 'RuleVerdict' });
export type RuleVerdict = z.infer<typeof RuleVerdict>;

/** What rules are judged on. */
export interface Evidence {
  readonly comparison: PlanComparison | FrontierComparison;
  /** Both plans, measured together. */
  readonly pair?: PairedMeasurement | undefined;
}

interface Values {
  readonly before: number | null;
  readonly after: number;
}

type Interval = z.infer<typeof Interval>;

/** Judges each rule: it fails where what it says holds, and a measured one only where its whole interval does. */
export const judgeRules = (rules: readonly Rule[], evidence: Evidence): RuleVerdict[] =>
  rules.map((rule) => (rule.field.kind === 'measured' ? judgeMeasured(rule, evidence) : judgeKnown(rule, evidence)));

function judgeKnown(rule: Rule, { comparison }: Evidence): RuleVerdict {
  const values = comparison.compared === 'plans' ? valueOfPlans(rule, comparison) : valueOfFrontiers(rule, comparison);
  if (typeof values === 'string') return undecided(rule, values);
  return judgeExact(rule, values);
}

/** Counted or computed: no interval. */
function judgeExact(rule: Rule, { before, after }: Values, note = ''): RuleVerdict {
  if (rule.kind !== 'value' && before === null)
    return undecided(rule, 'The first has no such value.', { before, after });
  const compared = comparedBy(rule, before ?? 0, after);
  // Sums of doubles that are equal on paper differ in the last digits.
  const tolerance = EQUAL * (rule.kind === 'relative' ? 1 : Math.max(Math.abs(before ?? 0), Math.abs(after)));
  const isFailed = holds(compared, rule.comparator, rule.bound, tolerance);
  return {
    rule: rule.text,
    status: isFailed ? 'failed' : 'passed',
    before,
    after,
    // JSON knows no infinity.
    compared: Number.isFinite(compared) ? compared : null,
    interval: null,
    note: Number.isFinite(compared) ? note : 'The first is 0: any increase is beyond every share of it.',
  };
}

const EQUAL = 1e-9;

function comparedBy({ kind }: Rule, before: number, after: number): number {
  if (kind === 'value') return after;
  if (kind === 'difference') return after - before;
  return after === before ? 0 : after / before - 1;
}

function holds(value: number, comparator: Comparator, bound: number, tolerance: number): boolean {
  switch (comparator) {
    case '>':
      return value > bound + tolerance;
    case '>=':
      return value >= bound - tolerance;
    case '<':
      return value < bound - tolerance;
    case '<=':
      return value <= bound + tolerance;
  }
}

function judgeMeasured(rule: Rule, { comparison, pair }: Evidence): RuleVerdict {
  if (comparison.compared !== 'plans') return undecided(rule, OF_PLANS);
  const counted = countedOf(rule, comparison, pair);
  if (counted !== undefined) return judgeExact(rule, counted);
  if (pair === undefined) return judgeStored(rule, comparison);
  const figure = pair.figures.get(rule.field.name);
  if (figure === undefined) return undecided(rule, 'Too few requests carry this percentile. Maybe --requests 500.');
  const { before, after, n, afterInterval, differenceInterval, ratioInterval } = figure;
  const intervals = {
    value: afterInterval,
    difference: differenceInterval,
    relative: ratioInterval && { low: ratioInterval.low - 1, high: ratioInterval.high - 1 },
  };
  const values = { before, after };
  const isWall = rule.field.name.startsWith('measurement.latencyMs');
  const isCrowded = pair.before.environment.oversubscribed || pair.after.environment.oversubscribed;
  const caution =
    isWall && isCrowded ? ' More threads served than the machine has cores: this says nothing of a deployment.' : '';
  return judgeInterval(rule, values, intervals[rule.kind], `n = ${n} pairs of requests, 95%.${caution}`);
}

function judgeInterval(rule: Rule, values: Values, interval: Interval | null, note: string): RuleVerdict {
  if (interval === null) return undecided(rule, 'No interval is known.', values);
  const [low, high] = [interval.low, interval.high].map((end) => holds(end, rule.comparator, rule.bound, 0));
  return {
    rule: rule.text,
    status: low && high ? 'failed' : low || high ? 'undecided' : 'passed',
    ...values,
    compared: comparedBy(rule, values.before ?? 0, values.after),
    interval,
    note: low === high ? note : `The interval straddles the bound. ${note}`,
  };
}

/** Stored measurements have no requests to pair: shares alone can be compared, through singular. */
function judgeStored(rule: Rule, { measured }: PlanComparison): RuleVerdict {
  const together = 'Maybe --measure, which serves both in turns.';
  if (measured.status !== 'compared') return undecided(rule, `${measured.notes.join(' ')} ${together}`);
  const found = measured.differences.find(({ figure }) => STORED[figure] === rule.field.name);
  if (found === undefined || rule.kind !== 'relative' || found.ratio === null)
    return undecided(
      rule,
      `Stored measurements can be compared by their ratios to singular alone, and hold none of this. ${together}`,
    );
  const interval = found.interval && { low: found.interval.low - 1, high: found.interval.high - 1 };
  const values = { before: found.before, after: found.after };
  return judgeInterval(rule, values, interval, 'Ratios to singular in two runs on the same requests, 90% together.');
}

const STORED: Readonly<Record<MeasuredDifference['figure'], string>> = {
  cpuMsPerRequest: 'measurement.cpuMsPerRequest',
  wallLatencyP50: 'measurement.latencyMsP50',
  replayedLatencyP50: 'measurement.replayedLatencyMsP50',
  replayedLatencyP90: 'measurement.replayedLatencyMsP90',
  replayedLatencyP99: 'measurement.replayedLatencyMsP99',
  rpcsPerRequest: 'measurement.rpcsPerRequest',
  bytesPerRequest: 'measurement.bytesPerRequest',
};

/** What is counted of the same requests is exact. */
function countedOf(
  { field }: Rule,
  { measured }: PlanComparison,
  pair: PairedMeasurement | undefined,
): Values | undefined {
  if (field.name !== 'measurement.rpcsPerRequest' && field.name !== 'measurement.bytesPerRequest') return undefined;
  const figure = field.name === 'measurement.rpcsPerRequest' ? 'rpcsPerRequest' : 'bytesPerRequest';
  if (pair !== undefined) return { before: pair.before[figure], after: pair.after[figure] };
  return measured.differences.find((difference) => difference.figure === figure);
}

const OF_PLANS = 'Of plans, not of frontiers. Maybe --point.';

function valueOfPlans({ field: { name } }: Rule, comparison: PlanComparison): Values | string {
  const { before, after, movement, objectives } = comparison;
  if (name === 'violations') return { before: before.violations.length, after: after.violations.length };
  if (name === 'moved.bytes') return { before: null, after: movement.bytes };
  if (name === 'moved.share') return { before: null, after: movement.share };
  if (name === 'moved.tables') return { before: null, after: movement.tables.length };
  const [part, quantity] = name.split('.');
  if (part === 'frontier') return 'Of frontiers, not of plans.';
  if (part === 'proof') {
    const figure = quantity as 'value' | 'bound' | 'gap';
    if (after.proof === undefined)
      return 'The second has no proof: it is a placement, or was planned for another problem.';
    return { before: before.proof?.[figure] ?? null, after: after.proof[figure] };
  }
  if (after.estimate === undefined) return 'The second is no placement of its problem: it has no estimate.';
  const own = objectives.find(({ objective }) => objective === quantity);
  if (own !== undefined) return own;
  const figure = quantity as 'cpuMs' | 'expectedRpcsPerRequest' | 'movedBytes';
  const value = after.estimate[figure];
  if (value === undefined) return 'The second has no such estimate: bytes are moved from a current placement.';
  return { before: before.estimate?.[figure] ?? null, after: value };
}

function valueOfFrontiers({ field: { name } }: Rule, { before, after, best }: FrontierComparison): Values | string {
  if (name === 'frontier.plans') return { before: before.length, after: after.length };
  if (name === 'frontier.lost') return { before: null, after: before.filter(({ fate }) => fate === 'alone').length };
  const found = best.find(({ objective }) => `estimate.${objective}` === name);
  return found ?? (name.startsWith('estimate.') ? 'No objective of both frontiers.' : OF_PLANS);
}

const undecided = (rule: Rule, note: string, { before, after }: Partial<Values> = {}): RuleVerdict => ({
  rule: rule.text,
  status: 'undecided',
  before: before ?? null,
  after: after ?? null,
  compared: null,
  interval: null,
  note: note.trim(),
});
