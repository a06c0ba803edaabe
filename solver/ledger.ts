import { BOOKED_OBJECTIVES, type Caps } from './caps.ts';
import type { Instance } from './instance.ts';
import { latencyMsOf } from './latency-terms.ts';
import { isFree } from './rules.ts';
import { reaches } from './stop.ts';

/**
 * What ties tables to each other under change: counters of every rule, kept as parts come and go. All counts and bytes are integers, so that
 * undoing a move restores them exactly.
 */
export interface Ledger {
  readonly instance: Instance;
  /** Caps that a start may break and moves then mend. */
  readonly caps: Caps;
  /** Per rule: parts of [table of the rule][place], flattened. */
  readonly apartParts: readonly Int32Array[];
  /** Per rule: tables at each place. */
  readonly apartTables: readonly Int32Array[];
  /** Which rules name a table, and as which of the rule's tables. */
  readonly apartOf: readonly (readonly { readonly rule: number; readonly member: number }[])[];
  /** [first table of a unit][host], flattened: parts of the unit's tables; empty where every table is alone. */
  readonly together: Int32Array;
  /** Per rule on a net: parts on each host. */
  readonly netParts: readonly Int32Array[];
  readonly netHosts: Int32Array;
  readonly movedOf: Float64Array;
  /** Parts on each host. */
  readonly partsOn: Int32Array;
  /** [net][host], flattened: batchLoad in load units, called RPCs included; empty where criticalLoad has no cap. */
  readonly netLoad: Float64Array;
  /** The same: what a latency is computed of (latency-terms.ts); empty where latencyMs has no cap. */
  readonly netBytes: Float64Array;
  readonly netSeconds: Float64Array;
  readonly netPayload: Float64Array;
  readonly netHandling: Float64Array;
  /** The same: looked-up parts; empty where neither has. */
  readonly netCallers: Int32Array;
  /** Meetings of tables that are to be apart. */
  clashes: number;
  /** Parts that would have to go or come for units to lie together. */
  strays: number;
  movedBytes: number;
  movedTables: number;
}

/**
 * Whether hosts and arenas are not all there is to watch: rules tie tables, a group of replicas counts once in a capped fan-out, or something
 * is capped that only books tell.
 */
export const needsLedger = ({ rules, hasReplicas, mainHost }: Instance, caps: Caps): boolean =>
  !isFree(rules) ||
  (hasReplicas && caps.fanOut < Infinity) ||
  // Wire bytes change as tables come to the main shard and go.
  (mainHost >= 0 && caps.bytesOnWire < Infinity) ||
  BOOKED_OBJECTIVES.some((objective) => caps[objective] < Infinity);

/** undefined where there is nothing to keep books of. */
export function createLedger(instance: Instance, caps: Caps): Ledger | undefined {
  if (!needsLedger(instance, caps)) return undefined;
  const { rules } = instance;
  const hosts = instance.hostNames.length;
  const tables = instance.tables.length;
  const calls = instance.netCount * hosts;
  const [ofLoad, ofLatency] = [caps.criticalLoad < Infinity ? calls : 0, caps.latencyMs < Infinity ? calls : 0];
  const apartOf = Array.from({ length: tables }, (): { rule: number; member: number }[] => []);
  rules.apart.forEach((rule, r) => rule.tables.forEach((t, member) => apartOf[t].push({ rule: r, member })));
  return {
    instance,
    caps,
    apartParts: rules.apart.map((rule) => new Int32Array(rule.tables.length * rule.places)),
    apartTables: rules.apart.map((rule) => new Int32Array(rule.places)),
    apartOf,
    together: new Int32Array(rules.units.some((unit) => unit.length > 1) ? tables * hosts : 0),
    netParts: rules.nets.map(() => new Int32Array(hosts)),
    netHosts: new Int32Array(rules.nets.length),
    movedOf: new Float64Array(tables),
    partsOn: new Int32Array(hosts),
    netLoad: new Float64Array(ofLoad),
    netBytes: new Float64Array(ofLatency),
    netSeconds: new Float64Array(ofLatency),
    netPayload: new Float64Array(ofLatency),
    netHandling: new Float64Array(ofLatency),
    netCallers: new Int32Array(Math.max(ofLoad, ofLatency)),
    clashes: 0,
    strays: 0,
    movedBytes: 0,
    movedTables: 0,
  };
}

