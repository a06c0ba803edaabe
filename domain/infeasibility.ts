import * as z from 'zod';
import { Name } from './names.ts';
import { ObjectiveName } from './problem.ts';
import { Bytes, Count, Pointer, Pointers } from './quantities.ts';

export const Infeasibility = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('memoryShort'), neededBytes: Bytes, availableBytes: Bytes, shortBytes: Bytes })
      .meta({ id: 'MemoryShort', description: 'All allowed hosts together are too small.' }),
    z
      .strictObject({
        kind: z.literal('tableFitsNowhere'),
        table: Name,
        partBytes: Bytes.describe("The table's smallest allowed part."),
        parts: z.int().min(1),
        largestHostBytes: Bytes,
        shortBytes: Bytes,
      })
      .meta({
        id: 'TableFitsNowhere',
        description: 'A table has no allowed layout whose parts fit on hosts it may use.',
      }),
    z
      .strictObject({
        kind: z.literal('hostOverfull'),
        host: Name,
        tables: z.array(Name),
        neededBytes: Bytes,
        availableBytes: Bytes,
        shortBytes: Bytes,
      })
      .meta({ id: 'HostOverfull', description: 'Tables pinned to one host exceed its memory.' }),
    z
      .strictObject({
        kind: z.literal('tooManyLargeTables'),
        tables: z.array(Name),
        hosts: Count,
        hostBytes: Bytes,
      })
      .meta({ id: 'TooManyLargeTables', description: 'More unsplittable tables of over half a host than hosts.' }),
    z.strictObject({ kind: z.literal('noLayout'), table: Name, rule: z.string() }).meta({
      id: 'NoLayout',
      description:
        'tableOptions leave a table no layout, or its smallest parts overload every host at the request rate.',
    }),
    z
      .strictObject({
        kind: z.literal('loadCapacityShort'),
        resource: z.enum(['memoryBandwidth', 'cpu']),
        host: Name.optional().describe('Where one host alone is short: the main shard with its dense part.'),
        needed: z.number().min(0).describe('Bytes per second, or CPU seconds per second at cpuSpeed 1.'),
        available: z.number().min(0).describe('The same, within the load capacity.'),
        short: z.number().min(0).describe('Needed less available, in the unit of the resource.'),
      })
      .meta({
        id: 'LoadCapacityShort',
        description: 'At the request rate, the hosts within their load capacity are too slow together.',
      }),
    z
      .strictObject({
        kind: z.literal('capBelowBound'),
        objective: ObjectiveName,
        cap: z.number().describe('In the unit of the objective.'),
        bound: z.number().describe('In the unit of the objective.'),
        short: z.number(),
      })
      .meta({ id: 'CapBelowBound', description: 'An epsilon or a capacity lies below what any placement needs.' }),
    z
      .strictObject({
        kind: z.literal('togetherApartClash'),
        tables: z.array(Name).describe('Joined by the one, parted by the other.'),
        together: Pointers,
        apart: Pointer,
      })
      .meta({ id: 'TogetherApartClash', description: 'Tables have to lie together and apart.' }),
    z
      .strictObject({
        kind: z.literal('togetherFitsNowhere'),
        tables: z.array(Name),
        together: Pointers,
        openHosts: Count.describe('Hosts that all of the tables may use.'),
        parts: Count.describe('Hosts they would lie on; 0 where they have no number of parts in common.'),
        neededBytes: Bytes.describe('On each of so many hosts, at least.'),
        hostBytes: Bytes.describe('Of the smallest of so many open hosts, the largest taken; 0 where there are fewer.'),
        shortBytes: Bytes,
      })
      .meta({ id: 'TogetherFitsNowhere', description: 'Tables that have to lie together have no hosts for it.' }),
    z
      .strictObject({
        kind: z.literal('apartShort'),
        tables: z.array(Name),
        scope: z.enum(['host', 'failureDomain']),
        places: z.array(z.string()).describe('All that these tables may use: fewer than tables.'),
        apart: Pointer,
      })
      .meta({ id: 'ApartShort', description: 'Tables that have to stay apart have too few hosts or failure domains.' }),
    z
      .strictObject({
        kind: z.literal('spreadShort'),
        limit: Pointer.describe('The maxHosts constraint, or the epsilon on hostsUsed.'),
        net: Name.optional(),
        atMost: Count.describe('Hosts that the limit allows.'),
        because: z
          .enum(['bytes', 'apart', 'places'])
          .describe(
            'So many hosts are too small; tables that stay apart are more; tables share no host that they may use.',
          ),
        tables: z.array(Name),
        bytes: z
          .strictObject({ neededBytes: Bytes, availableBytes: Bytes, shortBytes: Bytes })
          .optional()
          .describe('Of the tables, and of the largest so many hosts that they may use.'),
      })
      .meta({ id: 'SpreadShort', description: 'Tables need more hosts than a limit allows.' }),
    z
      .strictObject({
        kind: z.literal('movementShort'),
        limit: Pointer,
        tables: z.array(Name).describe('What may not stay where it lies, in part or whole.'),
        forcedBytes: Bytes.describe('That have to move at least.'),
        atMostBytes: Bytes.optional(),
        atMostTables: Count.optional().describe('Tables that may move.'),
      })
      .meta({
        id: 'MovementShort',
        description: 'Drained, forbidden and pinned hosts force more to move than the movement limit allows.',
      }),
    z
      .strictObject({
        kind: z.literal('conflict'),
        constraints: Pointers.describe('Together they leave no plan: all else was left out, or made endless.'),
        needed: Pointers.describe('Those of them without which the others have a plan; the rest was not decided.'),
        proof: z.literal('enumeration'),
        nodes: Count.describe('Choices tried in the proof.'),
      })
      .meta({
        id: 'Conflict',
        description: 'A small set of constraints that leaves no placement in equal parts, proven by trying all.',
      }),
  ])
  .meta({ id: 'Infeasibility', description: 'Why no placement exists, in numbers.' });
export type Infeasibility = z.infer<typeof Infeasibility>;
