import type { Stepwise } from '../stepwise.ts';
import type { Random } from '../../domain/random.ts';
import type { Instance } from '../instance.ts';
import { assignmentOf, excessAt, loadAssignment, mayLie, movePart, type State } from '../state.ts';
import { isSpent, spend, type Work } from '../stop.ts';
import { replaceUnit, unitAsItIs, unitOptions } from './change-option.ts';
import { descend, isBetter, meets, valueOf, type Goal } from './descend.ts';
import { applyShifts, shiftsOf } from './exchange.ts';

/**
 * Iterated local search: a seeded kick, a descent, and back to the incumbent where the result is worse.
 * Leaves the incumbent in the state. Source: Lourenco, Martin, Stutzle, "Iterated Local Search", 2003.
 */
export function* iterate(state: State, goal: Goal, work: Work, random: Random, signal?: AbortSignal): Stepwise<void> {
  yield* descend(state, goal, work, signal);
  const flexible = flexibleTables(state.instance);
  let incumbent = { value: valueOf(state), assignment: assignmentOf(state) };
  while (!isSpent(work, signal) && !meets(incumbent.value, goal)) {
    kick(state, goal, random, flexible);
    // Copying and restoring an assignment costs about as much as a scan of all tables.
    spend(work, state.option.length);
    yield* descend(state, goal, work, signal);
    yield;
    const value = valueOf(state);
    const isOverWire = state.ledger === undefined && state.wire > goal.wireCap;
    if (isBetter(incumbent.value, value) || isOverWire) loadAssignment(state, incumbent.assignment);
    else incumbent = { value, assignment: assignmentOf(state) };
  }
}

/** Tables with a choice of options. */
export const flexibleTables = ({ tables, optionFirst }: Instance): number[] =>
  [...tables.keys()].filter((t) => optionFirst[t + 1] - optionFirst[t] > 1);

/** A few random exchanges, half of them at the host that matters; now and then another option for a table. */
export function kick(state: State, goal: Goal, random: Random, flexible: readonly number[]): void {
  const hosts = state.load.length;
  const worst = peakHost(state);
  if (flexible.length > 0 && random.below(4) === 0) kickOptions(state, flexible, goal, random);
  const exchanges = 1 + random.below(3);
  for (let i = 0; i < exchanges; i++) {
    const from = random.below(2) === 0 ? worst : random.below(hosts);
    const to = random.below(hosts);
    if (from !== to) exchange(state, from, to, random);
  }
}

function exchange(state: State, from: number, to: number, random: Random): void {
  const [outs, ins] = [state.slotsOn[from], state.slotsOn[to]];
  if (outs.length === 0) return;
  const out = outs[random.below(outs.length)];
  const into = ins.length === 0 || random.below(4) === 0 ? -1 : ins[random.below(ins.length)];
  const sameTable = into >= 0 && state.slotTable[out] === state.slotTable[into];
  if (state.ledger !== undefined) {
    exchangeUnits(state, out, into, from, to);
    return;
  }
  if (sameTable || !mayLie(state, out, to) || (into >= 0 && !mayLie(state, into, from))) return;
  movePart(state, out, to);
  if (into >= 0) movePart(state, into, from);
}

/** Tables that lie together change hosts together. */
function exchangeUnits(state: State, out: number, into: number, from: number, to: number): void {
  const outs = shiftsOf(state, out, to);
  const ins = into < 0 ? [] : shiftsOf(state, into, from);
  const isSplitUnit = ins.some(({ slot }) => outs.some((other) => other.slot === slot));
  if (!isSplitUnit) applyShifts(state, [...outs, ...ins]);
}

/** Draws of a trade that the wire cap allows. */
const DRAWS = 4;

/** Gives one to three tables another option: where wire bytes are short, a split has to be paid for by another table. */
function kickOptions(state: State, flexible: readonly number[], goal: Goal, random: Random): void {
  const { optionFirst, optionWire } = state.instance;
  for (let draw = 0; draw < DRAWS; draw++) {
    const chosen = new Map<number, number>();
    for (let i = random.below(3); i >= 0; i--) {
      const t = flexible[random.below(flexible.length)];
      chosen.set(t, optionFirst[t] + random.below(optionFirst[t + 1] - optionFirst[t]));
    }
    let wire = state.wire;
    for (const [t, option] of chosen) wire += optionWire[option] - optionWire[state.option[t]];
    if (wire > goal.wireCap && state.ledger === undefined) continue;
    for (const [t, option] of chosen) replaceOption(state, t, option);
    return;
  }
}

function replaceOption(state: State, t: number, option: number): void {
  const options = unitOptions(state, t, option, Infinity);
  const undo = unitAsItIs(state, t);
  // What it overfills, the descent repairs: where memory is tight no other option fits at once.
  if (options === undefined || !replaceUnit(state, t, options, true)) undo();
}

function peakHost(state: State): number {
  let worst = 0;
  const rank = (h: number): number => excessAt(state, h) * 1e30 + state.load[h] / state.instance.speed[h];
  for (let h = 1; h < state.load.length; h++) if (rank(h) > rank(worst)) worst = h;
  return worst;
}
