import { hostCount, partCount, type Instance } from '../instance.ts';
import type { MipProgram, MipRow } from './engine.ts';
import { layOutColumns, scaleTo1000, type MipGoal, type PartGroup, type ProgramColumns } from './program-columns.ts';

/** A program with what its columns stand for. */
export interface Formulation {
  readonly instance: Instance;
  readonly goal: MipGoal;
  readonly program: MipProgram;
  readonly layout: ProgramColumns;
}

type Term = readonly [column: number, coefficient: number];
type Figure = 'bytes' | 'load' | 'service' | 'read';

/** The assignment MIP of formulation.md for one objective under caps. */
export function buildProgram(instance: Instance, goal: MipGoal): Formulation {
  const layout = layOutColumns(instance, goal);
  const rows = [
    ...tableRows(instance, layout),
    ...partRows(layout),
    ...hostRows(instance, layout, goal),
    ...callRows(instance, layout),
    ...capRows(instance, layout, goal),
  ];
  return { instance, goal, program: { columns: layout.columns, rows }, layout };
}

const rowOf = (name: string, lower: number, upper: number, terms: readonly Term[]): MipRow => ({
  name,
  lower,
  upper,
  columns: terms.map(([column]) => column),
  coefficients: terms.map(([, coefficient]) => coefficient),
});

/** sum over options of (w_o, or the x of an option of one part) = 1. */
function tableRows(instance: Instance, layout: ProgramColumns): MipRow[] {
  const terms: Term[][] = instance.tables.map(() => []);
  layout.optionColumn.forEach((w, o) => w >= 0 && terms[instance.optionTable[o]].push([w, 1]));
  for (const { option, table, hosts, firstColumn } of layout.groups)
    if (layout.optionColumn[option] < 0) hosts.forEach((_, j) => terms[table].push([firstColumn + j, 1]));
  return terms.map((own, t) => rowOf(`table ${instance.tables[t].name}`, 1, 1, own));
}

/** A group's parts all lie somewhere: sum_h x = parts w. Parts of one option lie on different hosts: sum_groups x <= w. */
function partRows(layout: ProgramColumns): MipRow[] {
  const rows: MipRow[] = [];
  const onHost = new Map<string, Term[]>();
  for (const { option, parts, hosts, firstColumn } of layout.groups) {
    const w = layout.optionColumn[option];
    if (w < 0) continue;
    const all = hosts.map((_, j): Term => [firstColumn + j, 1]);
    rows.push(rowOf(`parts ${option}.${parts[0]}`, 0, 0, [...all, [w, -parts.length]]));
    hosts.forEach((h, j) => {
      const key = `apart ${option},${h}`;
      onHost.set(key, [...(onHost.get(key) ?? [[w, -1]]), [firstColumn + j, 1]]);
    });
  }
  for (const [name, terms] of onHost) rows.push(rowOf(name, -Infinity, 0, terms));
  return rows;
}

/** Memory, load, service and reads of each host. A service or read cap of Infinity needs no row. */
function hostRows(instance: Instance, layout: ProgramColumns, goal: MipGoal): MipRow[] {
  const { scales, hostColumn, peakColumn } = layout;
  return instance.hostNames.flatMap((name, h) => {
    const on = groupsOn(layout, h);
    const sum = (figure: Figure, scale: number): Term[] =>
      on.flatMap(({ group, column }): Term[] => (group[figure] === 0 ? [] : [[column, group[figure] * scale]]));
    const calls = (each: number): Term[] =>
      each === 0 ? [] : callsOn(instance, layout, h).map((y): Term => [y, each]);
    const rows: MipRow[] = [];
    const capacity = instance.capacityBytes[h] * scales.bytes;
    const u = hostColumn[h];
    if (u < 0) rows.push(rowOf(`memory ${name}`, -Infinity, capacity, sum('bytes', scales.bytes)));
    else {
      rows.push(rowOf(`memory ${name}`, -Infinity, 0, [...sum('bytes', scales.bytes), [u, -capacity]]));
      // By count too: the bytes of a small table are within the engines' tolerance of a large host's.
      rows.push(rowOf(`used ${name}`, -Infinity, 0, [...on.map(({ column }): Term => [column, 1]), [u, -on.length]]));
    }
    const load = [...sum('load', scales.load), ...calls(instance.rpcLoad * scales.load)];
    if (peakColumn >= 0) rows.push(rowOf(`load ${name}`, -Infinity, 0, [...load, [peakColumn, -instance.speed[h]]]));
    else if (goal.caps.peakLoad < Infinity)
      rows.push(rowOf(`load ${name}`, -Infinity, goal.caps.peakLoad * instance.speed[h] * scales.load, load));
    for (const [figure, cap, rpc] of [
      ['service', instance.serviceCap[h], instance.rpcService],
      ['read', instance.readCap[h], 0],
    ] as const) {
      if (cap === Infinity) continue;
      const scale = scaleTo1000(cap);
      rows.push(rowOf(`${figure} ${name}`, -Infinity, cap * scale, [...sum(figure, scale), ...calls(rpc * scale)]));
    }
    return rows;
  });
}

