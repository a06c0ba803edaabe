import { Problem } from '../../../domain/problem.ts';
import type { Random } from '../../../domain/random.ts';
import { estimate } from '../../../evaluator/estimate.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { SOLVED_OBJECTIVES, toUnits, type Caps } from '../../../solver/caps.ts';
import {
  compileInstance,
  partCount,
  placementOf,
  tableCount,
  type Assignment,
  type Instance,
} from '../../../solver/instance.ts';
import { tinyProblem } from '../../evaluator/tiny-models.ts';
import { smallProblem } from '../../small-problem.ts';

/** Two or three tables of two nets on two or three hosts, with little memory to spare; every fourth table is never looked up. */
export function randomInstance(random: Random): Instance {
  const tables = Array.from({ length: 2 + random.below(2) }, (_, t) => ({
    name: `t${t}`,
    net: random.below(2) === 0 ? 'user' : 'item',
    rows: 50 + random.below(400),
    dim: 4 * (1 + random.below(4)),
    ...(random.below(4) === 0 ? { poolingFactor: 0, presence: 0 } : { poolingFactor: 1 + random.below(20) }),
  }));
  const { model, workload } = tinyProblem(tables, { dense: false });
  const bytes = tables.reduce((sum, table) => sum + table.rows * table.dim * 4, 0);
  const count = 2 + random.below(2);
  const host = { cores: 2, link: { roundTripMs: 0.1, bandwidthBytesPerSecond: 1e9 } };
  const mixed = random.below(3) === 0;
  const fleet = {
    main: { ...host, memoryBytes: 1e9, memoryBandwidthBytesPerSecond: 1e10 },
    hostTypes: Array.from({ length: mixed ? count : 1 }, (_, i) => ({
      name: `type${i}`,
      count: mixed ? 1 : count,
      cost: 1 + i * 1.5,
      memoryBytes: Math.floor((bytes * (1 + random.next())) / count),
      memoryBandwidthBytesPerSecond: 1e10 / (1 + i),
      ...host,
    })),
  };
  const problem = Problem.parse({
    model,
    // A rate at which a host may answer one net or two, by its RPCs alone: some assignments exceed the service cap.
    workload: random.below(2) === 0 ? { ...workload, requestsPerSecond: 1.5e4 * (1 + random.next()) } : workload,
    fleet,
    objectives: ['peakLoad'],
    loadMeasure: random.below(2) === 0 ? 'lookupBytes' : 'serviceTime',
    constraints: [
      { kind: 'tableOptions', tables: ['t0'], allow: ['whole', 'rowWise'] },
      ...(random.below(3) === 0 ? [{ kind: 'forbid', table: 't1', hosts: ['type0-0'] }] : []),
    ],
  });
  return compileInstance(problem);
}

/** Rules that tie tables to each other, to few hosts or to where they lie now. */
export const RULE_KINDS = ['together', 'apart', 'maxHosts', 'movementLimit'] as const;

/**
 * Three or four small tables on three hosts in two failure domains, with a current placement that splits one of them, up to two rules, and
 * layouts that replicate, or split by columns, in every third instance each.
 */
