import type { Infeasibility } from '../../domain/infeasibility.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { ServedResult, StudyResult } from '../results.ts';
import { formatForeignLoad } from './attribution-report.ts';
import { formatBytes, formatCount, formatPercent, significant, wrapped } from './format.ts';
import { formatInfeasibility, formatPercentile } from './measures.ts';

/** What was asked: model, fleet, seed, and what any report on this model has to say. */
export function formatHeading({ model, fleet, seed, version }: StudyResult): string {
  const nets = model.nets > 1 ? `, ${model.nets} nets` : '';
  const lines = [
    `${model.name}: ${formatCount(model.tables, 'table')}, ${formatBytes(model.bytes)}${nets}; ` +
      `${formatCount(fleet.hosts, 'host')}, ${formatBytes(fleet.capacityBytes)}; seed ${seed}, Shardwright ${version}`,
    ...(model.note === undefined ? [] : [`Note: ${model.note}`]),
  ];
  return lines.map((line) => wrapped(line)).join('\n');
}

/** Where and how plans were measured, what singular did there, and what was not measured. */
export function formatMeasuring(
  { model, measurements, seconds }: ServedResult,
  measured: readonly Measurement[],
): string {
  const { plansMeasured, plansFound, requests, warmupRequests, trace, touchedBytes, notes } = measurements;
  const lines = [...notes];
  const [first] = measured;
  if (first !== undefined) {
    const { environment, singularLatencyMs, singularCpuMsPerRequest, singularOperators } = first;
    lines.push(
      `Measured ${plansMeasured} of ${formatCount(plansFound, 'plan')}: n = ${requests} ${trace} requests each, after ${warmupRequests} to warm up. ` +
        `They touch ${formatBytes(touchedBytes)} of rows.`,
      `On ${environment.cpu}, ${formatCount(environment.cores, 'core')}, Node ${environment.node}; dense ${environment.denseEngine}, embeddings ${environment.embeddingKernel}, transport ${environment.transport}.`,
      `Singular on the same requests: P50 ${formatPercentile(singularLatencyMs.p50)} ms, ` +
        `${significant(singularCpuMsPerRequest)} ms CPU a request, embedding ${formatPercent(singularOperators.embeddingShare)} of operator time.`,
    );
    if (measured.some((measurement) => measurement.environment.oversubscribed))
      lines.push(
        `* More shards, the main one among them, than the ${environment.cores} cores: this wall latency says nothing of a deployment.`,
      );
    lines.push(...new Set(measured.map(({ foreignLoad }) => formatForeignLoad(foreignLoad))));
    // The line on threads stands for a note that counts each plan's threads, the heading for the model's.
    const notes = measured.flatMap(({ environment: { notes, threads } }) =>
      notes.filter((note) => note !== model.note && !note.startsWith(`${threads} threads`)),
    );
    lines.push(...new Set(notes));
  }
  lines.push(`Solving took ${significant(seconds.solving)} s, measuring ${significant(seconds.measuring)} s.`);
  return lines.map((line) => wrapped(line)).join('\n');
}

/** An answer without a plan. */
export function formatNoPlan(
  answer:
    | { readonly status: 'infeasible'; readonly reasons: readonly Infeasibility[] }
    | {
        readonly status: 'noPlanFound';
        readonly stoppedBy: string;
        readonly tried: readonly string[];
        readonly suspected?: readonly string[] | undefined;
      },
): string {
  if (answer.status === 'infeasible')
    return [
      'Infeasible: no placement exists in the layouts that the problem allows.',
      ...answer.reasons.map((reason) => `  ${formatInfeasibility(reason)}`),
    ].join('\n');
  const { stoppedBy, tried, suspected } = answer;
  return [
    `No plan was found, and none was proven not to exist; stopped by ${stoppedBy}. Tried: ${tried.join(', ')}.`,
    ...(suspected === undefined
      ? []
      : [`Suspected to stand in the way together, not proven: ${suspected.join(', ')}.`]),
  ].join('\n');
}
