import type { Instance } from '../instance.ts';
import { sumOfLargest, type Ground, type OptionFigures } from './ground.ts';

/** Weights of a net's paths are multiples of one over this. */
const GRID = 8;
/** What the last digits of a sum of doubles may be off by, given up. */
const SAFE = 1 - 1e-12;

/**
 * Milliseconds of a request. Proof: nets run one after another between steps that no placement changes, so their bounds add up. Of a net with lookups:
 * - the main shard spends an RPC on each of its f called hosts, and on each table the least that its bytes and slices take;
 * - a called host of service rate v_h answers after its round trip, its bytes and its service with an RPC: multiplied by v_h and summed over
 *   the called hosts, that is at least kappa B + S + an RPC a host, where B and S are the net's bytes and service on sparse hosts, and kappa the
 *   least ratio of a byte's time to a unit of service's. The f called hosts have rates of at most V, the sum of the largest, so that the slowest
 *   answers no sooner than the least round trip + an RPC on the fastest host + (kappa B + S) / V;
 * - all answers pass the main shard's link after the least round trip;
 * - some host serves the largest part of each table;
 * - the main shard serves its own tables, of memory M_0 in all, meanwhile, and in the first net the bottom MLP.
 * The slowest of the second, third and fifth is no less than any weighted mean of them. Under given weights every table costs its least on
 * sparse hosts or its service on the main shard, and what the main shard spares is at most what shares of tables, in order of what they
 * spare a byte, do (Dantzig 1957). The best weights of a grid are taken, for ranges of f: the RPCs of the least in it, the rates of the most.
 * With its slowest host at T, a net uses layouts whose largest part is served by T alone: finer ones answer more bytes. The bound is the least
 * over T of the larger of T and what these layouts need, and of the whole net on the main shard.
 */
export function latencyBound(ground: Ground): number {
  const { instance } = ground;
  let total = instance.latency.endMs;
  for (let n = 0; n < instance.netCount; n++) total += netBound(ground, n);
  return total * SAFE;
}

/** The least that a looked-up table brings to its net. */
interface Item {
  /**
   * On sparse hosts: bytes and units of service as if each replica served every batch, milliseconds of the largest part, expected bytes, and units
   * of the main shard's work for slices. Infinity where it may not lie there.
   */
  readonly wire: number;
  readonly seconds: number;
  readonly largestMs: number;
  readonly payload: number;
  readonly handling: number;
  /** On the main shard: units of service and memory; Infinity where it may not lie there. */
  readonly mainSeconds: number;
  readonly mainBytes: number;
}

/** Milliseconds that hosts take at least. */
interface Rates {
  readonly startMs: number;
  readonly msPerByte: number;
  readonly msPerUnit: number;
  readonly mainMsPerUnit: number;
  /** Units of service that a byte takes as long as. */
  readonly unitsPerByte: number;
}

function ratesOf({ instance }: Ground): Rates {
  const { latency, sparseHosts, mainHost } = instance;
  const msPerUnit = latency.msPerUnit.subarray(0, sparseHosts);
  const msPerByte = latency.msPerByte.subarray(0, sparseHosts);
  return {
    startMs: Math.min(...latency.roundTripMs.subarray(0, sparseHosts)),
    msPerByte: Math.min(...msPerByte),
    msPerUnit: Math.min(...msPerUnit),
    mainMsPerUnit: mainHost < 0 ? 1 : latency.msPerUnit[mainHost],
    unitsPerByte: Math.min(...msPerByte.map((ms, h) => ms / msPerUnit[h])),
  };
}

/** A unit of service over so many hosts, were it divisible. */
const spreadMsPerUnit = ({ sparseHosts, latency }: Instance, hosts: number): number =>
  1 /
  sumOfLargest(
    latency.msPerUnit.subarray(0, sparseHosts).map((ms) => 1 / ms),
    hosts,
  );

