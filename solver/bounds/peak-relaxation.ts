import type { Caps } from '../caps.ts';
import type { MipColumn, MipProgram, MipRow } from '../exact/engine.ts';
import { scaleTo1000 } from '../exact/program-columns.ts';
import { partCount, type Instance } from '../instance.ts';

/** Hosts of the instance that are alike, but for nothing that a part could tell. */
export interface HostClass {
  readonly hosts: readonly number[];
}

/** A linear program for the least peak load, with the rows whose duals are prices. */
export interface Relaxation {
  readonly program: MipProgram;
  /** Of each class. */
  readonly loadRow: Int32Array;
  /** The load of the hosts used, under a peak that is known: empty where all may be used. */
  readonly usedLoadRow: Int32Array;
  readonly memoryRow: Int32Array;
  /** -1 where wire bytes have no cap. */
  readonly wireRow: number;
  /** Program units per solver unit. */
  readonly scales: { readonly load: number; readonly bytes: number; readonly wire: number };
}

interface Entries {
  readonly columns: number[];
  readonly coefficients: number[];
}

/** The program in the making: what each class carries and holds, and what all options send. */
interface Sheet {
  readonly instance: Instance;
  readonly classes: readonly HostClass[];
  readonly scales: Relaxation['scales'];
  readonly columns: MipColumn[];
  readonly rows: MipRow[];
  readonly load: readonly Entries[];
  readonly memory: readonly Entries[];
  readonly wire: Entries;
}

/**
 * Fractions of tables' options on classes of hosts: hosts that are alike share their load and memory, which loses nothing, as the mean of a solution
 * over all ways to rename them is one too. Parts of one option lie on different hosts; `fixed` tables on the host that they are given. Where only some
 * hosts may be used, those carry no more than `peak`, which some plan is known to keep.
 */
export function buildRelaxation(
  instance: Instance,
  caps: Caps,
  classes: readonly HostClass[],
  fixed: ReadonlyMap<string, number>,
  peak: number,
): Relaxation {
  const scales = scalesOf(instance);
  const [load, memory] = [classes.map(entries), classes.map(entries)];
  const sheet: Sheet = { instance, classes, scales, columns: [], rows: [], load, memory, wire: entries() };
  instance.tables.forEach(({ name }, t) => addTable(sheet, t, fixed.get(name)));
  const z = sheet.columns.push({ name: 'z', objective: 1, lower: 0, upper: Infinity, integer: false }) - 1;
  const speeds = classes.map(({ hosts }) => hosts.reduce((speed, h) => speed + instance.speed[h], 0));
  const loadRow = Int32Array.from(classes, (_, c) => addRow(sheet, -Infinity, 0, plus(load[c], z, -speeds[c])));
  const capacities = classes.map(({ hosts }) => hosts.reduce((bytes, h) => bytes + instance.capacityBytes[h], 0));
  const isLimited = caps.hostsUsed < classes.reduce((sum, { hosts }) => sum + hosts.length, 0);
  // How much of each class is used, where not all of it may be.
  const used = isLimited ? classes.map(() => addColumn(sheet, 1)) : [];
  if (isLimited) {
    const counts = classes.map(({ hosts }) => hosts.length);
    addRow(sheet, -Infinity, caps.hostsUsed, { columns: used, coefficients: counts });
  }
  const usedLoadRow = Int32Array.from(used, (u, c) =>
    addRow(sheet, -Infinity, 0, plus(load[c], u, -speeds[c] * peak * scales.load)),
  );
  const memoryRow = Int32Array.from(classes, (_, c) => {
    const capacity = capacities[c] * scales.bytes;
    return isLimited
      ? addRow(sheet, -Infinity, 0, plus(memory[c], used[c], -capacity))
      : addRow(sheet, -Infinity, capacity, memory[c]);
  });
  const { bytesOnWire } = caps;
  const wireRow = bytesOnWire < Infinity ? addRow(sheet, -Infinity, bytesOnWire * scales.wire, sheet.wire) : -1;
  return { program: { columns: sheet.columns, rows: sheet.rows }, loadRow, usedLoadRow, memoryRow, wireRow, scales };
}

