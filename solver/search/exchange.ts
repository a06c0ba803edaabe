import { mayLie, placePart, removePart, type State } from '../state.ts';

/** One part that changes hosts. */
export interface Shift {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

/** The shifts that take a part to another host, with the parts beside it of the tables that lie together with its own. */
export function shiftsOf(state: State, slot: number, to: number): Shift[] {
  const from = state.host[slot];
  const { mostParts, rules } = state.instance;
  const shifts: Shift[] = [{ slot, from, to }];
  for (const mate of rules.units[state.slotTable[slot]].slice(1))
    for (let other = mate * mostParts; other < (mate + 1) * mostParts; other++)
      if (state.host[other] === from) shifts.push({ slot: other, from, to });
  return shifts;
}

/** Makes all shifts, or none: false where some part may not lie where it should go. */
export function applyShifts(state: State, shifts: readonly Shift[]): boolean {
  for (const { slot } of shifts) removePart(state, slot);
  for (const [i, { slot, to }] of shifts.entries()) {
    if (mayLie(state, slot, to)) {
      placePart(state, slot, to);
      continue;
    }
    for (const placed of shifts.slice(0, i)) removePart(state, placed.slot);
    for (const shift of shifts) placePart(state, shift.slot, shift.from);
    return false;
  }
  return true;
}

export function undoShifts(state: State, shifts: readonly Shift[]): void {
  for (const { slot } of shifts) removePart(state, slot);
  for (const { slot, from } of shifts) placePart(state, slot, from);
}