function netBound(ground: Ground, n: number): number {
  const { instance, main } = ground;
  const { latency } = instance;
  const rates = ratesOf(ground);
  const items = itemsOf(ground, n, rates, NO_LIMITS);
  const besideMs = n === 0 ? latency.bottomMs : 0;
  if (items.length === 0) return besideMs;
  const startMs = rates.startMs + latency.rpcUnits * rates.msPerUnit;
  const room = main?.capacityBytes ?? 0;
  const largest = items.reduce(
    (most, item) => Math.max(most, Math.min(startMs + item.largestMs, item.mainSeconds * rates.mainMsPerUnit)),
    besideMs,
  );
  const canStay = items.reduce((bytes, item) => bytes + item.mainBytes, 0) <= room;
  const inPlaceMs = items.reduce((sum, item) => sum + item.mainSeconds, 0) * rates.mainMsPerUnit;
  const stayed = canStay ? besideMs + inPlaceMs : Infinity;
  if (ground.hosts === 0) return stayed;
  const handlingMs = priced(items, room, handlingPrices(instance));
  const limits = largestParts(ground, n, rates);
  let called = Infinity;
  for (const { fewest, most } of hostRanges(ground)) {
    const callsMs = fewest * latency.callMs;
    if (callsMs + largest + handlingMs >= called) break;
    const need = (limitMs: number): number =>
      leastCalled(ground, itemsOf(ground, n, rates, { limitMs, hosts: most }), rates, {
        hosts: most,
        startMs,
        besideMs,
      });
    called = Math.min(called, callsMs + leastOverLimits(limits, startMs + handlingMs, need));
  }
  return Math.max(largest + handlingMs, Math.min(stayed, called));
}

/** Numbers of called hosts: each by itself where they are few, then ranges of a tenth; all in one where a call costs the main shard nothing. */
function hostRanges({ hosts, instance }: Ground): { readonly fewest: number; readonly most: number }[] {
  if (instance.latency.callMs === 0) return [{ fewest: 1, most: hosts }];
  const ranges: { readonly fewest: number; readonly most: number }[] = [];
  for (let fewest = 1, most = 0; fewest <= hosts; fewest = most + 1) {
    most = Math.min(hosts, Math.floor(fewest * 1.1));
    ranges.push({ fewest, most });
  }
  return ranges;
}

/** The least over ascending limits of the larger of a limit and what layouts within it need: the one rises, the other falls. */
function leastOverLimits(limits: readonly number[], startMs: number, need: (limitMs: number) => number): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startMs + limits[middle] >= need(limits[middle])) high = middle;
    else low = middle + 1;
  }
  const beyond = low < limits.length ? startMs + limits[low] : Infinity;
  return Math.min(beyond, low > 0 ? need(limits[low - 1]) : Infinity);
}

interface Calls {
  /** Called at most. */
  readonly hosts: number;
  /** Before the first answer of any host. */
  readonly startMs: number;
  /** The main shard's work meanwhile, beside its tables. */
  readonly besideMs: number;
}

function leastCalled(ground: Ground, items: readonly Item[], rates: Rates, calls: Calls): number {
  const room = ground.main?.capacityBytes ?? 0;
  const spread = spreadMsPerUnit(ground.instance, calls.hosts);
  let called = 0;
  for (const weights of weightsOf(ground.main !== undefined || calls.besideMs > 0)) {
    const start = weights.hosts * calls.startMs + weights.link * rates.startMs + weights.main * calls.besideMs;
    called = Math.max(called, start + priced(items, room, pricesOf(ground, rates, spread, weights)));
  }
  return called;
}

const largestMsOf = ({ largestWire, largestSeconds }: OptionFigures, rates: Rates): number =>
  largestWire * rates.msPerByte + largestSeconds * rates.msPerUnit;

/** What the largest parts of the net's layouts on sparse hosts take at least, ascending. */
function largestParts({ instance, options, figures, main }: Ground, n: number, rates: Rates): number[] {
  const own = options.flatMap((all, t) =>
    instance.netOf[t] === n && instance.lookedUp[t] === 1
      ? all.flatMap((o) => (o === main?.options[t] ? [] : [largestMsOf(figures[o], rates)]))
      : [],
  );
  return [...new Set(own)].toSorted((a, b) => a - b);
}

