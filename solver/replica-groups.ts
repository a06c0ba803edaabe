import type { Instance } from './instance.ts';

/** The fields of a state that groups of replicas follow from; State has the meaning of each. */
interface Placed {
  readonly instance: Instance;
  readonly option: Int32Array;
  readonly host: Int32Array;
  readonly certain: Int32Array;
}

/**
 * Groups of replicas that one batch may call, summed over nets: replicated tables on the same hosts are one group, and one whose hosts are all
 * called for every batch anyway is none.
 */
export function countReplicaGroups({ instance, option, host, certain }: Placed): number {
  const { mostParts, lookedUp, netOf, optionKind } = instance;
  const groups = new Set<string>();
  for (let t = 0; t < option.length; t++) {
    if (lookedUp[t] === 0 || option[t] < 0 || optionKind[option[t]] !== 'replicated') continue;
    const first = netOf[t] * instance.hostNames.length;
    const hosts = host.subarray(t * mostParts, (t + 1) * mostParts).filter((h) => h >= 0);
    if (hosts.some((h) => certain[first + h] === 0)) groups.add(`${netOf[t]}:${hosts.toSorted().join()}`);
  }
  return groups.size;
}
