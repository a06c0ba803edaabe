import type { Estimate, LoadMeasure, ObjectiveName, Schemas } from './types.ts';
import { byteUnit, bytes, grouped, milliseconds, percent, significant, withUnit } from './format.ts';

/** What a quantity counts, which decides its unit. */
export type QuantityKind = 'count' | 'cost' | 'share' | 'load' | 'bytes' | 'ms' | 'ratio';

export interface Objective {
  readonly name: ObjectiveName;
  readonly label: string;
  readonly kind: QuantityKind;
  readonly per?: string;
  readonly meaning: string;
}

export const OBJECTIVES: readonly Objective[] = [
  { name: 'hostsUsed', label: 'Hosts used', kind: 'count', meaning: 'Sparse hosts that hold a table.' },
  { name: 'hostCost', label: 'Host cost', kind: 'cost', meaning: 'Costs of the hosts used, as the fleet states them.' },
  { name: 'peakMemory', label: 'Peak memory', kind: 'share', meaning: 'The fullest host, of its capacity.' },
  {
    name: 'peakLoad',
    label: 'Peak load',
    kind: 'load',
    per: 'batch',
    meaning: 'What the busiest host reads per batch, over its speed.',
  },
  {
    name: 'criticalLoad',
    label: 'Critical load',
    kind: 'load',
    per: 'batch',
    meaning: 'The busiest host of each net, summed: nets run one after another.',
  },
  {
    name: 'fanOut',
    label: 'Fan-out',
    kind: 'count',
    meaning: 'Hosts that may be called for one batch, summed over nets.',
  },
  {
    name: 'bytesOnWire',
    label: 'Bytes on wire',
    kind: 'bytes',
    per: 'request',
    meaning: 'Payload sent and received for one request.',
  },
  {
    name: 'latencyMs',
    label: 'Latency, predicted',
    kind: 'ms',
    per: 'request',
    meaning: 'Critical path of a request by the cost model; not measured.',
  },
  {
    name: 'movedBytes',
    label: 'Bytes moved',
    kind: 'bytes',
    meaning: 'What leaves its place in the current placement.',
  },
];

const BY_NAME = new Map(OBJECTIVES.map((objective) => [objective.name, objective]));

export const objectiveOf = (name: ObjectiveName): Objective => BY_NAME.get(name) as Objective;

export const valueOf = (estimate: Estimate, name: ObjectiveName): number =>
  name === 'movedBytes' ? (estimate.movedBytes ?? 0) : estimate[name];

/** A value of an objective with its unit. */
export function showObjective(name: ObjectiveName, value: number, loadMeasure: LoadMeasure): string {
  return showQuantity(objectiveOf(name).kind, value, loadMeasure);
}

export function showQuantity(kind: QuantityKind, value: number, loadMeasure: LoadMeasure): string {
  switch (kind) {
    case 'count':
      return grouped(Math.round(value));
    case 'cost':
      return significant(value);
    case 'share':
      return percent(value);
    case 'bytes':
      return bytes(value);
    case 'ms':
      return milliseconds(value);
    case 'ratio':
      return withUnit(value.toFixed(2), '×');
    case 'load':
      return showLoad(value, loadMeasure);
  }
}

export function showLoad(value: number, loadMeasure: LoadMeasure): string {
  if (loadMeasure === 'lookupBytes') return bytes(value);
  return loadMeasure === 'poolingFactor' ? withUnit(significant(value), 'rows') : milliseconds(value * 1000);
}

/** The one unit in which values of a kind are drawn or typed: the size in the API's own unit, and its name. */
export function unitFor(kind: QuantityKind, largest: number, loadMeasure: LoadMeasure): { unit: string; size: number } {
  switch (kind) {
    case 'bytes':
      return byteUnit(largest);
    case 'share':
      return { unit: '%', size: 0.01 };
    case 'ms':
      return { unit: 'ms', size: 1 };
    case 'ratio':
      return { unit: '×', size: 1 };
    case 'load':
      if (loadMeasure === 'lookupBytes') return byteUnit(largest);
      return loadMeasure === 'poolingFactor' ? { unit: 'rows', size: 1 } : { unit: 'ms', size: 0.001 };
    default:
      return { unit: '', size: 1 };
  }
}

/** How far a plan may be from the best, in words. */
export function showGap({ status, gap, gapKind }: Pick<Schemas['ProofOutput'], 'status' | 'gap' | 'gapKind'>): string {
  if (status === 'optimal') return 'optimal';
  return gapKind === 'relative' ? percent(gap) : `+${significant(gap)}`;
}

/** The largest load over what each used host would carry at its speed; 0 without a load. */
export function peakOverMean({ hosts, peakLoad }: Estimate): number {
  const used = hosts.filter((host) => host.tables > 0);
  const load = used.reduce((sum, host) => sum + host.load, 0);
  const speed = used.reduce((sum, host) => sum + host.relativeSpeed, 0);
  return load > 0 ? (peakLoad * speed) / load : 0;
}
