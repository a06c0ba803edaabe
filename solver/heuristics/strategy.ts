import type { Placement } from '../../domain/placement.ts';
import { createState, setOption, type State } from '../state.ts';
import { partCount, placementOf, tableCount, type Assignment, type Instance } from '../instance.ts';

/** A static strategy's answer: a placement, which is then judged like any other, or what did not fit. */
export type StrategyAnswer =
  | {
      readonly status: 'placed';
      readonly placement: Placement;
      /** The same in the solver's terms; none for placements outside of what it searches. */
      readonly assignment?: Assignment;
    }
  | { readonly status: 'unplaced'; readonly note: string };

export const placed = (instance: Instance, assignment: Assignment): StrategyAnswer => ({
  status: 'placed',
  placement: placementOf(instance, assignment),
  assignment,
});

export type Strategy = (instance: Instance, seed: number) => StrategyAnswer;

/** A part of a table as strategies see it. */
export interface Part {
  readonly slot: number;
  readonly table: number;
  readonly bytes: number;
  /** Share of the table: 1 for a whole one. */
  readonly share: number;
}

/**
 * An empty state and the parts to place: tables are whole, except where the model's tables fit on no host, which take their smallest
 * split. Published strategies do not split by choice, nor do they leave tables on the main shard that may go elsewhere.
 */
export function openParts(instance: Instance): { readonly state: State; readonly parts: readonly Part[] } {
  const state = createState(instance);
  const { mainHost, mainOption } = instance;
  const parts: Part[] = [];
  for (let table = 0; table < tableCount(instance); table++) {
    const first = instance.optionFirst[table];
    const hasOther = first === mainOption[table] && first + 1 < instance.optionFirst[table + 1];
    const option = hasOther ? first + 1 : first;
    setOption(state, table, option);
    if (mainHost >= 0 && option !== mainOption[table]) state.allowed[table * instance.hostNames.length + mainHost] = 0;
    const count = partCount(instance, option);
    for (let i = 0; i < count; i++) {
      const slot = table * instance.mostParts + i;
      parts.push({ slot, table, bytes: state.slotBytes[slot], share: 1 / count });
    }
  }
  return { state, parts };
}

export const describePart = (instance: Instance, { table, share, bytes }: Part): string =>
  `${share === 1 ? 'table' : 'a part of table'} ${instance.tables[table].name} (${bytes} bytes)`;
