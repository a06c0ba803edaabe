import type { Caps } from '../../caps.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from '../../instance.ts';
import { needsLedger } from '../../ledger.ts';

/**
 * Parts to be laid on hosts once every table's option is fixed: two figures an item, bytes and load. Item i is part `slotOf[i]` (t x mostParts + part);
 * items of one table lie side by side, [firstOf[i], endOf[i]), and on different hosts.
 */
export interface Packing {
  readonly instance: Instance;
  readonly options: Int32Array;
  readonly slotOf: Int32Array;
  readonly bytes: Float64Array;
  /** Load units. */
  readonly load: Float64Array;
  readonly firstOf: Int32Array;
  readonly endOf: Int32Array;
  readonly capacity: Float64Array;
  readonly speed: Float64Array;
  /** Items of one class may lie on the same hosts: open is [class][host], flattened. */
  readonly classOf: Int32Array;
  readonly open: Uint8Array;
  /** Net of a class's looked-up tables where classes were told apart by net; else -1. */
  readonly classNet: Int32Array;
}

/** Caps that arenas and options see to; a packing would ignore any other. */
const WATCHED = ['hostsUsed', 'peakLoad', 'bytesOnWire', 'fanOut'];

/**
 * Whether load and bytes are all that a placement of parts has to watch: no RPC loads, no caps by the request rate, no rules that tie tables, no
 * main shard that changes a table's option.
 */
export function isPackable(instance: Instance, caps: Caps): boolean {
  return (
    instance.rpcLoad === 0 &&
    instance.mainHost < 0 &&
    instance.readCap.every((cap) => cap === Infinity) &&
    instance.serviceCap.every((cap) => cap === Infinity) &&
    !needsLedger(instance, caps) &&
    Object.entries(caps).every(([objective, cap]) => cap === Infinity || WATCHED.includes(objective))
  );
}

/**
 * The packing of the chosen options on the hosts that `allowed` ([table][host], flattened) opens to each table. `byNet` tells the nets' tables
 * apart, so that hosts can be opened and closed net by net.
 */
export function packingOf(instance: Instance, allowed: Uint8Array, options: Int32Array, byNet = false): Packing {
  const items = options.reduce((sum, option) => sum + partCount(instance, option), 0);
  const classes = tableClasses(instance, allowed, byNet);
  const packing = {
    instance,
    options,
    slotOf: new Int32Array(items),
    bytes: new Float64Array(items),
    load: new Float64Array(items),
    firstOf: new Int32Array(items),
    endOf: new Int32Array(items),
    capacity: instance.capacityBytes,
    speed: instance.speed,
    classOf: new Int32Array(items),
    open: classes.open,
    classNet: classes.classNet,
  };
  let next = 0;
  for (let t = 0; t < tableCount(instance); t++) {
    const first = instance.partFirst[options[t]];
    const parts = partCount(instance, options[t]);
    for (let part = 0; part < parts; part++) {
      const item = next + part;
      packing.slotOf[item] = t * instance.mostParts + part;
      packing.bytes[item] = instance.partBytes[first + part];
      packing.load[item] = instance.partLoad[first + part];
      packing.firstOf[item] = next;
      packing.endOf[item] = next + parts;
      packing.classOf[item] = classes.classOf[t];
    }
    next += parts;
  }
  return packing;
}

/** Groups tables by the hosts open to them, and by net where asked to. */
function tableClasses(
  instance: Instance,
  allowed: Uint8Array,
  byNet: boolean,
): Pick<Packing, 'open' | 'classNet'> & { classOf: Int32Array } {
  const [tables, hosts] = [tableCount(instance), hostCount(instance)];
  const classOf = new Int32Array(tables);
  if (!byNet && !allowed.includes(0))
    return { classOf, open: new Uint8Array(hosts).fill(1), classNet: Int32Array.of(-1) };
  const known = new Map<string, number>();
  const classes: { readonly row: Uint8Array; readonly net: number }[] = [];
  for (let t = 0; t < tables; t++) {
    const row = allowed.subarray(t * hosts, (t + 1) * hosts);
    const net = byNet && instance.lookedUp[t] ? instance.netOf[t] : -1;
    const key = `${net} ${Buffer.from(row.buffer, row.byteOffset, hosts).toString('latin1')}`;
    const found = known.get(key) ?? classes.push({ row, net }) - 1;
    known.set(key, found);
    classOf[t] = found;
  }
  const open = Uint8Array.from(classes.flatMap(({ row }) => [...row]));
  return { classOf, open, classNet: Int32Array.from(classes, ({ net }) => net) };
}

/** The assignment that a host of each item stands for. */
export function assignmentOfItems({ instance, options, slotOf }: Packing, hostOf: Int32Array): Assignment {
  const hosts = new Int32Array(tableCount(instance) * instance.mostParts).fill(-1);
  hostOf.forEach((h, item) => (hosts[slotOf[item]] = h));
  return { options: Int32Array.from(options), hosts };
}
