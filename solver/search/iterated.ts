import type { Random } from '../../domain/random.ts';
import {
  assignmentOf,
  clearTable,
  excessAt,
  loadAssignment,
  mayLie,
  movePart,
  placePart,
  setOption,
  type State,
} from '../state.ts';
import { isSpent, spend, type Work } from '../stop.ts';
import { placeTable } from './change-option.ts';
import { descend, isBetter, meets, valueOf, type Goal } from './descend.ts';

/**
 * Iterated local search: a seeded kick, a descent, and back to the incumbent where the result is worse.
 * Leaves the incumbent in the state. Source: Lourenco, Martin, Stutzle, "Iterated Local Search", 2003.
 */
export function iterate(state: State, goal: Goal, work: Work, random: Random, signal?: AbortSignal): void {
  descend(state, goal, work, signal);
  const flexible = [...state.option.keys()].filter(
    (t) => state.instance.optionFirst[t + 1] - state.instance.optionFirst[t] > 1,
  );
  let incumbent = { value: valueOf(state), assignment: assignmentOf(state) };
  while (!isSpent(work, signal) && !meets(incumbent.value, goal)) {
    kick(state, goal, random, flexible);
    // Copying and restoring an assignment costs about as much as a scan of all tables.
    spend(work, state.option.length);
    descend(state, goal, work, signal);
    const value = valueOf(state);
    if (isBetter(incumbent.value, value)) loadAssignment(state, incumbent.assignment);
    else incumbent = { value, assignment: assignmentOf(state) };
  }
}

/** A few random exchanges, half of them at the host that matters; now and then another option for a table. */
function kick(state: State, goal: Goal, random: Random, flexible: readonly number[]): void {
  const hosts = state.load.length;
  const worst = peakHost(state);
  if (flexible.length > 0 && random.below(4) === 0)
    kickOption(state, flexible[random.below(flexible.length)], goal, random);
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
  if (sameTable || !mayLie(state, out, to) || (into >= 0 && !mayLie(state, into, from))) return;
  movePart(state, out, to);
  if (into >= 0) movePart(state, into, from);
}

function kickOption(state: State, t: number, goal: Goal, random: Random): void {
  const { instance } = state;
  const options = instance.optionFirst[t + 1] - instance.optionFirst[t];
  const before = { option: state.option[t], hosts: hostsOf(state, t) };
  const option = instance.optionFirst[t] + random.below(options);
  if (state.wire - instance.optionWire[before.option] + instance.optionWire[option] > goal.wireCap) return;
  clearTable(state, t);
  if (placeTable(state, t, option)) return;
  clearTable(state, t);
  setOption(state, t, before.option);
  before.hosts.forEach((h, i) => h >= 0 && placePart(state, t * instance.mostParts + i, h));
}

const hostsOf = (state: State, t: number): number[] =>
  Array.from(state.host.subarray(t * state.instance.mostParts, (t + 1) * state.instance.mostParts));

function peakHost(state: State): number {
  let worst = 0;
  const rank = (h: number): number => excessAt(state, h) * 1e30 + state.load[h] / state.instance.speed[h];
  for (let h = 1; h < state.load.length; h++) if (rank(h) > rank(worst)) worst = h;
  return worst;
}
