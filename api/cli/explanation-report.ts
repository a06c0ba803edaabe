import type { BindingConstraint, Explanation, HostShares, ReSolve, TableCost } from '../../domain/explanation.ts';
import type { ExplanationResult } from '../results.ts';
import { formatBytes, formatCount, formatPercent, significant, wrapped } from './format.ts';
import { formatHeading } from './heading.ts';
import { formatGap, formatInfeasibility, formatLoad } from './measures.ts';
import { layOut } from './table.ts';

/** Hosts of a table that are named; the others are counted. */
const NAMED_HOSTS = 3;

/** An explanation for people. */
export function reportExplanation(result: ExplanationResult): string {
  const { explanation, placementHash, seconds } = result;
  const { violations, notes, topTables, bound } = explanation;
  return `${[
    formatHeading(result),
    [`Placement ${placementHash.slice(0, 12)}:`, ...explanation.summary.map((line) => indented(line))].join('\n'),
    ...(violations.length === 0
      ? []
      : [
          [
            `Not legal, ${formatCount(violations.length, 'violation')}:`,
            ...violations.map((v) => indented(v.message)),
          ].join('\n'),
        ]),
    `Hosts, each with its part of the whole:\n\n${formatHosts(explanation)}`,
    formatBinding(explanation.binding),
    `Costliest tables by load:\n\n${formatTables(topTables.byLoad, explanation)}`,
    `By bytes:\n\n${formatTables(topTables.byBytes, explanation)}`,
    `By bytes on wire:\n\n${formatTables(topTables.byWire, explanation)}`,
    [
      `The bound (${bound.kind}${bound.verified ? ', recomputed' : ''}):`,
      indented(bound.argument),
      indented(bound.message),
    ].join('\n'),
    ...(explanation.reSolves.length === 0 ? [] : [formatReSolves(explanation)]),
    [...notes.map((note) => wrapped(note)), `It took ${significant(seconds.solving)} s.`].join('\n'),
  ].join('\n\n')}\n`;
}

const indented = (line: string): string => wrapped(line).replaceAll(/^/gm, '  ');

const formatHosts = (explanation: Explanation): string =>
  layOut<HostShares>(explanation.hosts, [
    { head: ['host', ''], align: 'left', cell: ({ host }) => host },
    { head: ['tables', ''], cell: ({ tables }) => String(tables) },
    { head: ['memory', ''], cell: ({ memoryBytes }) => formatBytes(memoryBytes) },
    { head: ['of', 'capacity'], cell: ({ memoryShare }) => formatPercent(memoryShare) },
    { head: ['load', 'a batch'], cell: ({ load }) => formatLoad(load, explanation) },
    { head: ['of', 'all load'], cell: ({ loadShare }) => formatPercent(loadShare) },
    { head: ['of', 'the peak'], cell: ({ ofPeak }) => formatPercent(ofPeak) },
    { head: ['RPCs', 'a request'], cell: ({ rpcsPerRequest }) => significant(rpcsPerRequest) },
    { head: ['of', 'all RPCs'], cell: ({ rpcShare }) => formatPercent(rpcShare) },
    {
      head: ['utili-', 'sation'],
      cell: ({ utilisation }) => (utilisation === undefined ? '' : formatPercent(utilisation)),
    },
  ]);

function formatBinding(binding: readonly BindingConstraint[]): string {
  if (binding.length === 0) return 'Nothing is at its limit.';
  const table = layOut(binding, [
    { head: ['limit', ''], align: 'left', cell: ({ kind }) => kind },
    { head: ['stated at', ''], align: 'left', cell: ({ pointer }) => pointer },
    { head: ['', ''], align: 'left', wraps: true, cell: ({ message }) => message },
  ]);
  return `At its limit:\n\n${table}`;
}

const formatTables = (tables: readonly TableCost[], explanation: Explanation): string =>
  layOut(tables, [
    { head: ['table', ''], align: 'left', cell: ({ table }) => table },
    { head: ['layout', ''], align: 'left', cell: ({ layout, parts }) => (parts > 1 ? `${layout} x ${parts}` : layout) },
    { head: ['load', 'a batch'], cell: ({ load }) => formatLoad(load, explanation) },
    { head: ['of', 'all load'], cell: ({ loadShare }) => formatPercent(loadShare) },
    { head: ['bytes', ''], cell: ({ bytes }) => formatBytes(bytes) },
    { head: ['of', 'all bytes'], cell: ({ bytesShare }) => formatPercent(bytesShare) },
    { head: ['on wire', 'a request'], cell: ({ wireBytesPerRequest }) => formatBytes(wireBytesPerRequest) },
    { head: ['of all', 'on wire'], cell: ({ wireShare }) => formatPercent(wireShare) },
    { head: ['hosts', ''], align: 'left', cell: ({ hosts }) => someOf(hosts) },
  ]);

const someOf = (hosts: readonly string[]): string =>
  hosts.length <= NAMED_HOSTS
    ? hosts.join(', ')
    : `${hosts.slice(0, NAMED_HOSTS).join(', ')} and ${hosts.length - NAMED_HOSTS} more`;

function formatReSolves({ reSolves, objective }: Explanation): string {
  const table = layOut<ReSolve>(reSolves, [
    { head: ['solved again', ''], align: 'left', wraps: true, cell: ({ description }) => description },
    { head: [objective, ''], cell: ({ value }) => (value === undefined ? '' : significant(value)) },
    { head: ['differ-', 'ence'], cell: ({ difference }) => (difference === undefined ? '' : significant(difference)) },
    { head: ['gap', ''], cell: formatReSolveGap },
    { head: ['against', 'the bounds'], align: 'left', cell: ({ verdict }) => VERDICTS[verdict ?? 'none'] },
    { head: ['', ''], align: 'left', wraps: true, cell: formatEnd },
  ]);
  return `What changes would buy, each solved again with the same seed:\n\n${table}`;
}

const VERDICTS: Readonly<Record<NonNullable<ReSolve['verdict']> | 'none', string>> = {
  provenBetter: 'proven better',
  provenNoBetter: 'proven no better',
  provenWorse: 'proven worse',
  provenNoWorse: 'proven no worse',
  open: 'open',
  none: '',
};

function formatReSolveGap({ status, gap, gapKind }: ReSolve): string {
  if (gap === undefined || gapKind === undefined) return '';
  return status === 'optimal' ? 'optimal' : formatGap(gap, gapKind);
}

const formatEnd = ({ status, reasons = [], message }: ReSolve): string =>
  status === 'infeasible'
    ? `no plan: ${reasons.map(formatInfeasibility).join('; ')}`
    : status === 'noPlanFound'
      ? message
      : '';
