import type { ObjectiveName } from '../../domain/problem.ts';

/** Whole tables, or every layout that the problem and the peer know. */
export type Layouts = 'tableWise' | 'any';

/** One way of asking a peer. */
export interface Peer {
  readonly name: string;
  /** Beside this file. */
  readonly script: string;
  readonly objectives: readonly ObjectiveName[];
  readonly layouts: Layouts;
  readonly options: Readonly<Record<string, string>>;
  /** Tables times hosts, beyond which it is not asked; with the reason. */
  readonly most?: { readonly pairs: number; readonly why: string };
}

const CP_SAT: Omit<Peer, 'name' | 'objectives' | 'options'> = {
  script: 'cp_sat.py',
  layouts: 'tableWise',
  most: { pairs: 50_000, why: 'one Boolean a table and host: beyond 50,000 its presolve alone takes minutes' },
};

const REBALANCER: Omit<Peer, 'name' | 'options'> = {
  script: 'rebalancer_search.py',
  objectives: ['peakLoad'],
  layouts: 'tableWise',
};

/** On device `cuda` memory counts as that of the accelerator: what the memory-balanced partitioner looks at, and where rows may be split. */
const torchRec = (
  partitioner: string,
  costs: 'own' | 'same',
  layouts: Layouts = 'tableWise',
  device: 'cpu' | 'cuda' = 'cpu',
): Peer => ({
  name: [
    `TorchRec ${partitioner}`,
    costs === 'own' ? 'its own costs' : 'our costs',
    ...(layouts === 'any' ? [`free layouts on ${device}`] : []),
  ].join(', '),
  script: 'torchrec_plan.py',
  objectives: ['peakLoad'],
  layouts,
  options: { partitioner, costs, layouts, device },
});

export const PEERS: readonly Peer[] = [
  { ...CP_SAT, name: 'CP-SAT, exact numbers', objectives: ['peakLoad', 'hostsUsed'], options: { numbers: 'exact' } },
  { ...CP_SAT, name: 'CP-SAT, rounded numbers', objectives: ['peakLoad'], options: { numbers: 'rounded' } },
  { ...REBALANCER, name: 'Rebalancer local search, squares', options: { solver: 'local-search', formula: 'squares' } },
  { ...REBALANCER, name: 'Rebalancer local search, max', options: { solver: 'local-search', formula: 'max' } },
  {
    ...REBALANCER,
    name: 'Rebalancer HiGHS',
    options: { solver: 'highs', formula: 'max' },
    most: { pairs: 10_000, why: 'its guide names fewer than 1,000 objects for the exact solver' },
  },
  torchRec('default', 'own'),
  torchRec('default', 'same'),
  torchRec('greedy-perf', 'same'),
  torchRec('memory-balanced', 'same', 'tableWise', 'cuda'),
  torchRec('default', 'own', 'any'),
  torchRec('greedy-perf', 'own', 'any'),
  torchRec('default', 'own', 'any', 'cuda'),
  torchRec('greedy-perf', 'own', 'any', 'cuda'),
];
