import type { Infeasibility } from '../../domain/infeasibility.ts';
import type { Agreement, Percentile } from '../../domain/measurement.ts';
import type { Estimate, Proof } from '../../domain/plan.ts';
import { peakOverMean } from '../../evaluator/estimate.ts';
import { formatBytes, formatPercent, significant } from './format.ts';

/** Load per batch in the unit of the problem's load measure. */
export function formatLoad(load: number, { loadMeasure }: Pick<Estimate, 'loadMeasure'>): string {
  switch (loadMeasure) {
    case 'lookupBytes':
      return formatBytes(load);
    case 'poolingFactor':
      return `${significant(load)} rows`;
    case 'serviceTime':
      return `${significant(load * 1000)} ms`;
  }
}

/** How uneven the used hosts are. */
export function formatBalance(estimate: Estimate): string {
  const ratio = peakOverMean(estimate);
  return ratio > 0 ? ratio.toFixed(2) : '';
}

export function formatProof({ status, gap, gapKind, objective }: Proof): string {
  if (status === 'optimal') return `optimal ${objective}`;
  return `${formatGap(gap, gapKind)} ${objective}`;
}

/** A gap that is open: a percentage, no digits of it below a millionth; a count as it is. */
export function formatGap(gap: number, kind: Proof['gapKind']): string {
  if (kind !== 'relative') return `+${significant(gap)}`;
  return gap > 0 && gap < 1e-6 ? '<0.0001%' : formatPercent(gap);
}

/** A percentile in milliseconds; `n too small` where the sample cannot carry it. */
export const formatPercentile = ({ value, note }: Percentile): string =>
  value === null ? (note ?? '') : significant(value);

export function formatAgreement({ holds, rule, vectorsDiffering, lookupsCompared }: Agreement): string {
  if (!holds) return vectorsDiffering > 0 ? `NO: ${vectorsDiffering} vectors differ` : 'NO: scores differ';
  if (lookupsCompared === 0) return 'nothing looked up';
  return rule === 'bitIdentical' ? 'bit-identical' : 'within bound';
}

/** Why there is no plan, in numbers. */
export function formatInfeasibility(reason: Infeasibility): string {
  switch (reason.kind) {
    case 'memoryShort':
      return `${formatBytes(reason.neededBytes)} of tables, ${formatBytes(reason.availableBytes)} of memory on the hosts: ${exactBytes(reason.shortBytes)} short`;
    case 'tableFitsNowhere':
      return `table ${reason.table} fits nowhere: the best of its allowed layouts has ${reason.parts === 1 ? 'one part' : `${reason.parts} parts`} of ${formatBytes(reason.partBytes)}, the largest host ${formatBytes(reason.largestHostBytes)}: ${exactBytes(reason.shortBytes)} short`;
    case 'hostOverfull':
      return `host ${reason.host}: ${reason.tables.length} tables pinned to it need ${formatBytes(reason.neededBytes)} of its ${formatBytes(reason.availableBytes)}: ${exactBytes(reason.shortBytes)} short`;
    case 'tooManyLargeTables':
      return `${reason.tables.length} unsplittable tables need a host each (${formatBytes(reason.hostBytes)}), and there are ${reason.hosts} hosts: ${reason.tables.slice(0, 5).join(', ')}`;
    case 'noLayout':
      return `table ${reason.table} has no layout: ${reason.rule}`;
    case 'loadCapacityShort':
      return `${reason.host === undefined ? 'all hosts together' : `host ${reason.host}`}, within their load capacity: the request rate needs ${formatRate(reason, reason.needed)}, ${formatRate(reason, reason.available)} are there: ${formatRate(reason, reason.short)} short`;
    case 'capBelowBound':
      return `${reason.objective} is capped at ${significant(reason.cap)}, and no placement goes below ${significant(reason.bound)}: ${significant(reason.short)} short`;
    case 'togetherApartClash':
      return `tables ${reason.tables.join(', ')} have to lie together (${reason.together.join(', ')}) and apart (${reason.apart})`;
    case 'togetherFitsNowhere':
      return `tables ${reason.tables.join(', ')} have to lie together (${reason.together.join(', ')}) and may share ${reason.openHosts} hosts: on ${reason.parts} they need ${formatBytes(reason.neededBytes)} each, of ${formatBytes(reason.hostBytes)}`;
    case 'apartShort':
      return `tables ${reason.tables.join(', ')} have to stay apart (${reason.apart}), and may use ${reason.places.length === 0 ? 'nothing' : `${reason.places.join(', ')} alone`}`;
    case 'spreadShort':
      return formatSpreadShort(reason);
    case 'movementShort':
      return `${formatBytes(reason.forcedBytes)} of ${reason.tables.length} tables may not stay where they lie, more than ${reason.limit} lets move: ${reason.tables.slice(0, 5).join(', ')}`;
    case 'conflict':
      return `together these leave no plan, proven by enumeration (${reason.nodes} choices): ${reason.constraints.join(', ')}`;
  }
}

function formatSpreadShort(reason: Extract<Infeasibility, { kind: 'spreadShort' }>): string {
  const { net, atMost, because, tables, bytes, limit } = reason;
  const whose = net === undefined ? `${atMost} hosts in all` : `${atMost} hosts of net ${net}`;
  const few = tables.slice(0, 5).join(', ');
  const why =
    because === 'bytes'
      ? `its tables need ${formatBytes(bytes?.neededBytes ?? 0)}, the largest hold ${formatBytes(bytes?.availableBytes ?? 0)}: ${exactBytes(bytes?.shortBytes ?? 0)} short`
      : because === 'apart'
        ? `${tables.length} tables have to stay apart: ${few}`
        : `${tables.length} tables share no host that they may use: ${few}`;
  return `${whose} are too few (${limit}): ${why}`;
}

const formatRate = ({ resource }: Extract<Infeasibility, { kind: 'loadCapacityShort' }>, value: number): string =>
  resource === 'cpu' ? `${significant(value)} cores` : `${formatBytes(value)}/s`;

const exactBytes = (bytes: number): string => `${formatBytes(bytes)} (${bytes} bytes)`;
