import type { Placement, TableSlice } from '../../../domain/placement.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Random } from '../../../domain/random.ts';
import { createCosts, equalRowRanges } from '../../../evaluator/costs.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { smallProblem } from '../../small-problem.ts';

const MOST_PARTS = 3;
const HOSTS = 3;

/** Two or three tables on three hosts of two kinds, tight in memory, with up to three constraints of any kind and now and then a cap. */
export function tinyProblem(random: Random): Problem {
  const tables = Array.from({ length: 2 + random.below(2) }, (_, t) => ({
    name: `t${t}`,
    net: random.below(2) === 0 ? 'user' : 'item',
    rows: 40 + random.below(100),
    dim: 4 * (1 + random.below(2)),
    poolingFactor: 1 + random.below(9),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * table.dim * 4, 0);
  const kinds = ['whole', 'rowWise', 'columnWise', 'replicated', 'mainShard'].filter(() => random.below(2) === 0);
  const constraints = [
    { kind: 'tableOptions', allow: kinds.length > 0 && kinds.length < 4 ? kinds : ['whole'], maxParts: MOST_PARTS },
    ...Array.from({ length: random.below(3) }, () => constraintOf(random, tables.length, tables[0].net)),
  ];
  const epsilons = [
    ...(random.below(3) === 0 ? [{ objective: 'hostsUsed', atMost: 1 + random.below(HOSTS) }] : []),
    ...(random.below(3) === 0 ? [{ objective: 'fanOut', atMost: 1 + random.below(4) }] : []),
    ...(random.below(4) === 0 ? [{ objective: 'peakLoad', atMost: 16 * 32 * (4 + random.below(16)) }] : []),
  ];
  const { fleet, ...rest } = smallProblem(tables, { constraints: [], epsilons });
  const main = { ...fleet.main, memoryBytes: Math.ceil(bytes * random.next() * 0.6) };
  const [type] = fleet.hostTypes;
  const memoryBytes = Math.ceil((bytes * (1.2 + 2 * random.next())) / HOSTS);
  const hostTypes = [
    { ...type, name: 'host', count: 2, memoryBytes, failureDomains: ['east', 'west'] },
    { ...type, name: 'small', count: 1, memoryBytes: Math.ceil(memoryBytes * (0.4 + random.next() * 0.6)) },
  ];
  const workload =
    random.below(3) === 0 ? { ...rest.workload, requestsPerSecond: 2e4 * (1 + 3 * random.next()) } : rest.workload;
  return Problem.parse({ ...rest, workload, fleet: { main, hostTypes }, constraints });
}

const HOST_NAMES = ['host-0', 'host-1', 'small-0'];

function constraintOf(random: Random, tables: number, net: string): unknown {
  const table = `t${random.below(tables)}`;
  const host = HOST_NAMES[random.below(HOSTS)];
  const two = ['t0', `t${1 + random.below(tables - 1)}`];
  switch (random.below(7)) {
    case 0:
      return { kind: 'pin', table, hosts: [host, HOST_NAMES[random.below(HOSTS)]] };
    case 1:
      return { kind: 'forbid', table, hosts: [host] };
    case 2:
      return { kind: 'drained', hosts: [host] };
    case 3:
      return { kind: 'together', tables: two };
    case 4:
      return { kind: 'apart', tables: two, scope: random.below(2) === 0 ? 'host' : 'failureDomain' };
    case 5:
      return { kind: 'maxHosts', net, atMost: 1 };
    default:
      return { kind: 'maxHosts', table, atMost: 1 + random.below(2) };
  }
}

/**
 * The same with a current placement of whole tables, a limit on what may move from it, and now and then a drained host, a load capacity, or a net
 * of one host whose tables may be pinned to two.
 */
export function movingProblem(random: Random): Problem {
  const problem = tinyProblem(random);
  const shards = HOST_NAMES.map((host) => ({ host, slices: [] as TableSlice[] }));
  for (const { name } of problem.model.tables) shards[random.below(HOSTS)].slices.push({ kind: 'whole', table: name });
  const limit = random.below(2) === 0 ? { tables: random.below(2) } : { bytes: random.below(4) * 40 * 32 };
  const oneHost = [
    ...[0, 1].map((t) => ({ kind: 'pin', table: `t${t}`, hosts: [HOST_NAMES[t]] })),
    { kind: 'maxHosts', net: problem.model.tables[0].net, atMost: 1 },
  ];
  const constraints = [
    ...problem.constraints,
    ...(random.below(4) === 0 ? oneHost : []),
    { kind: 'movementLimit', ...limit },
    ...(random.below(2) === 0 ? [{ kind: 'drained', hosts: [HOST_NAMES[random.below(HOSTS)]] }] : []),
    ...(random.below(3) === 0 ? [{ kind: 'loadCapacity', maxUtilisation: 0.2 + random.next() * 0.8 }] : []),
  ];
  return Problem.parse({ ...problem, currentPlacement: { shards }, constraints });
}

/**
 * Whether any placement in equal parts, of the kinds that the problem allows, is legal: every one on all hosts is built, and judged by the
 * evaluator. Splits have up to three parts, one for each host.
 */
export function hasPlan(problem: Problem): boolean {
  const costs = createCosts(problem);
  const layouts = problem.model.tables.map((table) => layoutsFor(problem, table));
  return somePlacement(layouts, 0, [], (placement) => findViolations(problem, placement, costs).length === 0);
}

type Held = readonly { readonly host: string; readonly slice: TableSlice }[];

function somePlacement(
  layouts: readonly (readonly Held[])[],
  t: number,
  held: Held,
  isWanted: (placement: Placement) => boolean,
): boolean {
  if (t < layouts.length)
    return layouts[t].some((layout) => somePlacement(layouts, t + 1, [...held, ...layout], isWanted));
  return isWanted({
    shards: ['main', ...HOST_NAMES].map((host) => ({
      host,
      slices: held.filter((each) => each.host === host).map(({ slice }) => slice),
    })),
  });
}

/** Every layout of a table on every choice of hosts. */
function layoutsFor(problem: Problem, { name, rows, dim }: Problem['model']['tables'][number]): Held[] {
  const [rule] = problem.constraints.flatMap((c) => (c.kind === 'tableOptions' ? [c] : []));
  const kinds = rule?.allow ?? ['whole', 'rowWise'];
  const whole: TableSlice = { kind: 'whole', table: name };
  const onHosts = (slices: readonly TableSlice[]): Held[] =>
    arrangements(slices.length).map((hosts) => slices.map((slice, i) => ({ host: hosts[i], slice })));
  return kinds.flatMap((kind): Held[] => {
    switch (kind) {
      case 'whole':
        return onHosts([whole]);
      case 'mainShard':
        return [[{ host: 'main', slice: whole }]];
      case 'replicated':
        return [2, 3].flatMap((k) => onHosts(Array.from({ length: k }, () => whole)));
      case 'rowWise':
        return [2, 3].flatMap((k) =>
          onHosts(
            equalRowRanges(rows, k).map((range) => ({ kind: 'rows', table: name, rowOrder: 'shuffled', ...range })),
          ),
        );
      case 'columnWise':
        // A dim of 8 has two halves of four; 4 has none.
        return dim < 8 ? [] : onHosts([0, 4].map((start) => ({ kind: 'columns', table: name, start, end: start + 4 })));
    }
  });
}

/** All ordered choices of k different hosts. */
const arrangements = (k: number): string[][] =>
  k === 0
    ? [[]]
    : arrangements(k - 1).flatMap((chosen) =>
        HOST_NAMES.filter((host) => !chosen.includes(host)).map((host) => [...chosen, host]),
      );
