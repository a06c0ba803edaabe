import { crowdedHeight, spreadHeight } from './crowding.ts';
import { leastTotal, mayStayOnMain, sumOfLargest, type Ground, type MainRoom } from './ground.ts';

/**
 * Critical load, in load units: nets run one after another, so that bounds of the nets add up. Under a cap on fan-out that binds, the calls are
 * shared out among the nets, and the cheapest way to do so is a bound. Beside a main shard that may take tables, a simpler one holds.
 */
export function criticalLoadBound(ground: Ground): number {
  if (ground.main !== undefined) return boundBesideMain(ground, ground.main);
  const alone = netLoadBounds(ground).reduce((sum, load) => sum + load, 0);
  return Math.max(alone, sharedCallsBound(ground));
}

/**
 * Proof: of each net, the loads of a batch over all hosts add up to at least its tables' least batch loads, and to an RPC more where a table that
 * has to be called is looked up; m hosts at the net's worst load W carry at most W times the m largest speeds. And some host carries the largest
 * part of a table's option, and the RPC that calls it. The main shard is one more host for a net with tables that may lie there, which need no RPC.
 */
function boundBesideMain(ground: Ground, main: MainRoom): number {
  const { instance, options, figures } = ground;
  const speed = sumOfLargest(ground.speed, ground.hosts);
  const fastest = Math.max(...ground.speed);
  const nets = Array.from({ length: instance.netCount }, () => ({ total: 0, rpc: 0, largest: 0, mainSpeed: 0 }));
  options.forEach((own, t) => {
    const net = nets[instance.netOf[t]];
    const least = (of: (o: number) => number): number => own.reduce((value, o) => Math.min(value, of(o)), Infinity);
    const mayStay = mayStayOnMain(ground, t);
    const call = instance.lookedUp[t] && !mayStay ? instance.rpcLoad : 0;
    const part = least((o) => figures[o].largestBatchLoad) + call;
    net.total += least((o) => figures[o].batchLoad);
    net.rpc = Math.max(net.rpc, call);
    net.largest = Math.max(net.largest, part / (mayStay ? Math.max(fastest, main.speed) : fastest));
    if (mayStay) net.mainSpeed = main.speed;
  });
  return nets.reduce(
    (sum, { total, rpc, largest, mainSpeed }) => sum + Math.max((total + rpc) / (speed + mainSpeed), largest),
    0,
  );
}

/**
 * The least that each net's worst host carries, in load units over speed. Proof, for the tables of net n that are looked up, of least batch loads
 * L, on the m hosts that it is called on: m hosts at the worst load W carry at most W times the m largest speeds, and hold L and m RPCs; the m that
 * promises least counts. And some host carries a part with the RPC that calls it: parts of a table lie on different hosts, and parts are more than
 * hosts (crowding.ts). Tables that are never looked up have loads too, but may lie where no RPC goes: with them, one RPC counts in the mean, and
 * none beside a part. No table may lie on the main shard.
 */
export function netLoadBounds(ground: Ground): Float64Array {
  const { instance } = ground;
  const { speed, lookedUp, netOf } = instance;
  const fastest = Math.max(...speed);
  const speeds = sumOfLargest(speed, ground.hosts);
  const highest = (tables: (t: number) => boolean): number =>
    Math.max(...[spreadHeight, crowdedHeight].map((of) => of(ground, instance.partBatchLoad, speed, tables)));
  return Float64Array.from({ length: instance.netCount }, (_, n) => {
    const isOwn = (t: number): boolean => netOf[t] === n;
    const isCalled = (t: number): boolean => netOf[t] === n && lookedUp[t] === 1;
    const total = leastTotal(ground, (option) => option.batchLoad, isOwn);
    if (!lookedUp.some((is, t) => is === 1 && isOwn(t))) return Math.max(total / speeds, highest(isOwn));
    const called = leastTotal(ground, (option) => option.batchLoad, isCalled);
    return Math.max(
      spreadLoad(ground, called, instance.rpcLoad, ground.hosts),
      (total + instance.rpcLoad) / speeds,
      highest(isCalled) + instance.rpcLoad / fastest,
      highest(isOwn),
    );
  });
}

/** The least over m up to `most` of a load and m RPCs on the m fastest hosts. */
function spreadLoad({ instance }: Ground, total: number, rpc: number, most: number): number {
  const speeds = instance.speed.toSorted((a, b) => b - a);
  let [speed, least] = [0, Infinity];
  for (let m = 1; m <= most; m++) {
    speed += speeds[m - 1];
    least = Math.min(least, (total + m * rpc) / speed);
  }
  return least;
}

/**
 * Proof: let net n be called on f_n hosts, as many as its bytes need at least; then its worst host carries what `spreadLoad` says of f_n hosts.
 * The calls add up to no more than the cap; the least sum over all ways to share them out is found by dynamic programming over the nets.
 * Tables that may be replicated count for neither bytes nor load: a group of replicas is one call, wherever it lies.
 */
function sharedCallsBound(ground: Ground): number {
  const { instance, caps, hosts } = ground;
  const nets = Array.from({ length: instance.netCount }, (_, n) => n).filter((n) =>
    instance.netOf.some((net, t) => net === n && instance.lookedUp[t] === 1),
  );
  if (caps.fanOut >= nets.length * hosts) return 0;
  const capacity = Math.max(...instance.capacityBytes);
  // least[f]: of the nets so far, with f calls at most.
  let least = new Float64Array(caps.fanOut + 1);
  for (const n of nets) {
    const isOwn = (t: number): boolean => instance.netOf[t] === n && instance.lookedUp[t] === 1;
    const load = leastTotal(ground, (option) => option.certainLoad, isOwn);
    const fewest = Math.max(1, Math.ceil(leastTotal(ground, (option) => option.certainBytes, isOwn) / capacity));
    const next = new Float64Array(caps.fanOut + 1).fill(Infinity);
    for (let calls = fewest; calls <= Math.min(hosts, caps.fanOut); calls++) {
      const own = spreadLoad(ground, load, instance.rpcLoad, calls);
      for (let f = calls; f <= caps.fanOut; f++) next[f] = Math.min(next[f], least[f - calls] + own);
    }
    least = next;
  }
  return least[caps.fanOut];
}
