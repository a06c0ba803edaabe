import type { Table } from '../domain/model.ts';
import type { TableSlice } from '../domain/placement.ts';
import type { Problem } from '../domain/problem.ts';
import { equalRowRanges, type Costs, type PartCosts } from '../evaluator/costs.ts';
import { tableLayouts, type TableLayouts } from '../evaluator/option-set.ts';

/** The search tries powers of two; a proof considers every count. */
const isPowerOfTwo = (k: number): boolean => (k & (k - 1)) === 0;

/**
 * Which tables may be split, within what the problem allows. `default`: those that fit on no host whole, and those whose load
 * exceeds half the mean load per host (the whole mean would leave synthetic-jumbo, 80 tables of 0.8 on 64 hosts, at 1.6 times the
 * mean; half still offers splits to fewer than two tables a host). `wide`: also those of over a sixteenth of the largest host, for fleets too tight to pack them
 * whole. `every`: all tables in any number of parts, which is what a proof of infeasibility has to rule out.
 */
export type OptionRule = 'default' | 'wide' | 'every';

/** What an instance knows before its options: Instance has the meaning of each field. */
export interface Frame {
  readonly problem: Problem;
  readonly costs: Costs;
  readonly hostNames: readonly string[];
  readonly capacityBytes: Float64Array;
  readonly speed: Float64Array;
  readonly readCap: Float64Array;
  readonly serviceCap: Float64Array;
  readonly tables: readonly Table[];
  readonly lookedUp: Uint8Array;
  readonly allowed: Uint8Array;
  readonly rpcService: number;
}

/** `asked`: a constraint names the table and lets it be split, so splits are offered whatever its size. */
interface LayoutLimits extends TableLayouts {
  readonly asked: boolean;
}

function layoutLimits(problem: Problem): LayoutLimits[] {
  const asked = new Set(
    problem.constraints.flatMap((c) =>
      c.kind === 'tableOptions' && c.allow.includes('rowWise') ? (c.tables ?? []) : [],
    ),
  );
  return tableLayouts(problem).map((layouts, t) => ({ ...layouts, asked: asked.has(problem.model.tables[t].name) }));
}

export interface PartFigures {
  readonly bytes: number;
  readonly load: number;
  readonly service: number;
  readonly read: number;
}

/** Parts in row order, and the expected payload bytes per request of all of them. */
export interface TableOption {
  readonly parts: readonly PartFigures[];
  readonly wire: number;
}

/** The options of every table: whole first, then row-wise by rising part count; none that some part of could not be placed. */
export function tableOptions(frame: Frame, rule: OptionRule): TableOption[][] {
  const whole = frame.tables.map((table, t) => optionOf(frame, t, [{ kind: 'whole', table: table.name }]));
  const meanLoad =
    whole.reduce((sum, option) => sum + option.parts[0].load, 0) / frame.speed.reduce((a, b) => a + b, 0);
  const largest = Math.max(0, ...frame.capacityBytes);
  return layoutLimits(frame.problem).map((limits, t) => {
    const options = limits.whole && isViable(frame, t, whole[t]) ? [whole[t]] : [];
    const { bytes, load } = whole[t].parts[0];
    const offered =
      options.length === 0 ||
      limits.asked ||
      load * 2 > meanLoad ||
      rule === 'every' ||
      (rule === 'wide' && bytes > largest / 16);
    if (limits.mostParts < 2 || !offered) return options;
    const splits = splitCounts(frame, t, limits).map((k) => ({ k, option: rowWiseOption(frame, t, k) }));
    const viable = splits.filter(({ option }) => isViable(frame, t, option));
    // A forced table also gets its smallest viable count, which may be none of the powers of two.
    const smallest = options.length === 0 ? viable[0]?.k : undefined;
    const isTried = (k: number): boolean => rule === 'every' || isPowerOfTwo(k) || k === smallest;
    return [...options, ...viable.filter(({ k }) => isTried(k)).map(({ option }) => option)];
  });
}

/** Every admissible part count, ascending. */
function splitCounts(frame: Frame, t: number, { mostParts }: LayoutLimits): number[] {
  const hosts = frame.hostNames.length;
  let allowed = 0;
  for (let h = 0; h < hosts; h++) allowed += frame.allowed[t * hosts + h];
  const most = Math.min(mostParts, allowed, frame.tables[t].rows);
  return Array.from({ length: Math.max(0, most - 1) }, (_, i) => i + 2);
}

function rowWiseOption(frame: Frame, t: number, k: number): TableOption {
  const { name, rows } = frame.tables[t];
  const slices = equalRowRanges(rows, k).map(({ start, end }): TableSlice => ({
    kind: 'rows',
    table: name,
    rowOrder: 'shuffled',
    start,
    end,
  }));
  return optionOf(frame, t, slices);
}

function optionOf(frame: Frame, t: number, slices: readonly TableSlice[]): TableOption {
  // Shuffled ranges of equal length cost the same, and equal parts have at most two lengths.
  const byLength = new Map<number, PartFigures & { readonly wire: number }>();
  const parts = slices.map((slice) => {
    const length = slice.kind === 'whole' ? 0 : slice.end - slice.start;
    const known = byLength.get(length) ?? partFigures(frame.costs.part(t, slice, 1));
    byLength.set(length, known);
    return known;
  });
  return { parts, wire: parts.reduce((sum, part) => sum + part.wire, 0) };
}

const partFigures = (costs: PartCosts): PartFigures & { readonly wire: number } => ({
  bytes: costs.memoryBytes,
  load: costs.load,
  service: Math.ceil(costs.serviceSeconds * 1e9),
  read: Math.ceil(costs.bytesRead * 2 ** 10),
  wire: costs.wireBytes,
});

/** Whether each part alone fits on enough hosts to give every part its own. */
function isViable(frame: Frame, t: number, { parts }: TableOption): boolean {
  const hosts = frame.hostNames.length;
  const rpc = frame.lookedUp[t] ? frame.rpcService : 0;
  return parts.every(({ bytes, read, service }) => {
    let fits = 0;
    for (let h = 0; h < hosts; h++)
      if (
        frame.allowed[t * hosts + h] &&
        bytes <= frame.capacityBytes[h] &&
        read <= frame.readCap[h] &&
        service + rpc <= frame.serviceCap[h]
      )
        fits++;
    return fits >= parts.length;
  });
}