/** y_{n,h} >= any looked-up part of net n on h, by count and by bytes; each net calls as many hosts as its bytes need. */
function callRows(instance: Instance, layout: ProgramColumns): MipRow[] {
  const hosts = hostCount(instance);
  const needs = leastNetBytes(instance);
  const largest = Math.max(...instance.capacityBytes);
  return [...needs].flatMap((need, n) => {
    const called = layout.callColumn.subarray(n * hosts, (n + 1) * hosts);
    const links = [...called].flatMap((y, h) => {
      if (y < 0) return [];
      const on = groupsOn(layout, h).filter(
        ({ group }) => instance.lookedUp[group.table] && instance.netOf[group.table] === n,
      );
      const bytes = on.map(({ group, column }): Term => [column, group.bytes / instance.capacityBytes[h]]);
      return [
        rowOf(`called ${n},${h}`, -Infinity, 0, [...on.map(({ column }): Term => [column, 1]), [y, -on.length]]),
        rowOf(`bytes called ${n},${h}`, -Infinity, 0, [...bytes, [y, -1]]),
      ];
    });
    const all = [...called].filter((y) => y >= 0).map((y): Term => [y, 1]);
    return need > 0 && all.length > 0
      ? [...links, rowOf(`cover ${n}`, Math.ceil(need / largest), Infinity, all)]
      : links;
  });
}

/** Caps on counts and on wire bytes; the cap on peakLoad stands in the load rows, or in z's upper bound. */
function capRows(instance: Instance, layout: ProgramColumns, { caps }: MipGoal): MipRow[] {
  const rows: MipRow[] = [];
  if (caps.hostsUsed < hostCount(instance)) rows.push(countRow('hosts used', caps.hostsUsed, layout.hostColumn));
  if (caps.fanOut < Infinity) rows.push(countRow('fan-out', caps.fanOut, layout.callColumn));
  if (caps.bytesOnWire < Infinity)
    rows.push(rowOf('wire', -Infinity, caps.bytesOnWire * layout.scales.wire, wireTerms(instance, layout)));
  return rows;
}

const countRow = (name: string, cap: number, columns: Int32Array): MipRow =>
  rowOf(
    name,
    -Infinity,
    Math.floor(cap),
    [...columns].filter((column) => column >= 0).map((column): Term => [column, 1]),
  );

function wireTerms(instance: Instance, { groups, optionColumn, scales }: ProgramColumns): Term[] {
  const wire = (o: number): number => instance.optionWire[o] * scales.wire;
  return [
    ...groups.flatMap(({ option, hosts, firstColumn }) =>
      partCount(instance, option) === 1 ? hosts.map((_, j): Term => [firstColumn + j, wire(option)]) : [],
    ),
    ...[...optionColumn].flatMap((w, o): Term[] => (w < 0 ? [] : [[w, wire(o)]])),
  ].filter(([, coefficient]) => coefficient !== 0);
}

/** The groups that may lie on a host, each with its column there. */
const groupsOn = (layout: ProgramColumns, h: number): { group: PartGroup; column: number }[] =>
  layout.groups.flatMap((group) => {
    const j = group.hosts.indexOf(h);
    return j < 0 ? [] : [{ group, column: group.firstColumn + j }];
  });

/** The y columns of a host. */
const callsOn = (instance: Instance, { callColumn }: ProgramColumns, h: number): number[] =>
  Array.from({ length: instance.netCount }, (_, n) => callColumn[n * hostCount(instance) + h]).filter((y) => y >= 0);

/** S_n over looked-up tables, by the smallest option of each. */
function leastNetBytes(instance: Instance): Float64Array {
  const need = new Float64Array(instance.netCount);
  instance.tables.forEach((_, t) => {
    if (!instance.lookedUp[t]) return;
    let least = Infinity;
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++) {
      let bytes = 0;
      for (let p = instance.partFirst[o]; p < instance.partFirst[o + 1]; p++) bytes += instance.partBytes[p];
      least = Math.min(least, bytes);
    }
    need[instance.netOf[t]] += least;
  });
  return need;
}
