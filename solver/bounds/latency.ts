import { sumOfLargest, type Ground, type OptionFigures } from './ground.ts';

/** Weights of a net's paths are multiples of one over this. */
const GRID = 8;
/** What the last digits of a sum of doubles may be off by, given up. */
const SAFE = 1 - 1e-12;

/**
 * Milliseconds of a request. Proof: nets run one after another between steps that no placement changes, so their bounds add up. Of a net with lookups:
 * - a called host of service rate v_h answers after its round trip, its bytes and its service with an RPC: multiplied by v_h and summed over
 *   the called hosts, that is at least kappa B + S + an RPC a host, where B and S are the net's bytes and service on sparse hosts, and kappa the
 *   least ratio of a byte's time to a unit of service's. Called hosts have rates of at most V, the sum of the largest, so that the slowest
 *   answers no sooner than the least round trip + an RPC on the fastest host + (kappa B + S) / V;
 * - all answers pass the main shard's link after the least round trip, and are deserialised there;
 * - some host serves the largest part of each table;
 * - the main shard serves its own tables, of memory M_0 in all, meanwhile.
 * The slowest of the first, second and fourth is no less than any weighted mean of them. Under given weights every table costs its least on
 * sparse hosts or its service on the main shard, and what the main shard spares is at most what shares of tables, in order of what they
 * spare a byte, do (Dantzig 1957). The best weights of a grid are taken.
 * With its slowest host at T, a net uses layouts whose largest part is served by T alone: finer ones answer more bytes. The bound is the least
 * over T of the larger of T and what these layouts need, and of the whole net on the main shard.
 */
export function latencyBound(ground: Ground): number {
  const { instance } = ground;
  const { bottomMs, endMs } = instance.latency;
  let total = endMs;
  for (let n = 0; n < instance.netCount; n++) {
    const own = netBound(ground, n);
    total += n === 0 ? Math.max(bottomMs, own) : own;
  }
  return total * SAFE;
}

/** The least that a looked-up table brings to its net. */
interface Item {
  /** On sparse hosts: bytes, units of service, and milliseconds of the largest part. Infinity where it may not lie there. */
  readonly wire: number;
  readonly seconds: number;
  readonly largestMs: number;
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
  /** Of all hosts together. */
  readonly spreadMsPerUnit: number;
  /** Units of service that a byte takes as long as. */
  readonly unitsPerByte: number;
}

function ratesOf({ instance, hosts }: Ground): Rates {
  const { latency, sparseHosts, mainHost } = instance;
  const msPerUnit = latency.msPerUnit.subarray(0, sparseHosts);
  const msPerByte = latency.msPerByte.subarray(0, sparseHosts);
  const fastest = Math.min(...msPerUnit);
  return {
    startMs: Math.min(...latency.roundTripMs.subarray(0, sparseHosts)),
    msPerByte: Math.min(...msPerByte),
    msPerUnit: fastest,
    mainMsPerUnit: mainHost < 0 ? 1 : latency.msPerUnit[mainHost],
    spreadMsPerUnit:
      1 /
      sumOfLargest(
        msPerUnit.map((ms) => 1 / ms),
        hosts,
      ),
    unitsPerByte: Math.min(...msPerByte.map((ms, h) => ms / msPerUnit[h])),
  };
}

function netBound(ground: Ground, n: number): number {
  const { instance, main } = ground;
  const rates = ratesOf(ground);
  const items = itemsOf(ground, n, rates, Infinity);
  if (items.length === 0) return 0;
  const rpcMs = instance.latency.rpcUnits * rates.msPerUnit;
  const largest = items.reduce((most, item) => {
    const called = rates.startMs + rpcMs + item.largestMs;
    return Math.max(most, Math.min(called, item.mainSeconds * rates.mainMsPerUnit));
  }, 0);
  const room = main?.capacityBytes ?? 0;
  const canStay = items.reduce((bytes, item) => bytes + item.mainBytes, 0) <= room;
  const stayed = canStay ? items.reduce((sum, item) => sum + item.mainSeconds, 0) * rates.mainMsPerUnit : Infinity;
  if (ground.hosts === 0) return stayed;
  const calledBy = (limitMs: number): number =>
    leastCalled(ground, itemsOf(ground, n, rates, limitMs), rates, rpcMs, main !== undefined);
  const called = leastOverLimits(largestParts(ground, n, rates), rates.startMs + rpcMs, calledBy);
  return Math.max(largest, Math.min(stayed, called));
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

function leastCalled(ground: Ground, items: readonly Item[], rates: Rates, rpcMs: number, hasMain: boolean): number {
  const room = ground.main?.capacityBytes ?? 0;
  let called = 0;
  for (const weights of weightsOf(hasMain)) {
    const start = weights.hosts * (rates.startMs + rpcMs) + weights.link * rates.startMs;
    called = Math.max(called, start + priced(items, room, pricesOf(ground, rates, weights)));
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

function pricesOf({ instance }: Ground, rates: Rates, weights: Weights) {
  const { receiveMsPerByte, deserialiseMsPerByte } = instance.latency;
  const { spreadMsPerUnit, unitsPerByte, mainMsPerUnit } = rates;
  return {
    byte: weights.hosts * unitsPerByte * spreadMsPerUnit + weights.link * receiveMsPerByte + deserialiseMsPerByte,
    unit: weights.hosts * spreadMsPerUnit,
    mainUnit: weights.main * mainMsPerUnit,
  };
}

/** The least cost of all items at these prices, as shares of them fill the main shard. */
function priced(items: readonly Item[], room: number, price: ReturnType<typeof pricesOf>): number {
  let [total, left] = [0, room];
  const spared: { readonly ms: number; readonly bytes: number }[] = [];
  for (const { wire, seconds, mainSeconds, mainBytes } of items) {
    const [called, stayed] = [wire * price.byte + seconds * price.unit, mainSeconds * price.mainUnit];
    if (wire === Infinity) {
      if (mainBytes === Infinity) return Infinity;
      total += stayed;
      left -= mainBytes;
      continue;
    }
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

/** Tables that are looked up, each with its least in every respect among layouts whose largest part takes no longer than the limit. */
function itemsOf({ instance, options, figures, main }: Ground, n: number, rates: Rates, limitMs: number): Item[] {
  return options.flatMap((own, t): Item[] => {
    if (instance.netOf[t] !== n || instance.lookedUp[t] === 0) return [];
    const onMain = main === undefined || main.options[t] < 0 ? undefined : figures[main.options[t]];
    const sparse = own
      .filter((o) => o !== main?.options[t])
      .map((o) => figures[o])
      .filter((figure) => limitMs === Infinity || largestMsOf(figure, rates) <= limitMs);
    const least = (of: (figure: OptionFigures) => number): number =>
      sparse.reduce((value, figure) => Math.min(value, of(figure)), Infinity);
    return [
      {
        wire: least((o) => o.batchWire),
        seconds: least((o) => o.batchSeconds),
        largestMs: least((o) => largestMsOf(o, rates)),
        mainSeconds: onMain?.batchSeconds ?? Infinity,
        mainBytes: onMain?.bytes ?? Infinity,
      },
    ];
  });
}
