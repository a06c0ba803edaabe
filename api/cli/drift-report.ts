import type { HostDrift, TableDrift } from '../../domain/drift.ts';
import type { DriftResult } from '../results.ts';
import { formatCount, formatPercent, significant, wrapped } from './format.ts';
import { formatHeading } from './heading.ts';
import { formatLoad } from './measures.ts';
import { layOut } from './table.ts';

/** The tables that changed most are shown, the rest counted; all are in the JSON. */
const SHOWN_TABLES = 12;

/** A drift for people. */
export function reportDrift(result: DriftResult): string {
  const { drift, model } = result;
  const { tables, drifted, requests, distance, distanceByChance, samplesPerRequest } = drift;
  const shown = tables.slice(0, SHOWN_TABLES);
  const rest = tables.length - shown.length;
  return `${[
    formatHeading(result),
    [
      `${formatCount(requests, 'request')} of ${samplesPerRequest.seen} samples (planned: ${samplesPerRequest.expected}).`,
      `${formatPercent(distance)} of the load is on other tables than planned; a sample of this size would show ${formatPercent(distanceByChance)} by chance.`,
      `${drifted.length} of ${formatCount(model.tables, 'table')} changed by more than chance${drifted.length === 0 ? '' : `: ${drifted.slice(0, SHOWN_TABLES).join(', ')}${drifted.length > SHOWN_TABLES ? ', ...' : ''}`}.`,
    ]
      .map((line) => wrapped(line))
      .join('\n'),
    `Tables, those whose share changed most first${rest > 0 ? ` (${rest} more in the JSON)` : ''}:\n\n${formatTables(shown)}`,
    ...formatBalance(result),
  ].join('\n\n')}\n`;
}

const formatTables = (tables: readonly TableDrift[]): string =>
  layOut(tables, [
    { head: ['table', ''], align: 'left', cell: ({ table }) => table },
    { head: ['of the load', 'planned'], cell: ({ loadShare }) => formatPercent(loadShare.expected) },
    { head: ['', 'seen'], cell: ({ loadShare }) => formatPercent(loadShare.seen) },
    { head: ['pooling factor', 'planned'], cell: ({ poolingFactor }) => significant(poolingFactor.expected) },
    { head: ['', 'seen'], cell: ({ poolingFactor }) => significant(poolingFactor.seen) },
    {
      head: ['', 'std. errors'],
      cell: ({ standardErrors }) => (standardErrors === null ? '' : significant(standardErrors)),
    },
    { head: ['popularity', 'distance'], cell: ({ popularityDistance }) => significant(popularityDistance) },
    { head: ['', 'by chance'], cell: ({ popularityByChance }) => significant(popularityByChance) },
  ]);

function formatBalance({ drift: { balance }, leastPeakLoad, loadMeasure }: DriftResult): string[] {
  const least =
    leastPeakLoad === null
      ? 'Under the workload seen no placement is legal.'
      : `Under the workload seen no placement has a peak load below ${formatLoad(leastPeakLoad, { loadMeasure })}.`;
  if (balance === undefined) return [least];
  const { peakLoad, peakOverMean, latencyMs, hosts } = balance;
  const load = (value: number): string => formatLoad(value, { loadMeasure });
  const gain = leastPeakLoad === null || peakLoad.seen === 0 ? 0 : 1 - leastPeakLoad / peakLoad.seen;
  return [
    [
      `The placement's peak load goes from ${load(peakLoad.expected)} to ${load(peakLoad.seen)} a batch, peak over mean from ${peakOverMean.expected.toFixed(2)} to ${peakOverMean.seen.toFixed(2)}, estimated latency from ${significant(latencyMs.expected)} to ${significant(latencyMs.seen)} ms.`,
      `${least} Planning again lowers it by ${formatPercent(Math.max(0, gain))} at most.`,
    ]
      .map((line) => wrapped(line))
      .join('\n'),
    layOut<HostDrift>(hosts, [
      { head: ['host', ''], align: 'left', cell: ({ host }) => host },
      { head: ['load a batch', 'planned'], cell: (host) => load(host.load.expected) },
      { head: ['', 'seen'], cell: (host) => load(host.load.seen) },
    ]),
  ];
}
