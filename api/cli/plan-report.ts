import type { Measurement } from '../../domain/measurement.ts';
import type { Certificate, Estimate, HostEstimate, Plan } from '../../domain/plan.ts';
import type { Placement } from '../../domain/placement.ts';
import type { EvaluationResult, PlanResult } from '../results.ts';
import { formatAttribution } from './attribution-report.ts';
import { formatBytes, formatCount, formatPercent, significant, wrapped } from './format.ts';
import { formatHeading, formatMeasuring, formatNoPlan } from './heading.ts';
import { formatReconstructions } from './reconstruction-report.ts';
import { formatAgreement, formatLoad, formatPercentile } from './measures.ts';
import { estimateColumns, planColumns } from './plan-columns.ts';
import { layOut } from './table.ts';

/** A plan for people. */
export function reportPlan(result: PlanResult): string {
  const { answer } = result;
  if (!('plan' in answer)) return `${formatHeading(result)}\n\n${formatNoPlan(answer)}\n`;
  const { plan } = answer;
  return `${[
    formatHeading(result),
    layOut([plan], planColumns()),
    formatProvenance(plan),
    formatHosts(plan.estimate, plan.placement, plan.measurement),
    ...(plan.measurement === undefined ? [] : [formatMeasurement(plan.measurement)]),
    formatMeasuring(result, plan.measurement === undefined ? [] : [plan.measurement]),
  ].join('\n\n')}\n`;
}

/** A judged placement for people. */
export function reportEvaluation(result: EvaluationResult): string {
  const { violations, estimate, measurement, placement } = result;
  const verdict =
    violations.length === 0
      ? 'Legal: no violation.'
      : [
          `Not legal, ${formatCount(violations.length, 'violation')}:`,
          ...violations.map(({ message }) => `  ${message}`),
        ].join('\n');
  return `${[
    formatHeading(result),
    verdict,
    ...(estimate === undefined
      ? []
      : [
          layOut(
            [estimate],
            estimateColumns((row) => row),
          ),
          formatHosts(estimate, placement, measurement),
        ]),
    ...(measurement === undefined ? [] : [formatMeasurement(measurement)]),
    formatMeasuring(result, measurement === undefined ? [] : [measurement]),
  ].join('\n\n')}\n`;
}

const formatMeasurement = (measurement: Measurement): string => {
  const { latencyMs, requests, ratioToSingular, agreement, singularThreaded } = measurement;
  const threaded =
    singularThreaded === null
      ? ''
      : ` Singular on ${singularThreaded.threads} threads: P50 ${formatPercentile(singularThreaded.latencyMs.p50)} ms, ${significant(singularThreaded.cpuMsPerRequest)} ms CPU.`;
  const { cpu, cpuInterval } = ratioToSingular;
  const interval = cpuInterval === null ? '' : ` [${cpuInterval.low.toFixed(2)}, ${cpuInterval.high.toFixed(2)}]`;
  const line =
    `Milliseconds a request (n = ${requests}): P50 ${formatPercentile(latencyMs.p50)}, P90 ${formatPercentile(latencyMs.p90)}, P99 ${formatPercentile(latencyMs.p99)}, mean ${significant(latencyMs.meanMs)}; ` +
    `CPU ${cpu?.toFixed(2) ?? '?'} x singular${interval}; outputs: ${formatAgreement(agreement)}.${threaded}`;
  return `${wrapped(line)}\n\n${formatAttribution(measurement)}\n\n${formatReconstructions(measurement)}`;
};

/** An engine's bound is its word, a closed-form one can be recomputed. */
function formatBound(bound: string, { kind }: Certificate): string {
  if (kind === 'none') return 'without a lower bound';
  return kind === 'mip' ? `not below ${bound} by the engine's word` : `proven not below ${bound} (${kind} bound)`;
}

function formatProvenance({ proof, provenance, placementHash }: Plan): string {
  const { objective, value, bound, certificate, stoppedBy } = proof;
  return (
    `Found by ${provenance.method}, stopped by ${stoppedBy}. ${objective} ${significant(value)}, ` +
    `${formatBound(significant(bound), certificate)}. Placement ${placementHash.slice(0, 12)}.`
  );
}

/** Load and memory host by host, measured where it was. */
function formatHosts(estimate: Estimate, { shards }: Placement, measurement: Measurement | undefined): string {
  const slices = new Map(shards.map((shard) => [shard.host, shard.slices.length]));
  const served = new Map(measurement?.shards.map((shard) => [shard.host, shard]));
  return layOut<HostEstimate>(
    estimate.hosts.filter((host) => host.tables > 0),
    [
      { head: ['host', ''], align: 'left', cell: ({ host }) => host },
      { head: ['table', 'slices'], cell: ({ host }) => String(slices.get(host) ?? 0) },
      { head: ['memory', ''], cell: ({ memoryBytes }) => formatBytes(memoryBytes) },
      { head: ['of', 'capacity'], cell: ({ memoryShare }) => formatPercent(memoryShare) },
      { head: ['load', 'a batch'], cell: ({ load }) => formatLoad(load, estimate) },
      {
        head: ['utili-', 'sation'],
        cell: ({ utilisation }) => (utilisation === undefined ? '' : formatPercent(utilisation)),
      },
      { head: ['expected RPCs', 'a request'], cell: ({ rpcsPerRequest }) => significant(rpcsPerRequest) },
      { head: ['CPU ms', 'a request'], cell: ({ host }) => optional(served.get(host)?.cpuMsPerRequest, significant) },
      {
        head: ['rows held', 'in the run'],
        cell: ({ host }) => optional(served.get(host)?.materialisedBytes, formatBytes),
      },
    ],
  );
}

const optional = (value: number | undefined, show: (value: number) => string): string =>
  value === undefined ? '' : show(value);
