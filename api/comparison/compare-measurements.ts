import type { Measurement } from '../../domain/measurement.ts';
import type { ConfidenceInterval } from '../../domain/reconstruction.ts';
import type { MeasuredComparison, MeasuredDifference } from './comparison.ts';

/** A figure with what is known of its spread. */
interface Ratio {
  readonly value: number;
  readonly interval: ConfidenceInterval | null;
}

/**
 * Compares two measurements through singular, which served the same requests in the same rounds as each of them: what the machine did
 * to one run it did to that run's singular too. Of other requests or another machine nothing is said.
 */
export function compareMeasurements(
  before: Measurement | undefined,
  after: Measurement | undefined,
  hasSameFleet: boolean,
): MeasuredComparison {
  if (before === undefined || after === undefined)
    return refusal(
      'notMeasured',
      before === after ? 'Neither was measured.' : `The ${before === undefined ? 'first' : 'second'} was not measured.`,
    );
  if (before.traceHash !== after.traceHash)
    return refusal(
      'otherRequests',
      'They were measured on different requests: their figures say nothing of each other.',
    );
  const machine = otherMachine(before, after);
  if (machine !== undefined) return refusal('otherMachine', machine);
  const notes: string[] = [];
  const differences = [
    counted('rpcsPerRequest', before.rpcsPerRequest, after.rpcsPerRequest),
    counted('bytesPerRequest', before.bytesPerRequest, after.bytesPerRequest),
    ...timed('cpuMsPerRequest', cpuOf(before), cpuOf(after), notes),
    ...wall(before, after, notes),
    ...replayed(before, after, hasSameFleet, notes),
  ];
  for (const [which, { agreement }] of [
    ['first', before],
    ['second', after],
  ] as const)
    if (!agreement.holds)
      notes.push(`The outputs of the ${which} disagree with singular's: its figures are of wrong answers.`);
  if (before.foreignLoad.discardedRounds + after.foreignLoad.discardedRounds > 0)
    notes.push('Rounds were discarded in one of them: means are over requests that are not all the same.');
  return { status: 'compared', differences, notes };
}

const refusal = (status: MeasuredComparison['status'], note: string): MeasuredComparison => ({
  status,
  differences: [],
  notes: [note],
});

/** Fields of the environment on which a ratio to singular depends. */
const ENVIRONMENT = ['cpu', 'cores', 'node', 'denseEngine', 'embeddingKernel', 'transport'] as const;

function otherMachine(before: Measurement, after: Measurement): string | undefined {
  const differing = ENVIRONMENT.filter((field) => before.environment[field] !== after.environment[field]);
  if (differing.length === 0) return undefined;
  const seen = differing.map((field) => `${field} ${before.environment[field]} and ${after.environment[field]}`);
  return `They were measured in different environments (${seen.join('; ')}): their times are not comparable.`;
}

const cpuOf = ({ ratioToSingular: { cpu, cpuInterval } }: Measurement): Ratio | null =>
  cpu === null ? null : { value: cpu, interval: cpuInterval };

function wall(before: Measurement, after: Measurement, notes: string[]): MeasuredDifference[] {
  if (before.environment.oversubscribed || after.environment.oversubscribed) {
    notes.push('Wall latency is left out: more threads served than the machine has cores.');
    return [];
  }
  const [own, other] = [before, after].map(({ ratioToSingular: { latencyP50 } }) =>
    latencyP50 === null ? null : { value: latencyP50, interval: null },
  );
  return timed('wallLatencyP50', own, other, notes);
}

function replayed(
  before: Measurement,
  after: Measurement,
  hasSameFleet: boolean,
  notes: string[],
): MeasuredDifference[] {
  if (!hasSameFleet) {
    notes.push('Replayed latency is left out: it was replayed on different fleets.');
    return [];
  }
  // The first reconstruction is that on the fleet's own links.
  const [own, other] = [before, after].map(({ reconstructions }) => reconstructions[0].closedLoop.ratioToSingular);
  return [
    ...timed('replayedLatencyP50', own.p50, other.p50, notes),
    ...timed('replayedLatencyP90', own.p90, other.p90, notes),
    ...timed('replayedLatencyP99', own.p99, other.p99, notes),
  ];
}

function timed(
  figure: MeasuredDifference['figure'],
  before: Ratio | null,
  after: Ratio | null,
  notes: string[],
): MeasuredDifference[] {
  if (before === null || after === null || before.value === 0) {
    notes.push(`${figure} is left out: the sample cannot carry it.`);
    return [];
  }
  const interval = quotientInterval(before.interval, after.interval);
  if (interval === null) notes.push(`${figure} has no interval: whether it differs cannot be said.`);
  const isApart = interval !== null && (interval.low > 1 || interval.high < 1);
  const verdict = !isApart ? 'undecided' : interval.low > 1 ? 'higher' : 'lower';
  return [{ figure, before: before.value, after: after.value, ratio: after.value / before.value, interval, verdict }];
}

/** Both 95% intervals hold at once with at least 90% (Bonferroni), and then the quotient lies between these. */
function quotientInterval(
  before: ConfidenceInterval | null,
  after: ConfidenceInterval | null,
): ConfidenceInterval | null {
  if (before === null || after === null || before.low <= 0) return null;
  return { low: after.low / before.high, high: after.high / before.low };
}

/** Counts of the same requests: exact. */
const counted = (figure: MeasuredDifference['figure'], before: number, after: number): MeasuredDifference => ({
  figure,
  before,
  after,
  ratio: before === 0 ? null : after / before,
  interval: null,
  verdict: after === before ? 'equal' : after < before ? 'lower' : 'higher',
});
