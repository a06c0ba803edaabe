import { hostCount } from '../instance.ts';
import { addBinary, addRow, ones, type Draft } from './draft.ts';

/** A looked-up table that may be replicated: columns of its replicas on each host, and of its replicated options. */
interface Replicated {
  readonly table: number;
  readonly net: number;
  readonly on: readonly (readonly number[])[];
  readonly chosen: readonly number[];
}

/**
 * Groups of replicas, which one batch calls once: replicated tables of a net on the same hosts are one group, and one whose hosts are all called
 * anyway is none. A replicated table v leads a group of its own, or e joins an earlier table on the same hosts, or c lies where `certain` calls go.
 * Answers the columns v: fan-out adds them up.
 */
export function addReplicaRows(draft: Draft, certain: Int32Array, objective: number): number[] {
  const hosts = hostCount(draft.instance);
  const earlier: Replicated[] = [];
  return replicatedTables(draft).map((own) => {
    const { table: t, net, on, chosen } = own;
    const isChosen = (values: Float64Array): boolean => isAny(values, chosen);
    const called = (h: number): number[] => [certain[net * hosts + h]].filter((y) => y >= 0);
    const covered = addBinary(draft, `c${t}`, 0, (values) =>
      isChosen(values) && on.every((columns, h) => !isAny(values, columns) || isAny(values, called(h))) ? 1 : 0,
    );
    on.forEach((columns, h) =>
      addRow(draft, `covered ${t},${h}`, -Infinity, 1, [...ones(columns), [covered, 1], ...ones(called(h), -1)]),
    );
    const joins = earlier
      .filter((other) => other.net === net)
      .map((other) => {
        const isSame = (values: Float64Array): boolean =>
          isChosen(values) && on.every((columns, h) => isAny(values, columns) === isAny(values, other.on[h]));
        const joined = addBinary(draft, `e${t},${other.table}`, 0, (values) => (isSame(values) ? 1 : 0));
        on.forEach((columns, h) => {
          const [mine, theirs] = [columns, other.on[h]];
          addRow(draft, `joins ${t},${other.table},${h}`, -1, 1, [...ones(mine), ...ones(theirs, -1), [joined, 1]]);
          addRow(draft, `joined ${t},${other.table},${h}`, -1, 1, [...ones(theirs), ...ones(mine, -1), [joined, 1]]);
        });
        return joined;
      });
    earlier.push(own);
    const leads = addBinary(draft, `v${t}`, objective, (values) =>
      isChosen(values) && !isAny(values, [covered, ...joins]) ? 1 : 0,
    );
    addRow(draft, `group ${t}`, 0, Infinity, [...ones([leads, covered, ...joins]), ...ones(chosen, -1)]);
    return leads;
  });
}

const isAny = (values: Float64Array, columns: readonly number[]): boolean =>
  columns.some((column) => values[column] > 0.5);

function replicatedTables({ instance, on, optionColumn }: Draft): Replicated[] {
  const { optionFirst, optionKind, lookedUp, netOf } = instance;
  return instance.tables.flatMap((_, table) => {
    const chosen: number[] = [];
    for (let o = optionFirst[table]; o < optionFirst[table + 1]; o++)
      if (optionKind[o] === 'replicated') chosen.push(optionColumn[o]);
    if (lookedUp[table] === 0 || chosen.length === 0) return [];
    const replicasOn = on.map((placed) =>
      placed.flatMap(({ group, column }) =>
        group.table === table && optionKind[group.option] === 'replicated' ? [column] : [],
      ),
    );
    return [{ table, net: netOf[table], on: replicasOn, chosen }];
  });
}
