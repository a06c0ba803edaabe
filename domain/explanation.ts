import * as z from 'zod';
import { Name } from './names.ts';
import { Infeasibility } from './infeasibility.ts';
import { BoundKind, Violation } from './plan.ts';
import { Epsilon, LoadMeasure, ObjectiveName, OptionKind } from './problem.ts';

const Count = z.int().min(0);
const Bytes = z.number().min(0);
const Share = z.number().min(0);
const Message = z.string().describe('In words.');

export const HostShares = z
  .strictObject({
    host: Name,
    memoryBytes: Bytes,
    capacityBytes: Bytes.describe('Memory less reservation.'),
    memoryShare: Share.describe('Of its own capacity.'),
    load: z.number().min(0).describe("Per batch, in the problem's load measure."),
    loadShare: Share.describe('Of the load of all hosts together.'),
    ofPeak: Share.describe('Load over relative speed, as a share of the peak load.'),
    rpcsPerRequest: z.number().min(0).describe('Calls that one request makes to it on average.'),
    rpcShare: Share.describe('Of the expected RPCs of all hosts together.'),
    utilisation: Share.optional().describe('Where a request rate is given.'),
    tables: Count,
  })
  .meta({ id: 'HostShares', description: 'What one host carries, and which part of the whole that is.' });
export type HostShares = z.infer<typeof HostShares>;

export const ShardCpu = z
  .strictObject({
    host: Name,
    denseMs: z.number().min(0),
    embeddingMs: z.number().min(0),
    payloadMs: z.number().min(0).describe('Writing calls and answers and taking them apart.'),
    rpcServiceMs: z.number().min(0),
  })
  .meta({
    id: 'ShardCpu',
    description:
      'Predicted CPU milliseconds of a request on one shard, at cpuSpeed 1. A measurement counts the same by phases: payload is its serialization and deserialization.',
  });
export type ShardCpu = z.infer<typeof ShardCpu>;

export const BindingConstraint = z
  .strictObject({
    kind: z.enum([
      'memory',
      'loadCapacity',
      'epsilon',
      'pin',
      'forbid',
      'together',
      'apart',
      'maxHosts',
      'drained',
      'movementLimit',
      'tableOptions',
    ]),
    pointer: z.string().describe('JSON pointer into the problem.'),
    hosts: z.array(Name),
    tables: z.array(Name),
    used: z.number().optional().describe('In the unit of the limit.'),
    limit: z.number().optional().describe('In the unit of `used`.'),
    message: Message,
  })
  .meta({
    id: 'BindingConstraint',
    description:
      'What is at its limit. Memory: a host that is 99% full, or that has no room for any part of the bounding host. Load capacity: 99% of what is allowed. Epsilons and counted limits: within 0.1%. Constraints on where tables lie: those that name a table of the bounding host, and drained hosts.',
  });
export type BindingConstraint = z.infer<typeof BindingConstraint>;

export const TableCost = z
  .strictObject({
    table: Name,
    layout: OptionKind,
    parts: z.int().min(1),
    hosts: z.array(Name),
    load: z.number().min(0).describe("In the problem's load measure."),
    loadShare: Share.describe("Of all tables' load."),
    bytes: Bytes,
    bytesShare: Share,
    wireBytesPerRequest: Bytes.describe('Bytes on the wire of one request.'),
    wireShare: Share,
  })
  .meta({
    id: 'TableCost',
    description: 'What one table costs as it is laid out, and which part of the whole that is.',
  });
export type TableCost = z.infer<typeof TableCost>;

export const IndivisiblePart = z
  .strictObject({ table: Name, host: Name, amount: z.number().min(0), unit: z.enum(['load', 'bytes']) })
  .meta({
    id: 'IndivisiblePart',
    description: 'A part that no layout makes smaller, and that some host has to take as it is.',
  });
export type IndivisiblePart = z.infer<typeof IndivisiblePart>;

