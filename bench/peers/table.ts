// The table of docs/peers.md from a results file. Run: node bench/peers/table.ts [bench/results/peers.json]
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Row = z.looseObject({
  by: z.string(),
  outcome: z.enum(['plan', 'illegal', 'noPlan', 'notRun']),
  note: z.string(),
  peakOverMean: z.number().optional(),
  hostsUsed: z.number().optional(),
  gap: z.number().optional(),
  seconds: z.number().optional(),
  cpuSeconds: z.number().optional(),
});
type Row = z.infer<typeof Row>;
const Comparison = z.looseObject({
  instance: z.string(),
  layouts: z.string(),
  objective: z.string(),
  tables: z.int(),
  hosts: z.int(),
  rows: z.array(Row),
});
type Comparison = z.infer<typeof Comparison>;

function valueOf({ objective }: Comparison, row: Row): string {
  if (row.outcome === 'illegal') return `illegal: ${row.note}`;
  if (row.outcome !== 'plan') return row.note;
  const gap = row.gap ?? 0;
  if (objective === 'hostsUsed') return `${row.hostsUsed} hosts, ${gap} above the bound`;
  return `${row.peakOverMean?.toFixed(7)}, ${(gap * 100).toPrecision(2)}%`;
}

const seconds = ({ seconds: wall, cpuSeconds: cpu }: Row): string =>
  wall === undefined || cpu === undefined ? '' : `${wall.toFixed(2)} / ${cpu.toFixed(2)}`;

const path = process.argv[2] ?? 'bench/results/peers.json';
const { comparisons } = z.object({ comparisons: z.array(Comparison) }).parse(JSON.parse(readFileSync(path, 'utf8')));
for (const comparison of comparisons) {
  const { instance, objective, layouts, tables, hosts, rows } = comparison;
  const what = objective === 'hostsUsed' ? 'hosts used' : 'peak load over mean, gap to our bound';
  console.log(`\n**${instance}** (${tables} x ${hosts}${layouts === 'any' ? ', any layout' : ''})\n`);
  console.log(`| by | ${what} | seconds, wall / CPU |\n| --- | --- | --- |`);
  for (const row of rows) console.log(`| ${row.by} | ${valueOf(comparison, row)} | ${seconds(row)} |`);
}