interface Weights {
  readonly hosts: number;
  readonly link: number;
  readonly main: number;
}

/** Of the slowest host, the main shard's link, and its own tables where it has any. */
function weightsOf(hasMain: boolean): Weights[] {
  const all: Weights[] = [];
  for (let main = 0; main <= (hasMain ? GRID : 0); main++)
    for (let link = 0; link <= GRID - main; link++)
      all.push({ hosts: (GRID - main - link) / GRID, link: link / GRID, main: main / GRID });
  return all;
}

/** Milliseconds of a unit of each. */
interface Prices {
  readonly byte: number;
  readonly unit: number;
  readonly payload: number;
  readonly handling: number;
  readonly mainUnit: number;
}

/** What the main shard does for its calls alone. */
const handlingPrices = ({ latency }: Instance): Prices => ({
  byte: 0,
  unit: 0,
  payload: latency.deserialiseMsPerByte,
  handling: latency.handlingMsPerUnit,
  mainUnit: 0,
});

function pricesOf({ instance }: Ground, rates: Rates, spread: number, weights: Weights): Prices {
  const handling = handlingPrices(instance);
  return {
    byte: weights.hosts * rates.unitsPerByte * spread,
    unit: weights.hosts * spread,
    payload: weights.link * instance.latency.receiveMsPerByte + handling.payload,
    handling: handling.handling,
    mainUnit: weights.main * rates.mainMsPerUnit,
  };
}

/** The least cost of all items at these prices, as shares of them fill the main shard. */
function priced(items: readonly Item[], room: number, price: Prices): number {
  let [total, left] = [0, room];
  const spared: { readonly ms: number; readonly bytes: number }[] = [];
  for (const { wire, seconds, payload, handling, mainSeconds, mainBytes } of items) {
    const stayed = mainSeconds * price.mainUnit;
    if (wire === Infinity) {
      if (mainBytes === Infinity) return Infinity;
      total += stayed;
      left -= mainBytes;
      continue;
    }
    const called = wire * price.byte + seconds * price.unit + payload * price.payload + handling * price.handling;
    total += called;
    if (mainBytes < Infinity && called > stayed) spared.push({ ms: called - stayed, bytes: mainBytes });
  }
  if (left < 0) return Infinity;
  for (const { ms, bytes } of spared.toSorted((a, b) => b.ms * a.bytes - a.ms * b.bytes)) {
    if (left <= 0) break;
    total -= ms * Math.min(1, left / bytes);
    left -= bytes;
  }
  return total;
}

interface Limits {
  /** Of the largest part, on sparse hosts. */
  readonly limitMs: number;
  /** Parts of a table lie on hosts of their own. */
  readonly hosts: number;
}

const NO_LIMITS: Limits = { limitMs: Infinity, hosts: Infinity };

/** Tables that are looked up, each with its least in every respect among layouts within the limits. */
function itemsOf({ instance, options, figures, main }: Ground, n: number, rates: Rates, limits: Limits): Item[] {
  return options.flatMap((own, t): Item[] => {
    if (instance.netOf[t] !== n || instance.lookedUp[t] === 0) return [];
    const onMain = main === undefined || main.options[t] < 0 ? undefined : figures[main.options[t]];
    const sparse = own
      .filter((o) => o !== main?.options[t])
      .map((o) => figures[o])
      .filter(({ parts }) => parts <= limits.hosts)
      .filter((figure) => limits.limitMs === Infinity || largestMsOf(figure, rates) <= limits.limitMs);
    const least = (of: (figure: OptionFigures) => number): number =>
      sparse.reduce((value, figure) => Math.min(value, of(figure)), Infinity);
    return [
      {
        wire: least((o) => o.batchWire),
        seconds: least((o) => o.batchSeconds),
        largestMs: least((o) => largestMsOf(o, rates)),
        payload: least((o) => o.wire),
        handling: least((o) => o.handling),
        mainSeconds: onMain?.batchSeconds ?? Infinity,
        mainBytes: onMain?.bytes ?? Infinity,
      },
    ];
  });
}
