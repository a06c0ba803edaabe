import { hostCount, type Instance } from '../instance.ts';
import { addIndicator, addRow, ones, type Draft, type PlacedGroup, type Term } from './draft.ts';
import { matters } from './program-columns.ts';
import { addReplicaRows } from './replica-rows.ts';

/** Column y of [net][host], flattened: whether a looked-up part of the net lies there; -1 where it cannot, or calls cost nothing. */
export interface Calls {
  readonly callColumn: Int32Array;
}

/**
 * Calls matter where fan-out does, and where an RPC costs load or service that something limits. A group of replicas costs each of its hosts
 * an RPC, and fan-out one call in all: where tables may be replicated, the calls that fan-out counts have columns of their own.
 */
export function addCallRows(draft: Draft): Calls {
  const { instance, goal } = draft;
  const isLoad = instance.rpcLoad > 0 && (matters(goal, 'peakLoad') || matters(goal, 'criticalLoad'));
  const isCost = isLoad || instance.rpcService > 0;
  const isFanOut = matters(goal, 'fanOut');
  const weight = goal.objective === 'fanOut' ? 1 : 0;
  const none = new Int32Array(instance.netCount * hostCount(instance)).fill(-1);
  if (!instance.hasReplicas) {
    const callColumn = isCost || isFanOut ? addCalls(draft, 'y', weight, () => true) : none;
    if (isFanOut) addCap(draft, callColumn, []);
    return { callColumn };
  }
  const callColumn = isCost ? addCalls(draft, 'y', 0, () => true) : none;
  if (isFanOut) {
    const certain = addCalls(draft, 'yc', weight, isCertain(instance));
    addCap(draft, certain, addReplicaRows(draft, certain, weight));
  }
  return { callColumn };
}

const isCertain =
  ({ optionKind }: Instance) =>
  ({ group }: PlacedGroup): boolean =>
    optionKind[group.option] !== 'replicated';

function addCap(draft: Draft, callColumn: Int32Array, groups: readonly number[]): void {
  const { fanOut } = draft.goal.caps;
  const calls = [...callColumn].filter((column) => column >= 0);
  if (fanOut < Infinity) addRow(draft, 'fan-out', -Infinity, Math.floor(fanOut), ones([...calls, ...groups]));
}

/**
 * y_{n,h} >= any looked-up part of net n on h that counts, by count and by bytes, and no call without one; each net calls as many hosts as its
 * bytes need.
 */
function addCalls(
  draft: Draft,
  letter: string,
  objective: number,
  counts: (placed: PlacedGroup) => boolean,
): Int32Array {
  const { instance, on } = draft;
  const { netOf, lookedUp, capacityBytes } = instance;
  const hosts = hostCount(instance);
  const called = new Int32Array(instance.netCount * hosts).fill(-1);
  const needs = leastNetBytes(instance, letter === 'yc');
  const largest = Math.max(...capacityBytes);
  needs.forEach((need, n) => {
    for (let h = 0; h < hosts; h++) {
      const own = on[h].filter(
        (placed) => netOf[placed.group.table] === n && lookedUp[placed.group.table] === 1 && counts(placed),
      );
      if (own.length === 0) continue;
      const columns = own.map(({ column }) => column);
      const y = addIndicator(draft, `${letter}${n},${h}`, objective, columns);
      const bytes = own.map(({ group, column }): Term => [column, group.bytes / capacityBytes[h]]);
      addRow(draft, `bytes ${letter}${n},${h}`, -Infinity, 0, [...bytes, [y, -1]]);
      // Else a host that is not called could be said to be, to spare a group of replicas its own call.
      if (letter === 'yc') addRow(draft, `part ${letter}${n},${h}`, 0, Infinity, [...ones(columns), [y, -1]]);
      called[n * hosts + h] = y;
    }
    const all = ones([...called.subarray(n * hosts, (n + 1) * hosts)].filter((y) => y >= 0));
    if (need > 0 && all.length > 0) addRow(draft, `cover ${letter}${n}`, Math.ceil(need / largest), Infinity, all);
  });
  return called;
}

/** S_n over looked-up tables, by the smallest option of each; a replicated one needs none that are called for certain. */
function leastNetBytes(instance: Instance, isCertainOnly: boolean): Float64Array {
  const need = new Float64Array(instance.netCount);
  instance.tables.forEach((_, t) => {
    if (!instance.lookedUp[t]) return;
    let least = Infinity;
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++) {
      let bytes = 0;
      for (let p = instance.partFirst[o]; p < instance.partFirst[o + 1]; p++) bytes += instance.partBytes[p];
      least = Math.min(least, isCertainOnly && instance.optionKind[o] === 'replicated' ? 0 : bytes);
    }
    need[instance.netOf[t]] += least;
  });
  return need;
}