export function ruledInstance(random: Random, turn: number): Instance {
  const names = ['t0', 't1', 't2', ...(turn % 2 === 1 ? [] : ['t3'])];
  const tables = names.map((name) => ({
    name,
    net: random.below(2) === 0 ? 'user' : 'item',
    rows: 20 + 2 * random.below(60),
    dim: 8,
    poolingFactor: random.below(6) === 0 ? 0 : 1 + random.below(12),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * table.dim * 4, 0);
  const two = (): string[] => {
    const first = random.below(names.length);
    return [names[first], names[(first + 1 + random.below(names.length - 1)) % names.length]];
  };
  const rules: Readonly<Record<(typeof RULE_KINDS)[number], () => object>> = {
    together: () => ({ tables: two() }),
    apart: () => ({ tables: two(), scope: random.below(2) === 0 ? 'host' : 'failureDomain' }),
    maxHosts: () => ({
      atMost: 1 + random.below(2),
      ...(random.below(2) === 0 ? { net: tables[1].net } : { table: 't0' }),
    }),
    movementLimit: () => (random.below(2) === 0 ? { tables: random.below(3) } : { bytes: random.below(bytes) }),
  };
  const kinds = [0, 1].map((i) => RULE_KINDS[(turn + i * random.below(4)) % RULE_KINDS.length]);
  const layouts = ['whole', ['replicated', 'columnWise', 'rowWise'][turn % 3]];
  const split = tables[0].rows;
  const shards = [0, 1, 2].map((h) => ({
    host: h < 2 ? `host-${h}` : 'other-0',
    slices: [
      ...(h < 2
        ? [{ kind: 'rows', table: 't0', rowOrder: 'shuffled', start: (h * split) / 2, end: ((h + 1) * split) / 2 }]
        : []),
      ...names.slice(1).flatMap((table, t) => (t % 3 === h ? [{ kind: 'whole', table }] : [])),
    ],
  }));
  const problem = smallProblem(tables, {
    hosts: 3,
    memoryBytes: Math.ceil((bytes * (1.3 + random.next())) / 3),
    loadMeasure: random.below(2) === 0 ? 'lookupBytes' : 'serviceTime',
  });
  const constraints = [
    { kind: 'tableOptions', tables: names.slice(0, 2), allow: layouts },
    ...[...new Set(kinds)].map((kind) => ({ kind, ...rules[kind]() })),
  ];
  const [type] = problem.fleet.hostTypes;
  const hostTypes = [
    { ...type, failureDomains: ['a', 'b'], count: 2 },
    { ...type, name: 'other', count: 1, cost: 2.5, failureDomains: ['b'] },
  ];
  const currentPlacement = { shards: shards.filter(({ slices }) => slices.length > 0) };
  const ruled = { ...problem, fleet: { ...problem.fleet, hostTypes }, currentPlacement, constraints };
  return compileInstance(Problem.parse(ruled));
}

/** 1 TB and 16 bytes, which may not lie together. */
export function unequalPair(): Instance {
  const { model, workload, fleet } = tinyProblem(
    [
      { name: 'large', rows: 1e9, dim: 200 },
      { name: 'small', rows: 1, dim: 4 },
    ],
    { dense: false },
  );
  const [type] = fleet.hostTypes;
  const constraints = [
    { kind: 'pin', table: 'large', hosts: ['host-0'] },
    { kind: 'forbid', table: 'small', hosts: ['host-0'] },
    { kind: 'tableOptions', allow: ['whole'] },
  ];
  const hosts = { ...fleet, hostTypes: [{ ...type, count: 2 }] };
  return compileInstance(Problem.parse({ model, workload, fleet: hosts, objectives: ['hostsUsed'], constraints }));
}

/** Every legal assignment with its objectives in solver units, judged by the evaluator alone. */
export function enumerateLegal(instance: Instance): { assignment: Assignment; values: Caps }[] {
  const found: { assignment: Assignment; values: Caps }[] = [];
  for (const assignment of assignments(instance, 0)) {
    const placement = placementOf(instance, assignment);
    if (findViolations(instance.problem, placement).length > 0) continue;
    const estimated = estimate(instance.problem, placement);
    const values = Object.fromEntries(
      SOLVED_OBJECTIVES.map((name) => [name, toUnits(instance, name, estimated[name] ?? 0)]),
    );
    found.push({ assignment, values: values as unknown as Caps });
  }
  return found;
}

/** Options and hosts of tables t onwards, in all ways. */
function* assignments(instance: Instance, t: number): Generator<Assignment> {
  const { mostParts } = instance;
  if (t === tableCount(instance)) {
    yield { options: new Int32Array(t), hosts: new Int32Array(t * mostParts).fill(-1) };
    return;
  }
  for (const rest of assignments(instance, t + 1))
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
      for (const hosts of hostsFor(instance, o)) {
        const options = Int32Array.from(rest.options);
        options[t] = o;
        const placed = Int32Array.from(rest.hosts);
        placed.set(hosts, t * mostParts);
        yield { options, hosts: placed };
      }
}

/** The main shard's host takes its own option alone, and that option no other host. */
const hostsFor = (instance: Instance, option: number): number[][] =>
  instance.optionKind[option] === 'mainShard'
    ? [[instance.mainHost]]
    : arrangements(instance.sparseHosts, partCount(instance, option));

/** All ordered choices of k different hosts. */
function arrangements(hosts: number, k: number): number[][] {
  if (k === 0) return [[]];
  return arrangements(hosts, k - 1).flatMap((chosen) =>
    Array.from({ length: hosts }, (_, h) => h)
      .filter((h) => !chosen.includes(h))
      .map((h) => [...chosen, h]),
  );
}
