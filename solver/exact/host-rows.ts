import { hostCount } from '../instance.ts';
import type { Calls } from './call-rows.ts';
import { addCeiling, addIndicator, addRow, ones, type Draft, type PlacedGroup, type Term } from './draft.ts';
import { matters, scaleTo1000 } from './program-columns.ts';

type Figure = 'bytes' | 'load' | 'batchLoad' | 'service' | 'read';

const sumOf = (placed: readonly PlacedGroup[], figure: Figure, scale: number): Term[] =>
  placed.map(({ group, column }): Term => [column, group[figure] * scale]);

/** What hosts hold, carry and cost: capacities, and the objectives and caps that are sums over a host. */
export function addHostRows(draft: Draft, calls: Calls): void {
  addMemoryRows(draft);
  addLoadRows(draft, calls);
  addCriticalRows(draft, calls);
  addRateRows(draft, calls);
}

/** Memory of each host, times u_h where it matters which hosts are used; and the share of the fullest. */
function addMemoryRows(draft: Draft): void {
  const { instance, goal, scales, on } = draft;
  const { objective, caps } = goal;
  const isCounted = matters(goal, 'hostCost') || objective === 'hostsUsed' || caps.hostsUsed < hostCount(instance);
  const used: number[] = [];
  instance.hostNames.forEach((name, h) => {
    const bytes = sumOf(on[h], 'bytes', scales.bytes);
    const capacity = instance.capacityBytes[h] * scales.bytes * Math.min(1, caps.peakMemory);
    if (!isCounted) return addRow(draft, `memory ${name}`, -Infinity, capacity, bytes);
    const cost = objective === 'hostsUsed' ? 1 : objective === 'hostCost' ? instance.hostCost[h] * scales.cost : 0;
    const columns = on[h].map(({ column }) => column);
    const u = addIndicator(draft, `u${h}`, cost, columns);
    used.push(u);
    addRow(draft, `memory ${name}`, -Infinity, 0, [...bytes, [u, -capacity]]);
  });
  if (isCounted && caps.hostsUsed < hostCount(instance))
    addRow(draft, 'hosts used', -Infinity, Math.floor(caps.hostsUsed), ones(used));
  if (caps.hostCost < Infinity) {
    const costs = used.map((u, h): Term => [u, instance.hostCost[h] * scales.cost]);
    addRow(draft, 'host cost', -Infinity, caps.hostCost * scales.cost, costs);
  }
  if (objective === 'peakMemory') {
    const shares = instance.hostNames.map((host, h) => ({
      name: `share ${host}`,
      terms: sumOf(on[h], 'bytes', scales.bytes),
      weight: (instance.capacityBytes[h] * scales.bytes) / scales.share,
    }));
    addCeiling(draft, 'share', 1, Math.min(1, caps.peakMemory) * scales.share, shares);
  }
}

/** sum load x + r_load sum_n y_{n,h} <= s_h z, or s_h times the cap. */
function addLoadRows(draft: Draft, { callColumn }: Calls): void {
  const { instance, goal, scales, on } = draft;
  if (!matters(goal, 'peakLoad')) return;
  const { rpcLoad, speed } = instance;
  const shares = instance.hostNames.map((host, h) => ({
    name: `load ${host}`,
    terms: [...sumOf(on[h], 'load', scales.load), ...ones(callsOn(draft, callColumn, h), rpcLoad * scales.load)],
    weight: speed[h],
  }));
  const cap = goal.caps.peakLoad * scales.load;
  if (goal.objective === 'peakLoad') addCeiling(draft, 'z', 1, cap, shares);
  else for (const { name, terms, weight } of shares) addRow(draft, name, -Infinity, cap * weight, terms);
}

/** Of each net n: sum batchLoad x + r_load y_{n,h} <= s_h z_n; the z_n add up. */
function addCriticalRows(draft: Draft, { callColumn }: Calls): void {
  const { instance, goal, scales, on } = draft;
  if (!matters(goal, 'criticalLoad')) return;
  const { netOf, netCount, rpcLoad, speed } = instance;
  const hosts = hostCount(instance);
  const cap = goal.caps.criticalLoad * scales.load;
  const slowest = Array.from({ length: netCount }, (_, n) => {
    const shares = instance.hostNames.map((host, h) => {
      const own = on[h].filter(({ group }) => netOf[group.table] === n);
      const y = callColumn[n * hosts + h];
      return {
        name: `load ${n} ${host}`,
        terms: [...sumOf(own, 'batchLoad', scales.load), ...(y < 0 ? [] : ones([y], rpcLoad * scales.load))],
        weight: speed[h],
      };
    });
    return addCeiling(draft, `z${n}`, goal.objective === 'criticalLoad' ? 1 : 0, cap, shares);
  });
  if (cap < Infinity) addRow(draft, 'critical load', -Infinity, cap, ones(slowest));
}

/** Service and reads of each host where a request rate caps them. */
function addRateRows(draft: Draft, { callColumn }: Calls): void {
  const { instance, on } = draft;
  instance.hostNames.forEach((name, h) => {
    for (const [figure, cap, rpc] of [
      ['service', instance.serviceCap[h], instance.rpcService],
      ['read', instance.readCap[h], 0],
    ] as const) {
      if (cap === Infinity) continue;
      const scale = scaleTo1000(cap);
      const calls = rpc === 0 ? [] : ones(callsOn(draft, callColumn, h), rpc * scale);
      addRow(draft, `${figure} ${name}`, -Infinity, cap * scale, [...sumOf(on[h], figure, scale), ...calls]);
    }
  });
}

/** The y columns of a host. */
const callsOn = ({ instance }: Draft, callColumn: Int32Array, h: number): number[] =>
  Array.from({ length: instance.netCount }, (_, n) => callColumn[n * hostCount(instance) + h]).filter((y) => y >= 0);
