import { leastOnSparse, mayStayOnMain, type Ground } from './ground.ts';
import { roundUpLoad } from './lattice.ts';

interface NetNeeds {
  readonly bytes: number;
  /** Load units. */
  readonly load: number;
  /** Hosts that its bytes need; 0 where the main shard may take all that is looked up. */
  readonly hosts: number;
}

/**
 * Fan-out. Proof: a net with lookups calls at least one host (a group of replicas counts as one; tables that may be replicated are left out
 * of what follows), as many as its bytes need of the largest capacity, and as many as its
 * least load needs under the load cap (no host is faster than 1). What the main shard may take is left out net by net, as if each had it to
 * itself. Summed over nets. Source: formulation.md, "Bounds and certificates".
 */
export function netHostsBound(ground: Ground): number {
  const speed = Math.max(...ground.speed);
  return netNeeds(ground).reduce(
    (sum, net) => sum + Math.max(net.hosts, Math.ceil(net.load / (ground.caps.peakLoad * speed))),
    0,
  );
}

/**
 * Peak load under a fan-out cap, in load units. Proof: let net n call f_n hosts; one of them carries at least L_n / f_n, and f_n is at
 * least what the net's bytes need. The f that sum to the cap and minimise max L_n / f_n give the bound; giving each further call
 * to the net that is worst off is optimal, as L_n / f_n falls in f_n alone. Rounded up as the mean load is.
 * Infinity where the needs exceed the cap.
 */
export function netLoadBound(ground: Ground): number {
  // A net that need not call any host brings no load with it.
  const nets = netNeeds(ground).filter((net) => net.hosts > 0);
  const calls = nets.map((net) => net.hosts);
  if (nets.length === 0) return 0;
  // More calls than every net on every host are never made.
  let left = Math.min(ground.caps.fanOut, nets.length * ground.hosts) - calls.reduce((a, b) => a + b, 0);
  if (left < 0) return Infinity;
  const perHost = (n: number): number => nets[n].load / calls[n];
  const worst = (): number => nets.reduce((most, _, n) => (perHost(n) > perHost(most) ? n : most), 0);
  for (; left > 0; left--) calls[worst()]++;
  return roundUpLoad(ground, perHost(worst()) / Math.max(...ground.speed));
}

/** Needs of the nets that are looked up, in the model's order. */
export function netNeeds(ground: Ground): NetNeeds[] {
  const { instance } = ground;
  const capacity = Math.max(...ground.capacityBytes);
  return Array.from({ length: instance.netCount }, (_, n) => n).flatMap((n) => {
    const isOwn = (t: number): boolean => instance.netOf[t] === n && instance.lookedUp[t] === 1;
    if (!instance.netOf.some((_, t) => isOwn(t))) return [];
    const bytes = leastOnSparse(ground, (option) => option.certainBytes, isOwn);
    const load = leastOnSparse(ground, (option) => option.certainLoad, isOwn);
    const isCalled = instance.netOf.some((_, t) => isOwn(t) && !mayStayOnMain(ground, t)) || bytes > 0 || load > 0;
    return [{ bytes, load, hosts: Math.max(isCalled ? 1 : 0, Math.ceil(bytes / capacity)) }];
  });
}
