import { layOut, type Column } from '../../api/cli/table.ts';
import { bestOf, type Comparison, type Row } from './compare.ts';

const fixed = (value: number | undefined, digits: number): string => (value === undefined ? '' : value.toFixed(digits));
const OUTCOMES = { plan: '', illegal: 'ILLEGAL', noPlan: 'no plan', notRun: 'not run' } as const;

function columnsOf({ objective, bound }: Comparison): Column<Row>[] {
  const isCount = objective === 'hostsUsed';
  const gap = (value: number | undefined): string =>
    value === undefined ? '' : isCount ? String(value) : `${(value * 100).toPrecision(3)}%`;
  return [
    { head: ['', ''], align: 'left', cell: (row) => row.by },
    { head: ['peak', '/mean'], cell: (row) => fixed(row.peakOverMean, 7) },
    { head: ['hosts', 'used'], cell: (row) => fixed(row.hostsUsed, 0) },
    { head: ['gap to', 'our bound'], cell: (row) => gap(row.gap) },
    {
      head: ['its own', 'bound/ours'],
      cell: (row) => fixed(row.bound === undefined ? undefined : row.bound / bound, 7),
    },
    { head: ['memory', 'peak'], cell: (row) => fixed(row.peakMemory, 4) },
    { head: ['on wire', 'bytes'], cell: (row) => fixed(row.bytesOnWire, 0) },
    { head: ['RPCs', 'a request'], cell: (row) => fixed(row.expectedRpcsPerRequest, 2) },
    { head: ['violations', ''], cell: (row) => fixed(row.violations, 0) },
    { head: ['seconds', 'wall'], cell: (row) => fixed(row.seconds, 3) },
    { head: ['seconds', 'CPU'], cell: (row) => fixed(row.cpuSeconds, 3) },
    { head: ['', ''], align: 'left', cell: (row) => OUTCOMES[row.outcome] },
    { head: ['its own words', ''], align: 'left', wraps: true, cell: (row) => row.note },
  ];
}

/** A table of one comparison, and who won: the lowest legal value, ours where equal. */
export function reportOf(comparison: Comparison): string {
  const { instance, layouts, objective, tables, hosts, certificate, rows } = comparison;
  const what = `${objective}, ${layouts === 'any' ? 'any layout' : 'table-wise'}`;
  const title = `${instance}: ${tables} tables, ${hosts} hosts; ${what}; our bound by ${certificate}`;
  return `${title}\n\n${layOut(rows, columnsOf(comparison))}\n\n${verdictOf(rows)}\n`;
}

/** Sums of the same loads in another order differ in the last digits of a double. */
const EQUAL = 1e-12;

/** Where we lose is said as plainly as where we win. */
export function verdictOf(rows: readonly Row[]): string {
  const [ours, ...peers] = rows;
  const best = bestOf(peers);
  const own = ours.value ?? Infinity;
  if (peers.every((row) => row.outcome === 'notRun')) return 'No peer ran.';
  if (best?.value === undefined) return 'Won: no peer has a legal plan.';
  const apart = own === 0 ? 0 : (best.value - own) / own;
  const time = `${fixed(ours.seconds, 3)} s against ${fixed(best.seconds, 3)} s`;
  if (Math.abs(apart) <= EQUAL) return `Tie in value with ${best.by}; ${time}.`;
  const percent = `${Math.abs(apart * 100).toPrecision(3)}%`;
  return apart > 0
    ? `Won: the best peer, ${best.by}, is ${percent} higher; ${time}.`
    : `LOST: ${best.by} is ${percent} lower; ${time}.`;
}
