import type { Assignment, Instance } from '../../instance.ts';
import { createPack, heightOf, highestHost, place, type Pack } from '../packing/pack.ts';
import { assignmentOfItems, packingOf, type Packing } from '../packing/packing.ts';

/**
 * An assignment under change as one pack a net: a net's pack holds its parts alone, with the loads of a batch, and its hosts' capacities are what
 * the other nets leave. Every host carries the RPC that calls it from the start.
 */
export interface NetPacks {
  /** Of all parts: bytes, loads of a batch, and what is open to them. */
  readonly whole: Packing;
  /** Items of `whole` that each net's pack holds, in its order. */
  readonly itemsOf: readonly Int32Array[];
  readonly packs: readonly Pack[];
}

/** The packing of the chosen options with loads of a batch: a replica counts in full. */
export function batchPacking(instance: Instance, allowed: Uint8Array, options: Int32Array): Packing {
  const packing = packingOf(instance, allowed, options);
  const { mostParts, partBatchLoad, partFirst } = instance;
  const load = Float64Array.from(
    packing.slotOf,
    (slot) => partBatchLoad[partFirst[options[Math.floor(slot / mostParts)]] + (slot % mostParts)],
  );
  return { ...packing, load };
}

/** Net of each item. */
export const netsOf = ({ instance, slotOf }: Packing): Int32Array =>
  Int32Array.from(slotOf, (slot) => instance.netOf[Math.floor(slot / instance.mostParts)]);

/** Load units of the RPC that calls a host, of each net: 0 where it is never looked up. */
export function rpcLoads({ netCount, netOf, lookedUp, rpcLoad }: Instance): Float64Array {
  const loads = new Float64Array(netCount);
  netOf.forEach((n, t) => lookedUp[t] === 1 && (loads[n] = rpcLoad));
  return loads;
}

/** Takes a complete pack apart. */
export function netPacksOf({ packing: whole, hostOf }: Pack): NetPacks {
  const nets = netsOf(whole);
  const rpc = rpcLoads(whole.instance);
  const items = Array.from(nets.keys());
  const itemsOf = Array.from(rpc.keys(), (n) => Int32Array.from(items.filter((item) => nets[item] === n)));
  const packs = itemsOf.map((own, n) => {
    const pack = createPack(packingOfItems(whole, own));
    pack.load.fill(rpc[n]);
    own.forEach((item, i) => place(pack, i, hostOf[item]));
    return pack;
  });
  const packed = { whole, itemsOf, packs };
  for (const n of packs.keys()) shareMemory(packed, n);
  return packed;
}

/** Some items with the parts of each table complete. */
function packingOfItems(whole: Packing, items: Int32Array): Packing {
  const first = new Map<number, number>();
  items.forEach((item, i) => {
    if (whole.firstOf[item] === item) first.set(item, i);
  });
  const firstOf = items.map((item) => first.get(whole.firstOf[item]) as number);
  return {
    ...whole,
    slotOf: items.map((item) => whole.slotOf[item]),
    bytes: Float64Array.from(items, (item) => whole.bytes[item]),
    load: Float64Array.from(items, (item) => whole.load[item]),
    firstOf,
    endOf: items.map((item, i) => firstOf[i] + whole.endOf[item] - whole.firstOf[item]),
    capacity: Float64Array.from(whole.capacity),
    classOf: items.map((item) => whole.classOf[item]),
  };
}

/** Gives a net the memory that the others leave; to be called before its pack is changed. */
export function shareMemory({ whole, packs }: NetPacks, n: number): void {
  const { capacity } = packs[n].packing;
  capacity.forEach((_, h) => {
    capacity[h] = whole.capacity[h];
    packs.forEach((pack, other) => {
      if (other !== n) capacity[h] -= pack.memory[h];
    });
  });
}

/** The largest load of a host over its speed, of one net. */
export const netHeight = ({ packs }: NetPacks, n: number): number =>
  packs[n].hostOf.length === 0 ? 0 : heightOf(packs[n], highestHost(packs[n]));

export const criticalHeight = (packed: NetPacks): number =>
  packed.packs.reduce((sum, _, n) => sum + netHeight(packed, n), 0);

export function assignmentOfPacks({ whole, itemsOf, packs }: NetPacks): Assignment {
  const hostOf = new Int32Array(whole.slotOf.length);
  packs.forEach((pack, n) => pack.hostOf.forEach((h, i) => (hostOf[itemsOf[n][i]] = h)));
  return assignmentOfItems(whole, hostOf);
}