/** One option in all; the parts of each somewhere. */
function addTable(sheet: Sheet, t: number, alone: number | undefined): void {
  const { instance, scales, wire } = sheet;
  const chosen = entries();
  for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++) {
    const bytesSent = instance.optionWire[o] * scales.wire;
    const isWhole = partCount(instance, o) === 1;
    // The parts of an option of one part say themselves whether it is chosen.
    const w = isWhole ? -1 : addColumn(sheet, 1);
    if (w >= 0) {
      put(chosen, w, 1);
      put(wire, w, bytesSent);
    }
    for (const group of equalParts(instance, o)) {
      const all = w < 0 ? chosen : entries();
      for (const x of addParts(sheet, t, group, alone, w)) {
        put(all, x, 1);
        if (w < 0) put(wire, x, bytesSent);
      }
      if (w < 0) continue;
      put(all, w, -group.count);
      addRow(sheet, 0, 0, all);
    }
  }
  addRow(sheet, 1, 1, chosen);
}

/** Equal parts on each class that is open to them; a class takes no more parts of one option than it has hosts. */
function addParts(sheet: Sheet, t: number, group: EqualParts, alone: number | undefined, w: number): number[] {
  const { instance, scales, load, memory } = sheet;
  const mayLie = (h: number): boolean =>
    (alone === undefined ? instance.allowed[t * instance.hostNames.length + h] === 1 : h === alone) &&
    group.bytes <= instance.capacityBytes[h];
  return sheet.classes.flatMap(({ hosts }, c) => {
    if (!mayLie(hosts[0])) return [];
    const x = addColumn(sheet, Math.min(group.count, hosts.length));
    put(load[c], x, group.load * scales.load);
    put(memory[c], x, group.bytes * scales.bytes);
    if (hosts.length < group.count) addRow(sheet, -Infinity, 0, { columns: [x, w], coefficients: [1, -hosts.length] });
    return [x];
  });
}

const addColumn = ({ columns }: Sheet, upper: number): number =>
  columns.push({ name: `c${columns.length}`, objective: 0, lower: 0, upper, integer: false }) - 1;

const addRow = ({ rows }: Sheet, lower: number, upper: number, own: Entries): number =>
  rows.push({ name: `r${rows.length}`, lower, upper, ...own }) - 1;

const entries = (): Entries => ({ columns: [], coefficients: [] });

function put({ columns, coefficients }: Entries, column: number, coefficient: number): void {
  if (coefficient === 0) return;
  columns.push(column);
  coefficients.push(coefficient);
}

const plus = ({ columns, coefficients }: Entries, column: number, coefficient: number): Entries => ({
  columns: [...columns, column],
  coefficients: [...coefficients, coefficient],
});

interface EqualParts {
  readonly count: number;
  readonly bytes: number;
  readonly load: number;
}

/** Parts of an option by what they cost: one or two kinds. */
function equalParts(instance: Instance, option: number): EqualParts[] {
  const first = instance.partFirst[option];
  const parts = Array.from({ length: partCount(instance, option) }, (_, i) => first + i);
  const kinds = Map.groupBy(parts, (p) => `${instance.partBytes[p]},${instance.partLoad[p]}`);
  return [...kinds.values()].map(([p, ...others]) => ({
    count: others.length + 1,
    bytes: instance.partBytes[p],
    load: instance.partLoad[p],
  }));
}

function scalesOf({ partLoad, partBytes, capacityBytes, optionWire, hostNames }: Instance): Relaxation['scales'] {
  const mean = partLoad.reduce((sum, load) => sum + load, 0) / Math.max(1, hostNames.length);
  const largest = partBytes.reduce((most, bytes) => Math.max(most, bytes), Math.max(...capacityBytes));
  return {
    load: scaleTo1000(mean),
    bytes: scaleTo1000(largest),
    wire: scaleTo1000(optionWire.reduce((most, bytes) => Math.max(most, bytes), 0)),
  };
}
