import * as z from 'zod';
import { Coefficients } from './coefficients.ts';
import { Fleet, hostCountOf, hostsOf, MOST_HOSTS } from './fleet.ts';
import { contentHash } from './hash.ts';
import { Model } from './model.ts';
import { breach, Name, repeatedAt } from './names.ts';
import { checkQuantities } from './quantity-ranges.ts';
import { Placement } from './placement.ts';
import { Workload } from './trace.ts';

export const ObjectiveName = z
  .enum([
    'hostsUsed',
    'hostCost',
    'peakMemory',
    'peakLoad',
    'criticalLoad',
    'fanOut',
    'bytesOnWire',
    'latencyMs',
    'movedBytes',
  ])
  .meta({ id: 'ObjectiveName', description: 'A quantity that is minimised.' });
export type ObjectiveName = z.infer<typeof ObjectiveName>;

export const Epsilon = z
  .strictObject({ objective: ObjectiveName, atMost: z.number().min(0).describe('In the unit of the objective.') })
  .meta({ id: 'Epsilon', description: 'A cap placed on a quantity other than the one minimised.' });
export type Epsilon = z.infer<typeof Epsilon>;

export const LoadMeasure = z.enum(['lookupBytes', 'poolingFactor', 'serviceTime']).meta({
  id: 'LoadMeasure',
  description: "What load counts per batch: bytes read, rows looked up (the paper's), or nanoseconds of service.",
});
export type LoadMeasure = z.infer<typeof LoadMeasure>;

export const OptionKind = z
  .enum(['whole', 'rowWise', 'columnWise', 'replicated', 'mainShard'])
  .meta({ id: 'OptionKind', description: 'A way of laying a table out.' });
export type OptionKind = z.infer<typeof OptionKind>;

const Names = z.array(Name).min(1).max(100_000);
const of = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S, id: string, description: string) =>
  z.strictObject({ kind: z.literal(kind), ...shape }).meta({ id, description });

/** Memory is always a constraint: the fleet states it. */
export const Constraint = z
  .discriminatedUnion('kind', [
    of(
      'loadCapacity',
      { maxUtilisation: z.number().gt(0).max(1) },
      'LoadCapacityConstraint',
      'No host is busier than this share at the request rate; 0.7 where a rate is given and this is not.',
    ),
    of(
      'pin',
      { table: Name, hosts: Names },
      'PinConstraint',
      'The table lies on these hosts only. A pin that names `main` lets its table stay on the main shard, where no tableOptions constraint for it leaves `mainShard` out; `main` alone keeps it there.',
    ),
    of('forbid', { table: Name, hosts: Names }, 'ForbidConstraint', 'The table lies on none of these hosts.'),
    of('together', { tables: Names.min(2) }, 'TogetherConstraint', 'These tables lie on the same host.'),
    of(
      'apart',
      { tables: Names.min(2), scope: z.enum(['host', 'failureDomain']).default('host') },
      'ApartConstraint',
      'No two of these tables share a host (or a failure domain).',
    ),
    of(
      'maxHosts',
      { table: Name.optional(), net: Name.optional(), atMost: z.int().min(1) },
      'MaxHostsConstraint',
      'The table, or the net, spreads over at most so many hosts.',
    ),
    of('drained', { hosts: Names }, 'DrainedConstraint', 'These hosts take no table.'),
    of(
      'movementLimit',
      { bytes: z.int().min(0).optional(), tables: z.int().min(0).optional() },
      'MovementLimitConstraint',
      'At most so much leaves its place in the current placement.',
    ),
    of(
      'tableOptions',
      { tables: Names.optional(), allow: z.array(OptionKind).min(1), maxParts: z.int().min(1).max(4096).optional() },
      'TableOptionsConstraint',
      'How these tables (all, when left out) may be laid out. Without it the search lays tables out whole or row-wise in up to 16 equal parts; column-wise parts, replicas and the main shard are used only where it allows them (the main shard also where a pin names `main`). A placement of your own may use any layout that leaves the main shard free.',
    ),
  ])
  .meta({ id: 'Constraint', description: 'A rule that a placement has to keep.' });
export type Constraint = z.infer<typeof Constraint>;

export const Problem = z
  .strictObject({
    model: Model,
    workload: Workload,
    fleet: Fleet,
    objectives: z.array(ObjectiveName).min(1).max(4),
    epsilons: z.array(Epsilon).max(9).default([]),
    constraints: z.array(Constraint).max(10_000).default([]),
    loadMeasure: LoadMeasure.default('lookupBytes'),
    coefficients: Coefficients.optional().describe('Constants of your own fleet; the built-in ones when left out.'),
    currentPlacement: Placement.optional(),
  })
  .superRefine((problem, context) => {
    checkObjectives(problem, context);
    checkWorkloadCovers(problem, context);
    checkReferences(problem, context);
    checkQuantities(problem, context);
  })
  .meta({ id: 'Problem', description: 'Model, workload, fleet, objectives and constraints.' });
