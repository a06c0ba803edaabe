import { mayStayOnMain, sumOfLargest, type Ground } from './ground.ts';

/**
 * Critical load, in load units. Proof: of each net, the loads of a batch over all hosts add up to at least its tables' least batch loads, and
 * to an RPC more where it is looked up; m hosts at the net's worst load W carry at most W times the m largest speeds. And some host carries the
 * largest part of a table's option, and the RPC that calls it. Nets run one after another, so their bounds add up. The main shard is one more
 * host for a net with tables that may lie there, which need no RPC.
 */
export function criticalLoadBound(ground: Ground): number {
  const { instance, options, figures } = ground;
  const speed = sumOfLargest(ground.speed, ground.hosts);
  const fastest = Math.max(...ground.speed);
  const isOnMain = new Uint8Array(instance.netCount);
  options.forEach((_, t) => mayStayOnMain(ground, t) && (isOnMain[instance.netOf[t]] = 1));
  const mainSpeed = ground.main?.speed ?? 0;
  const totals = new Float64Array(instance.netCount);
  const largest = new Float64Array(instance.netCount);
  const rpc = new Float64Array(instance.netCount);
  options.forEach((own, t) => {
    const n = instance.netOf[t];
    const least = (of: (o: number) => number): number => own.reduce((value, o) => Math.min(value, of(o)), Infinity);
    totals[n] += least((o) => figures[o].batchLoad);
    const mayStay = mayStayOnMain(ground, t);
    const call = instance.lookedUp[t] && !mayStay ? instance.rpcLoad : 0;
    const part = least((o) => figures[o].largestBatchLoad) + call;
    largest[n] = Math.max(largest[n], part / (mayStay ? Math.max(fastest, mainSpeed) : fastest));
    rpc[n] = Math.max(rpc[n], call);
  });
  return totals.reduce(
    (sum, total, n) => sum + Math.max((total + rpc[n]) / (speed + isOnMain[n] * mainSpeed), largest[n]),
    0,
  );
}
