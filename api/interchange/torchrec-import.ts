import type { Table } from '../../domain/model.ts';
import { canonicalPlacement, placementHash, type Placement, type TableSlice } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import { COLUMN_STEP } from '../../evaluator/option-set.ts';
import { BadInputError, jsonPointer, parseInput, shortened, type InputProblem } from '../bad-input.ts';
import { closestName } from '../closest-name.ts';
import { rankNames, startOf, type HeldSlice } from './torchrec-export.ts';
import type { Imported } from './torchrec-problem.ts';
import { TorchRecPlan, type ParameterSharding, type ShardMetadata } from './torchrec-schemas.ts';

/**
 * The placement that a TorchRec plan states. Hosts are the fleet's in the order of ranks.
 * @throws BadInputError that lists every fault.
 */
export function placementOfTorchRec(
  document: unknown,
  { model, fleet }: Pick<Problem, 'model' | 'fleet'>,
): Imported<Placement> {
  const { plan, shardwright } = parseInput(TorchRecPlan, document);
  const hosts = rankNames(fleet);
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  const faults: InputProblem[] = [];
  if (shardwright !== undefined) faults.push(...hostFaults(shardwright.hosts, hosts));
  const held: HeldSlice[] = [];
  for (const [path, parameters] of Object.entries(plan))
    for (const [name, sharding] of Object.entries(parameters)) {
      const at = (...rest: (string | number)[]): string => jsonPointer(['plan', path, name, ...rest]);
      const table = tables.get(name);
      if (table === undefined) {
        const maybe = `Maybe ${closestName(name, tables.keys()) ?? 'another --problem or --model'}.`;
        faults.push({ pointer: at(), seen: shortened(name), rule: 'a table of the model', maybe });
        continue;
      }
      const read = slicesOf(table, sharding, { hosts, rowOrder: shardwright?.rowOrder[name] ?? 'asStored', at });
      faults.push(...read.faults);
      held.push(...read.slices);
    }
  if (faults.length > 0) throw new BadInputError(faults);
  const placement = canonicalPlacement({ shards: held.map(({ host, slice }) => ({ host, slices: [slice] })) });
  const hash = placementHash(placement);
  const isOther = shardwright !== undefined && shardwright.placementHash !== hash;
  return {
    value: placement,
    notes: isOther ? ['The plan was changed since it was exported: its placement hash is another.'] : [],
  };
}

/** A plan that names its hosts belongs to a fleet that has them in the same order. */
const hostFaults = (named: readonly string[], hosts: readonly string[]): InputProblem[] =>
  named.flatMap((host, rank) =>
    hosts[rank] === host
      ? []
      : [
          {
            pointer: jsonPointer(['shardwright', 'hosts', rank]),
            seen: shortened(host),
            rule: `the fleet's host of rank ${rank}: ${hosts[rank] ?? 'there is none'}`,
            maybe: 'Maybe another --fleet or --problem.',
          },
        ],
  );

interface Reading {
  readonly hosts: readonly string[];
  readonly rowOrder: 'shuffled' | 'asStored';
  readonly at: (...rest: (string | number)[]) => string;
}

function slicesOf(
  table: Table,
  { sharding_type, ranks, sharding_spec }: ParameterSharding,
  reading: Reading,
): { readonly slices: HeldSlice[]; readonly faults: InputProblem[] } {
  const { hosts, rowOrder, at } = reading;
  const faults: InputProblem[] = [];
  const refuse = (pointer: string, seen: string, rule: string, maybe: string): void => {
    faults.push({ pointer, seen, rule, maybe });
  };
  const hostOf = (rank: number, pointer: string): string => {
    if (hosts[rank] === undefined)
      refuse(
        pointer,
        String(rank),
        `a rank of the fleet, 0 to ${hosts.length - 1}`,
        'Maybe another --fleet or --problem.',
      );
    return hosts[rank] ?? '';
  };
  if (sharding_spec === null || sharding_spec === undefined) {
    if (sharding_type !== 'data_parallel')
      refuse(
        at('sharding_spec'),
        'nothing',
        'shards, unless the parameter is data_parallel',
        'Maybe the plan is cut off.',
      );
    // Of the sparse hosts alone: TorchRec knows no other.
    const all = ranks ?? hosts.slice(0, -1).map((_, rank) => rank);
    const slices = all.map((rank, i): HeldSlice => ({
      host: hostOf(rank, at('ranks', i)),
      slice: { kind: 'whole', table: table.name },
    }));
    return { slices, faults };
  }
  const pieces = sharding_spec.shards.flatMap((shard, s): HeldSlice[] => {
    const pointer = at('sharding_spec', 'shards', s);
    const host = hostOf(Number(/\d+/.exec(shard.placement)?.[0]), `${pointer}/placement`);
    const found = sliceOf(table, shard, rowOrder);
    if (found === 'empty') return [];
    if (typeof found === 'object') return [{ host, slice: found }];
    const { shard_offsets, shard_sizes } = shard;
    refuse(pointer, `offsets ${shard_offsets.join(', ')}, sizes ${shard_sizes.join(', ')}`, ...RULES[found](table));
    return [];
  });
  return { slices: joined(table, pieces), faults };
}

const RULES: Readonly<Record<'block' | 'column', (table: Table) => [rule: string, maybe: string]>> = {
  block: ({ rows, dim }) => [
    `all ${rows} rows or all ${dim} columns of the table: a slice is a range of one of them`,
    'Maybe the plan is of another model, or of type grid_shard.',
  ],
  column: () => [`columns begin at a multiple of ${COLUMN_STEP}`, 'Maybe another min_partition.'],
};

/** The slice of a shard; `empty` without rows, as row-wise plans have for ranks beyond the table's end. */
function sliceOf(
  { name: table, rows: allRows, dim }: Table,
  { shard_offsets: [row, column], shard_sizes: [rows, columns] }: ShardMetadata,
  rowOrder: 'shuffled' | 'asStored',
): TableSlice | 'empty' | 'block' | 'column' {
  if (rows === 0 || columns === 0) return 'empty';
  const [isAllRows, isAllColumns] = [row === 0 && rows === allRows, column === 0 && columns === dim];
  if (isAllRows && isAllColumns) return { kind: 'whole', table };
  if (isAllColumns) return { kind: 'rows', table, rowOrder, start: row, end: row + rows };
  if (!isAllRows) return 'block';
  if (column % COLUMN_STEP !== 0) return 'column';
  return { kind: 'columns', table, start: column, end: column + columns };
}

/** Adjacent parts on one host are one, and all of them the whole table: a host holds one slice of a table. */
function joined({ name, rows, dim }: Table, pieces: readonly HeldSlice[]): HeldSlice[] {
  const all: HeldSlice[] = [];
  for (const piece of pieces.toSorted((a, b) => startOf(a.slice) - startOf(b.slice))) {
    const last = all.at(-1);
    const isNext =
      last?.host === piece.host && last.slice.kind === piece.slice.kind && endOf(last.slice) === startOf(piece.slice);
    if (isNext && piece.slice.kind !== 'whole')
      all[all.length - 1] = { host: last.host, slice: { ...piece.slice, start: startOf(last.slice) } };
    else all.push(piece);
  }
  return all.map(({ host, slice }) => {
    const isWhole = slice.kind === 'whole' || (slice.start === 0 && slice.end === (slice.kind === 'rows' ? rows : dim));
    return { host, slice: isWhole ? { kind: 'whole', table: name } : slice };
  });
}

const endOf = (slice: TableSlice): number => (slice.kind === 'whole' ? Infinity : slice.end);