export type Problem = z.infer<typeof Problem>;

/** SHA-256 of the problem's canonical JSON. */
export const problemHash = (problem: Problem): string => contentHash(problem);

type Context = z.core.$RefinementCtx;

function checkObjectives(problem: Problem, context: Context): void {
  for (const i of repeatedAt(problem.objectives))
    breach(context, {
      path: ['objectives', i],
      rule: 'each objective is named once',
      seen: problem.objectives[i],
      maybe: 'Maybe remove it.',
    });
  const moves =
    problem.objectives.includes('movedBytes') ||
    problem.epsilons.some((epsilon) => epsilon.objective === 'movedBytes') ||
    problem.constraints.some((constraint) => constraint.kind === 'movementLimit');
  if (moves && problem.currentPlacement === undefined)
    breach(context, {
      path: ['currentPlacement'],
      rule: 'movement is counted from a current placement',
      seen: undefined,
      maybe: 'Maybe send the placement of the plan that now serves.',
    });
}

/** The workload describes every table and feature of the model, and no other. */
function checkWorkloadCovers(problem: Problem, context: Context): void {
  const tables = new Map(problem.model.tables.map((table) => [table.name, table]));
  const described = new Set<string>();
  problem.workload.tables.forEach((traffic, t) => {
    described.add(traffic.table);
    const table = tables.get(traffic.table);
    if (table === undefined) {
      breach(context, {
        path: ['workload', 'tables', t, 'table'],
        rule: 'the workload names tables of the model',
        seen: traffic.table,
        maybe: closest(traffic.table, tables.keys()),
      });
      return;
    }
    const wanted = table.features.map((feature) => feature.name).toSorted();
    const found = traffic.features.map((feature) => feature.feature).toSorted();
    if (wanted.join('\n') !== found.join('\n'))
      breach(context, {
        path: ['workload', 'tables', t, 'features'],
        rule: 'the workload describes each feature of the table once',
        seen: found,
        maybe: `Maybe: ${wanted.join(', ')}.`,
      });
  });
  problem.model.tables.forEach((table, t) => {
    if (!described.has(table.name))
      breach(context, {
        path: ['model', 'tables', t, 'name'],
        rule: 'every table has an entry in workload.tables',
        seen: table.name,
        maybe: 'Maybe add one with poolingFactor 0 and presence 0 if it is never looked up.',
      });
  });
}

function checkReferences(problem: Problem, context: Context): void {
  const known = {
    table: new Set(problem.model.tables.map((table) => table.name)),
    net: new Set(problem.model.nets.map((net) => net.name)),
    // Refused already where they are too many: naming them all would be the harm.
    host: new Set(hostCountOf(problem.fleet) > MOST_HOSTS ? [] : hostsOf(problem.fleet).map((host) => host.name)),
  };
  const check = (kind: keyof typeof known, path: (string | number)[], name: string): void => {
    if (known[kind].has(name)) return;
    breach(context, { path, rule: `a ${kind} of this problem`, seen: name, maybe: closest(name, known[kind]) });
  };
  problem.currentPlacement?.shards.forEach(({ host, slices }, s) => {
    check('host', ['currentPlacement', 'shards', s, 'host'], host);
    slices.forEach(({ table }, i) => check('table', ['currentPlacement', 'shards', s, 'slices', i, 'table'], table));
  });
  problem.constraints.forEach((constraint, c) => {
    const at = (...rest: (string | number)[]) => ['constraints', c, ...rest];
    if ('table' in constraint && constraint.table !== undefined) check('table', at('table'), constraint.table);
    if ('net' in constraint && constraint.net !== undefined) check('net', at('net'), constraint.net);
    if ('tables' in constraint && Array.isArray(constraint.tables))
      constraint.tables.forEach((name, i) => check('table', at('tables', i), name));
    if ('hosts' in constraint) constraint.hosts.forEach((name, i) => check('host', at('hosts', i), name));
    if (constraint.kind === 'maxHosts' && (constraint.table === undefined) === (constraint.net === undefined))
      breach(context, {
        path: at(),
        rule: 'maxHosts names either a table or a net',
        seen: { table: constraint.table, net: constraint.net },
        maybe: 'Maybe write two constraints.',
      });
    if (constraint.kind === 'movementLimit' && constraint.bytes === undefined && constraint.tables === undefined)
      breach(context, {
        path: at(),
        rule: 'movementLimit gives bytes, tables or both',
        seen: {},
        maybe: 'Maybe {"kind": "movementLimit", "bytes": 50000000000}.',
      });
  });
}

/** A hint that names the known name with the longest common prefix. */
function closest(name: string, known: Iterable<string>): string {
  let best = '';
  let shared = -1;
  for (const candidate of known) {
    let i = 0;
    while (i < name.length && candidate[i] === name[i]) i++;
    if (i > shared) [best, shared] = [candidate, i];
  }
  return best === '' ? 'Maybe the list is empty.' : `Maybe ${best}.`;
}
