import { sumOfLargest, type Ground } from './ground.ts';

/**
 * Critical load, in load units. Proof: of each net, the loads of a batch over all hosts add up to at least its tables' least batch loads, and
 * to an RPC more where it is looked up; m hosts at the net's worst load W carry at most W times the m largest speeds. And some host carries the
 * largest part of a table's option, and the RPC that calls it. Nets run one after another, so their bounds add up.
 */
export function criticalLoadBound(ground: Ground): number {
  const { instance, options, figures } = ground;
  const speed = sumOfLargest(instance.speed, ground.hosts);
  const fastest = Math.max(...instance.speed);
  const totals = new Float64Array(instance.netCount);
  const largest = new Float64Array(instance.netCount);
  const rpc = new Float64Array(instance.netCount);
  options.forEach((own, t) => {
    const n = instance.netOf[t];
    const least = (of: (o: number) => number): number => own.reduce((value, o) => Math.min(value, of(o)), Infinity);
    totals[n] += least((o) => figures[o].batchLoad);
    largest[n] = Math.max(
      largest[n],
      least((o) => figures[o].largestBatchLoad) + (instance.lookedUp[t] ? instance.rpcLoad : 0),
    );
    if (instance.lookedUp[t]) rpc[n] = instance.rpcLoad;
  });
  return totals.reduce((sum, total, n) => sum + Math.max((total + rpc[n]) / speed, largest[n] / fastest), 0);
}
