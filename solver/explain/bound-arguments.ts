import type { BoundKind } from '../../domain/plan.ts';

export interface BoundArgument {
  readonly says: string;
  readonly leavesOut: readonly string[];
}

const INDIVISIBLE = 'that parts are indivisible: it spreads bytes and load to the last unit';
const MEMORY = 'memory of single hosts';
const PLACES = 'pins, forbidden hosts and other rules on where tables lie';

/** Each bound in words, and what it does not see. The proofs stand beside the code, in solver/bounds/. */
export const BOUND_ARGUMENTS: Readonly<Record<BoundKind, BoundArgument>> = {
  sum: {
    says: 'All hosts together carry at least the sum of the tables’ least costs, so some host carries the mean, and fewer hosts cannot hold the sum.',
    leavesOut: [INDIVISIBLE, MEMORY, PLACES],
  },
  largestPart: {
    says: 'The largest part of a table lies on one host, in the finest layout that the caps allow, and large parts share no host.',
    leavesOut: ['what else lies beside the largest parts', MEMORY, PLACES],
  },
  leastWire: {
    says: 'Bytes on wire depend on a table’s layout alone: the least of each table add up.',
    leavesOut: ['that the layouts with the least bytes on wire may not fit together', PLACES],
  },
  netHosts: {
    says: 'Each net, and each set of nets, needs as many hosts as its bytes and its load ask for; hosts are counted by the nets that they serve.',
    leavesOut: ['that the same parts carry bytes and load', INDIVISIBLE, PLACES],
  },
  l2: {
    says: 'Tables of more than half a host share none, and what cannot lie beside them needs hosts of its own.',
    leavesOut: ['how the smaller tables fit together', 'the other resource', PLACES],
  },
  dualFeasible: {
    says: 'Parts are weighed by a function that gives no full host more than its own weight: hosts times that must reach the weight of all.',
    leavesOut: ['that hosts may not fill up to their weight', 'the other resource', PLACES],
  },
  columnGeneration: {
    says: 'Every table has a worth, and no choice of tables that fits on one host is worth more than a known most.',
    leavesOut: ['that whole hosts, not fractions of them, are filled', 'the other resource', PLACES],
  },
  lagrangian: {
    says: 'With a price on load and on bytes at each host, and on bytes on wire where they are capped, every table costs at least what the cheapest hosts ask for its cheapest layout; tables of more than half a host are given hosts of their own.',
    leavesOut: [INDIVISIBLE, 'the cap on fan-out', 'rules that tie tables to each other'],
  },
  core: {
    says: 'The tables that weigh most are placed in every way, and no way leaves the other tables room under a lower peak, were they divisible at will.',
    leavesOut: ['that the other tables are indivisible', 'the cap on fan-out', PLACES],
  },
  movement: {
    says: 'A host comes down to a load only by moving what lies there now, most load a byte first: all hosts together move no more than may be moved.',
    leavesOut: [INDIVISIBLE, 'what the hosts that take tables carry then', MEMORY],
  },
  mip: {
    says: 'An engine’s branch and bound on the assignment program; it is not recomputed here.',
    leavesOut: ['nodes that were open when the engine stopped'],
  },
  none: {
    says: 'No argument of ours bounds this objective from below.',
    leavesOut: ['everything'],
  },
};
