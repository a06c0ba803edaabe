import fc from 'fast-check';
import { hostsOf, type Fleet } from '../../../domain/fleet.ts';
import type { Model, Table } from '../../../domain/model.ts';
import type { Placement, TableSlice } from '../../../domain/placement.ts';

/** Distinct hosts of the fleet, in any order; the main one among them where asked. */
const someHosts = (names: readonly string[], count: number): fc.Arbitrary<string[]> =>
  fc.shuffledSubarray([...names], { minLength: count, maxLength: count });

/** Cuts of a range into `count` parts at multiples of `step`. */
const cuts = (size: number, count: number, step: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: Math.ceil(size / step) - 1 }), {
      minLength: count - 1,
      maxLength: count - 1,
    })
    .map((inner) => [0, ...inner.map((cut) => cut * step).toSorted((a, b) => a - b), size]);

const ranges = (table: Table, kind: 'rows' | 'columns', hosts: readonly string[], rowOrder: 'shuffled' | 'asStored') =>
  fc
    .integer({ min: 2, max: Math.min(hosts.length, kind === 'rows' ? table.rows : Math.floor(table.dim / 4)) })
    .chain((count) =>
      fc.tuple(cuts(kind === 'rows' ? table.rows : table.dim, count, kind === 'rows' ? 1 : 4), someHosts(hosts, count)),
    )
    .map(([at, on]) =>
      on.map((host, i): [string, TableSlice] => {
        const [start, end] = [at[i], at[i + 1]];
        return [
          host,
          kind === 'rows' ? { kind, table: table.name, rowOrder, start, end } : { kind, table: table.name, start, end },
        ];
      }),
    );

/** One table in any layout that a legal placement may have. */
function layouts(table: Table, fleet: Fleet): fc.Arbitrary<[string, TableSlice][]> {
  const hosts = hostsOf(fleet).map(({ name }) => name);
  const whole = (count: number) =>
    someHosts(hosts, count).map((on) =>
      on.map((host): [string, TableSlice] => [host, { kind: 'whole', table: table.name }]),
    );
  return fc.oneof(
    whole(1),
    fc.integer({ min: 2, max: hosts.length }).chain(whole),
    ranges(table, 'rows', hosts, 'shuffled'),
    ranges(table, 'rows', hosts, 'asStored'),
    ranges(table, 'columns', hosts, 'shuffled'),
  );
}

export const placements = ({ model, fleet }: { model: Model; fleet: Fleet }): fc.Arbitrary<Placement> =>
  fc
    .tuple(...model.tables.map((table) => layouts(table, fleet)))
    .map((all) => ({ shards: all.flat().map(([host, slice]) => ({ host, slices: [slice] })) }));
