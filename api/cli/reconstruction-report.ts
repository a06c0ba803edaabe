import type { Measurement } from '../../domain/measurement.ts';
import type {
  EstimatedPercentile,
  LatencyRatio,
  OpenLoop,
  ReconstructedLatency,
  Reconstruction,
} from '../../domain/reconstruction.ts';
import { formatPercent, significant, wrapped } from './format.ts';
import { layOut } from './table.ts';

interface Row {
  readonly roundTrip: string;
  readonly form: string;
  readonly latency: ReconstructedLatency;
  readonly ratios?: Reconstruction['closedLoop']['ratioToSingular'];
}

/** Latency of a deployment, replayed from measured service times: each form of the model by round trip time, with 95% intervals. */
export function formatReconstructions({ reconstructions }: Measurement): string {
  const rows = reconstructions.flatMap(rowsOf);
  const table = layOut(rows, [
    { head: ['round trip', ''], align: 'left', cell: ({ roundTrip }) => roundTrip },
    { head: ['served by', ''], align: 'left', cell: ({ form }) => form },
    { head: ['P50', 'ms'], cell: ({ latency }) => withInterval(latency.p50) },
    { head: ['P90', 'ms'], cell: ({ latency }) => withInterval(latency.p90) },
    { head: ['P99', 'ms'], cell: ({ latency }) => withInterval(latency.p99) },
    { head: ['plan over it', 'P50'], cell: ({ ratios }) => (ratios === undefined ? '' : ratio(ratios.p50)) },
    { head: ['', 'P99'], cell: ({ ratios }) => (ratios === undefined ? '' : ratio(ratios.p99)) },
  ]);
  const open = reconstructions.flatMap(({ openLoop, roundTripMs }) =>
    openLoop === undefined ? [] : [`${roundTripOf(roundTripMs)}: ${formatOpenLoop(openLoop)}`],
  );
  const lines = [
    'Replayed on the fleet from service times measured here; neither an estimate nor wall time:',
    `\n${table}\n`,
    ...open,
    ...reconstructions[0].assumptions,
  ];
  return lines.map((line) => (line.startsWith('\n') ? line : wrapped(line))).join('\n');
}

function rowsOf({ roundTripMs, closedLoop }: Reconstruction, position: number): Row[] {
  const roundTrip = roundTripOf(roundTripMs);
  const plan: Row = { roundTrip, form: 'the plan', latency: closedLoop.latencyMs };
  const singular: Row = {
    roundTrip: '',
    form: 'singular, 1 thread',
    latency: closedLoop.singularLatencyMs,
    ratios: closedLoop.ratioToSingular,
  };
  const batched: Row = {
    roundTrip: '',
    form: 'singular, a thread a batch',
    latency: closedLoop.batchedSingularLatencyMs,
    ratios: closedLoop.ratioToBatchedSingular,
  };
  const threaded: Row = {
    roundTrip: '',
    form: `singular, ${closedLoop.threads} threads, ideal`,
    latency: closedLoop.threadedSingularLatencyMs,
    ratios: closedLoop.ratioToThreadedSingular,
  };
  // Singular makes no call: shown once in full, later only what the plan is over the batched one.
  return position === 0
    ? [plan, singular, batched, threaded]
    : [{ ...plan, ratios: closedLoop.ratioToBatchedSingular }];
}

const roundTripOf = (ms: number | null): string => (ms === null ? "the fleet's" : `${significant(ms)} ms`);

const withInterval = ({ value, interval }: EstimatedPercentile): string =>
  value === null || interval === null
    ? '-'
    : `${significant(value)} [${significant(interval.low)}, ${significant(interval.high)}]`;

const ratio = (found: LatencyRatio): string =>
  found === null
    ? '-'
    : `${found.value.toFixed(3)} [${found.interval.low.toFixed(3)}, ${found.interval.high.toFixed(3)}]`;

function formatOpenLoop({ requestsPerSecond, status, utilisation, latencyMs }: OpenLoop): string {
  const [busiest] = utilisation
    .map(({ host, cores, memory, link }) => ({ host, share: Math.max(cores, memory, link) }))
    .toSorted((a, b) => b.share - a.share);
  const load = `${significant(requestsPerSecond)} requests a second, ${busiest.host} busiest at ${formatPercent(busiest.share)}`;
  if (status === 'saturated' || latencyMs === undefined) return `${load}: saturated, the queue grows for ever.`;
  const { p50, p90, p99 } = latencyMs;
  return `${load}: P50 ${withInterval(p50)}, P90 ${withInterval(p90)}, P99 ${withInterval(p99)} ms from the scheduled arrival.`;
}