/** Books a part of table t that comes to host h (`change` 1) or leaves it (-1). `part` is its index among the instance's parts. */
export function book(ledger: Ledger, t: number, part: number, h: number, change: 1 | -1): void {
  const { instance } = ledger;
  bookApart(ledger, t, h, change);
  bookTogether(ledger, t, h, change);
  ledger.partsOn[h] += change;
  if (ledger.netCallers.length > 0) bookNet(ledger, t, part, h, change);
  instance.rules.nets.forEach(({ net }, r) => {
    if (instance.netOf[t] !== net) return;
    if (h === instance.mainHost) return;
    const before = ledger.netParts[r][h];
    ledger.netParts[r][h] += change;
    ledger.netHosts[r] += (before + change > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  });
  if (instance.partMoves.length > 0)
    bookMove(ledger, t, instance.partMoves[part * instance.hostNames.length + h] * change);
}

function bookApart(ledger: Ledger, t: number, h: number, change: 1 | -1): void {
  for (const { rule, member } of ledger.apartOf[t]) {
    const { placeOf, places } = ledger.instance.rules.apart[rule];
    const place = placeOf[h];
    const parts = ledger.apartParts[rule];
    const before = parts[member * places + place];
    parts[member * places + place] += change;
    const came = (before + change > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    if (came === 0) continue;
    const tables = ledger.apartTables[rule];
    ledger.clashes -= Math.max(0, tables[place] - 1);
    tables[place] += came;
    ledger.clashes += Math.max(0, tables[place] - 1);
  }
}

function bookTogether(ledger: Ledger, t: number, h: number, change: 1 | -1): void {
  const { instance, together } = ledger;
  const unit = instance.rules.units[t];
  if (unit.length === 1) return;
  const at = Math.min(...unit) * instance.hostNames.length + h;
  ledger.strays -= straysAt(together[at], unit.length);
  together[at] += change;
  ledger.strays += straysAt(together[at], unit.length);
}

/** A host holds all of a unit or none of it: parts too many, or parts missing, whichever is less. */
const straysAt = (parts: number, members: number): number => Math.min(parts, Math.abs(members - parts));

function bookNet(ledger: Ledger, t: number, part: number, h: number, change: 1 | -1): void {
  const { instance, netLoad, netBytes, netSeconds, netPayload, netHandling, netCallers } = ledger;
  const at = instance.netOf[t] * instance.hostNames.length + h;
  if (netLoad.length > 0) netLoad[at] += change * instance.partBatchLoad[part];
  if (netBytes.length > 0) {
    netBytes[at] += change * instance.partWire[part];
    netSeconds[at] += change * instance.partSeconds[part];
    netPayload[at] += change * instance.partPayload[part];
    netHandling[at] += change * instance.partHandling[part];
  }
  if (instance.lookedUp[t] === 0 || h === instance.mainHost) return;
  const before = netCallers[at];
  netCallers[at] += change;
  if (netLoad.length > 0) netLoad[at] += ((before + change > 0 ? 1 : 0) - (before > 0 ? 1 : 0)) * instance.rpcLoad;
}

function bookMove(ledger: Ledger, t: number, bytes: number): void {
  const before = ledger.movedOf[t];
  ledger.movedOf[t] += bytes;
  ledger.movedBytes += bytes;
  ledger.movedTables += (ledger.movedOf[t] > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
}

/** How far the rules and caps are broken, counts as they are and bytes as a share of the limit; 0 where all hold. */
export function ruleExcess(ledger: Ledger, hostsUsed: number, fanOut: number, wire: number): number {
  const { caps } = ledger;
  const { rules } = ledger.instance;
  let excess = ledger.clashes + ledger.strays;
  for (let r = 0; r < rules.nets.length; r++) excess += Math.max(0, ledger.netHosts[r] - rules.nets[r].atMost);
  excess += over(ledger.movedBytes, rules.movableBytes) + Math.max(0, ledger.movedTables - rules.movableTables);
  excess += Math.max(0, hostsUsed - caps.hostsUsed) + Math.max(0, fanOut - caps.fanOut);
  excess += over(wire, caps.bytesOnWire) + over(ledger.movedBytes, caps.movedBytes);
  if (caps.hostCost < Infinity) excess += over(costOf(ledger), caps.hostCost);
  if (caps.criticalLoad < Infinity) excess += over(criticalLoadOf(ledger.instance, ledger.netLoad), caps.criticalLoad);
  if (caps.latencyMs < Infinity) excess += over(latencyMsOf(ledger.instance, ledger), caps.latencyMs);
  return excess;
}

/** As a share of the limit; sums that are equal on paper may differ in the last digits. */
const over = (value: number, limit: number): number => (reaches(value, limit) ? 0 : (value - limit) / (limit + 1));

function costOf({ instance, partsOn }: Ledger): number {
  let cost = 0;
  for (let h = 0; h < partsOn.length; h++) if (partsOn[h] > 0) cost += instance.hostCost[h];
  return cost;
}

/** Nets run one after another, each as slow as its bounding shard. netLoad is [net][host], flattened. */
export function criticalLoadOf({ netCount, hostNames, speed }: Instance, netLoad: Float64Array): number {
  let critical = 0;
  for (let n = 0; n < netCount; n++) {
    let worst = 0;
    for (let h = 0; h < hostNames.length; h++) worst = Math.max(worst, netLoad[n * hostNames.length + h] / speed[h]);
    critical += worst;
  }
  return critical;
}

/** The counters that a full evaluation has to agree on. */
export const ledgerFigures = (ledger: Ledger): string => {
  const { clashes, strays, movedBytes, movedTables, netHosts, netLoad, ...latency } = ledger;
  const { netBytes, netSeconds, netPayload, netHandling } = latency;
  const byNet = [netHosts, netLoad, netBytes, netSeconds, netPayload, netHandling].map((figures) => [...figures]);
  return JSON.stringify({ clashes, strays, movedBytes, movedTables, byNet });
};
