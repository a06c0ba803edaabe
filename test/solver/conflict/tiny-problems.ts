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
    dim: 4,
    poolingFactor: 1 + random.below(9),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 16, 0);
  const constraints = [
    { kind: 'tableOptions', allow: ['whole', ...(random.below(2) === 0 ? ['rowWise'] : [])], maxParts: MOST_PARTS },
    ...Array.from({ length: random.below(3) }, () => constraintOf(random, tables.length, tables[0].net)),
  ];
  const epsilons = [
    ...(random.below(3) === 0 ? [{ objective: 'hostsUsed', atMost: 1 + random.below(HOSTS) }] : []),
    ...(random.below(3) === 0 ? [{ objective: 'fanOut', atMost: 1 + random.below(4) }] : []),
    ...(random.below(4) === 0 ? [{ objective: 'peakLoad', atMost: 16 * 16 * (2 + random.below(12)) }] : []),
  ];
  const { fleet, ...rest } = smallProblem(tables, { constraints: [], epsilons });
  const [type] = fleet.hostTypes;
  const memoryBytes = Math.ceil((bytes * (1 + 1.5 * random.next())) / HOSTS);
  const hostTypes = [
    { ...type, name: 'host', count: 2, memoryBytes, failureDomains: ['east', 'west'] },
    { ...type, name: 'small', count: 1, memoryBytes: Math.ceil(memoryBytes * (0.4 + random.next() * 0.6)) },
  ];
  const workload =
    random.below(3) === 0 ? { ...rest.workload, requestsPerSecond: 2e4 * (1 + 3 * random.next()) } : rest.workload;
  return Problem.parse({ ...rest, workload, fleet: { ...fleet, hostTypes }, constraints });
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

/** Whether any placement of whole tables or up to three equal row ranges is legal: every one is built and judged by the evaluator. */
export function hasPlan(problem: Problem): boolean {
  const costs = createCosts(problem);
  return somePlacement(problem, 0, [], (placement) => findViolations(problem, placement, costs).length === 0);
}

type Held = readonly { readonly host: string; readonly slice: TableSlice }[];

function somePlacement(problem: Problem, t: number, held: Held, isWanted: (placement: Placement) => boolean): boolean {
  const table = problem.model.tables[t];
  if (table === undefined)
    return isWanted({
      shards: HOST_NAMES.map((host) => ({
        host,
        slices: held.filter((each) => each.host === host).map(({ slice }) => slice),
      })),
    });
  const layouts: TableSlice[][] = [
    [{ kind: 'whole', table: table.name }],
    ...[2, 3].map((k) =>
      equalRowRanges(table.rows, k).map((range): TableSlice => ({
        kind: 'rows',
        table: table.name,
        rowOrder: 'shuffled',
        ...range,
      })),
    ),
  ];
  return layouts.some((slices) =>
    arrangements(slices.length).some((hosts) =>
      somePlacement(problem, t + 1, [...held, ...slices.map((slice, i) => ({ host: hosts[i], slice }))], isWanted),
    ),
  );
}

/** All ordered choices of k different hosts. */
const arrangements = (k: number): string[][] =>
  k === 0
    ? [[]]
    : arrangements(k - 1).flatMap((chosen) =>
        HOST_NAMES.filter((host) => !chosen.includes(host)).map((host) => [...chosen, host]),
      );
