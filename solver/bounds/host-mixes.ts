/** A demand of nets on the hosts that serve them: needs[U] hosts at least serve one of the nets of U (bits of U). */
export interface MixTask {
  readonly nets: number;
  readonly hosts: number;
  /** Calls: sum over hosts of the nets that they serve. */
  readonly calls: number;
  /** Hosts that serve some net of U must be at least so many; index U, 1 to 2^nets - 1. */
  readonly needs: Int32Array;
}

/** counts[S]: hosts that serve exactly the nets of S (bits of S). */
export type HostMix = Int32Array;

/** Nodes of the enumeration; beyond them an answer is unknown. */
const MOST_NODES = 200_000;

export interface Mixes {
  readonly found: readonly HostMix[];
  /** False where the enumeration was cut off: there may be more. */
  readonly isComplete: boolean;
}

const bitsOf = (set: number): number => {
  let bits = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) bits++;
  return bits;
};

/**
 * The ways to let hosts serve nets such that every set of nets has the hosts that it needs: all hosts and all calls are used, as more of either
 * never hurts. Up to `most` of them, hosts that serve many nets first.
 */
export function hostMixes({ nets, hosts: all, calls, needs }: MixTask, most: number): Mixes {
  const hosts = Math.min(all, calls);
  const sets = 1 << nets;
  // More calls than every net on every host are never made.
  const spare = Math.min(calls - hosts, (nets - 1) * hosts);
  const shared = Array.from({ length: sets }, (_, set) => set)
    .filter((set) => bitsOf(set) > 1)
    .toSorted((a, b) => bitsOf(b) - bitsOf(a) || a - b);
  const found: HostMix[] = [];
  if (hosts <= 0 || needs.some((need) => need > hosts)) return { found, isComplete: true };
  const counts = new Int32Array(sets);
  /** Hosts so far that serve a net of U. */
  const serving = new Int32Array(sets);
  let nodes = 0;
  const add = (set: number, count: number): void => {
    counts[set] += count;
    for (let u = 1; u < sets; u++) if ((u & set) !== 0) serving[u] += count;
  };
  /** What single nets still need beyond the hosts so far must come from the hosts left and the calls left on them. */
  const isHopeless = (left: number, calls: number): boolean => {
    let short = 0;
    for (let n = 0; n < nets; n++) short += Math.max(0, needs[1 << n] - serving[1 << n]);
    if (short > left + calls) return true;
    for (let u = 1; u < sets; u++) if (serving[u] + left < needs[u]) return true;
    return false;
  };
  const isCut = (): boolean => nodes > MOST_NODES || found.length >= most;
  const deal = (k: number, left: number, calls: number): void => {
    nodes++;
    if (isCut() || isHopeless(left, calls)) return;
    if (k === shared.length) {
      if (calls === 0) dealSingles(0, left);
      return;
    }
    const cost = bitsOf(shared[k]) - 1;
    for (let count = Math.min(left, Math.floor(calls / cost)); count >= 0 && !isCut(); count--) {
      add(shared[k], count);
      deal(k + 1, left - count, calls - count * cost);
      add(shared[k], -count);
    }
  };
  const dealSingles = (n: number, left: number): void => {
    nodes++;
    if (isCut() || isHopeless(left, 0)) return;
    const least = n === nets - 1 ? left : Math.max(0, needs[1 << n] - serving[1 << n]);
    for (let count = least; count <= left && !isCut(); count++) {
      add(1 << n, count);
      if (n < nets - 1) dealSingles(n + 1, left - count);
      else if (isServed(needs, serving)) found.push(Int32Array.from(counts));
      add(1 << n, -count);
    }
  };
  deal(0, hosts, spare);
  return { found, isComplete: !isCut() };
}

const isServed = (needs: Int32Array, serving: Int32Array): boolean => needs.every((need, u) => serving[u] >= need);