export const BoundReason = z
  .strictObject({
    objective: ObjectiveName,
    value: z.number().min(0).describe('Of the objective, in its unit.'),
    bound: z.number().min(0).describe('In the unit of the objective.'),
    gap: z.number().min(0).describe('(value - bound) / value; absolute for counts and where the value is 0.'),
    gapKind: z.enum(['relative', 'absolute']),
    kind: BoundKind,
    source: z
      .enum(['plan', 'reSolve', 'none'])
      .describe('Whose proof it is: the given plan’s, or that of the re-solve.'),
    verified: z.boolean().describe('Recomputed from the problem without a solver.'),
    argument: z.string().describe('What the bound says.'),
    leavesOut: z.array(z.string()).describe('What the argument does not see: where a gap may come from.'),
    roomAtBound: z
      .number()
      .optional()
      .describe('What hosts that just meet the bound would have free in all, in the unit of the largest part.'),
    largestPart: IndivisiblePart.optional().describe('The largest part of the plan that lies on one host.'),
    smallestBoundingPart: IndivisiblePart.optional().describe(
      'The least part of the host with the peak load: what a single move takes off it.',
    ),
    message: Message,
  })
  .meta({ id: 'BoundReason', description: 'Why the bound is not met, or that it is.' });
export type BoundReason = z.infer<typeof BoundReason>;

export const ReSolveFigures = z
  .strictObject({
    hostsUsed: Count.describe('Sparse hosts that hold anything.'),
    peakMemory: Share.describe('Largest share of a host that is full, 0 to 1.'),
    peakLoad: z.number().min(0).describe("In the problem's load measure."),
    fanOut: Count.describe('Calls of a request, over its nets.'),
    bytesOnWire: Bytes.describe('Bytes of one request.'),
  })
  .meta({ id: 'ReSolveFigures', description: 'What a plan of the changed problem costs.' });

export const ReSolve = z
  .strictObject({
    change: z.enum(['none', 'oneMoreHost', 'moreMemory', 'oneHostFewer', 'withoutConstraints']),
    description: z.string().describe('What was changed in the problem.'),
    epsilons: z.array(Epsilon).describe('The caps of this re-solve.'),
    status: z.enum(['optimal', 'feasible', 'infeasible', 'noPlanFound']),
    value: z.number().min(0).optional().describe('Of the objective.'),
    bound: z.number().min(0).optional().describe('In the unit of the objective.'),
    gap: z.number().min(0).optional().describe('As of a proof.'),
    gapKind: z.enum(['relative', 'absolute']).optional(),
    boundKind: BoundKind.optional(),
    figures: ReSolveFigures.optional(),
    reasons: z.array(Infeasibility).optional().describe('Of `infeasible`.'),
    difference: z
      .number()
      .optional()
      .describe('Value less that of the re-solve without a change: negative is what the change buys.'),
    verdict: z
      .enum(['provenBetter', 'provenNoBetter', 'provenWorse', 'provenNoWorse', 'open'])
      .optional()
      .describe(
        'Against the best known value and bound without the change. Proven where the bounds decide it and both were proven for the same layouts; `open` where the difference may be the search’s.',
      ),
    message: Message,
  })
  .meta({
    id: 'ReSolve',
    description: 'A real solve of a changed problem, by the same method with the same seed and rule of effort.',
  });
export type ReSolve = z.infer<typeof ReSolve>;

export const Explanation = z
  .strictObject({
    objective: ObjectiveName,
    value: z.number().min(0).describe('Of the objective, in its unit.'),
    loadMeasure: LoadMeasure,
    epsilons: z.array(Epsilon).describe('The caps that the plan stands under.'),
    summary: z.array(z.string()).describe('The whole in a few sentences.'),
    violations: z.array(Violation).describe('Empty: the placement is legal.'),
    boundingHost: Name.describe('The host that decides the peak: of memory for peakMemory, of load otherwise.'),
    hosts: z.array(HostShares),
    cpu: z.array(ShardCpu).describe('Predicted, the main shard first; in all the cpuMs of the estimate.'),
    binding: z.array(BindingConstraint),
    topTables: z.strictObject({
      byLoad: z.array(TableCost),
      byBytes: z.array(TableCost),
      byWire: z.array(TableCost),
    }),
    bound: BoundReason,
    reSolves: z.array(ReSolve).describe('First the problem as it is, then what changes to it would buy.'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Explanation', description: 'Why a plan is as it is, what binds it, and what would help.' });
export type Explanation = z.infer<typeof Explanation>;
