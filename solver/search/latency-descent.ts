import type { Stepwise } from '../stepwise.ts';
import { latencyMsOf, netTimes, pathMs, type NetWork } from '../latency-terms.ts';
import { excessAt, excessOfRules, peakLoadOf, totalExcess, verifyState, type State } from '../state.ts';
import { isSpent, reaches, spend, type Work } from '../stop.ts';
import { replaceUnit, unitAsItIs, unitOptions } from './change-option.ts';
import { applyShifts, shiftsOf, undoShifts, type Shift } from './exchange.ts';

/** A latency to reach, in milliseconds, under a cap on the peak load that the ledger does not watch. */
export interface LatencyGoal {
  readonly target: number;
  readonly peakLoad: number;
}

/** How far capacities, rules and caps are exceeded, then milliseconds. */
export interface LatencyValue {
  readonly excess: number;
  readonly latency: number;
}

/** @throws Error for a state that keeps no books of latency: a bug. */
function workOf({ ledger }: State): NetWork {
  if (ledger === undefined || ledger.netBytes.length === 0) throw new Error('the state keeps no books of latency');
  return ledger;
}

export function latencyValue(state: State, goal: LatencyGoal): LatencyValue {
  let excess = totalExcess(state);
  if (goal.peakLoad < Infinity) {
    const peak = peakLoadOf(state);
    if (!reaches(peak, goal.peakLoad)) excess += (peak - goal.peakLoad) / (goal.peakLoad + 1);
  }
  return { excess, latency: latencyMsOf(state.instance, workOf(state)) };
}

/** Gains in the last digits would let moves cycle. */
export const isLower = (a: LatencyValue, b: LatencyValue): boolean =>
  a.excess < b.excess - 1e-12 || (a.excess <= b.excess && a.latency < b.latency * (1 - 1e-12));

export const meetsLatency = ({ excess, latency }: LatencyValue, { target }: LatencyGoal): boolean =>
  excess === 0 && reaches(latency, target);

/** Of the work, what judging one move costs: a sum over nets and hosts. */
const JUDGEMENT = 4;

/**
 * Improves until the goal is met, no move helps, or the work is spent: parts of the hosts that others wait for are relocated, exchanged, or their
 * tables laid out otherwise; while something is exceeded, parts of every host where it is. Where that helps no more and calls cost the main shard
 * something: all other parts likewise, and a net's parts on one host as one, so that it need not be called.
 */
export function* descendLatency(state: State, goal: LatencyGoal, work: Work, signal?: AbortSignal): Stepwise<void> {
  const trial = { state, goal, work };
  let value = latencyValue(state, goal);
  const isOver = (): boolean => isSpent(work, signal) || meetsLatency(value, goal);
  function* improve(
    slots: readonly number[],
    by: (trial: Trial, slot: number) => LatencyValue | undefined,
  ): Stepwise<boolean> {
    let isImproved = false;
    for (const slot of slots) {
      if (state.host[slot] < 0) continue;
      if (isOver()) break;
      const better = by({ ...trial, value }, slot);
      yield;
      if (better === undefined) continue;
      [value, isImproved] = [better, true];
      verifyState(state, 'everyMove');
    }
    return isImproved;
  }
  for (let isImproved = true; isImproved && !isOver();) {
    const binding = bindingSlots(state, value);
    isImproved = yield* improve(binding, improveSlot);
    if (isImproved || value.excess > 0 || !costsMainShard(state)) continue;
    isImproved =
      (yield* improve(netHeads(state), gathered)) || (yield* improve(otherSlots(state, binding), improveSlot));
  }
}

/** Whether calls, and slices in them, take the main shard's time. */
const costsMainShard = ({ instance: { latency, partHandling } }: State): boolean =>
  latency.callMs > 0 || partHandling.some((units) => units > 0);

/** One part of each net on each host. */
function netHeads({ instance, slotsOn, slotTable }: State): number[] {
  return slotsOn.flatMap((on, h) =>
    h === instance.mainHost ? [] : [...new Map(on.map((slot) => [instance.netOf[slotTable[slot]], slot])).values()],
  );
}

function otherSlots(state: State, binding: readonly number[]): number[] {
  const known = new Set(binding);
  return byLoad(state, state.slotsOn.flat()).filter((slot) => !known.has(slot));
}

const byLoad = ({ slotLoad }: State, slots: readonly number[]): number[] =>
  slots.toSorted((a, b) => slotLoad[b] - slotLoad[a] || a - b);

/** Parts that may be in the way, those that weigh most first. */
function bindingSlots(state: State, value: LatencyValue): number[] {
  const { instance } = state;
  if (value.excess > 0) {
    const hosts = [...state.slotsOn.keys()];
    const over = hosts.filter((h) => excessAt(state, h) > 0);
    const isRuled = excessOfRules(state) > 0 || over.length === 0;
    return (isRuled ? hosts : over).flatMap((h) => state.slotsOn[h]);
  }
  const work = workOf(state);
  const slots: number[] = [];
  for (let n = 0; n < instance.netCount; n++) {
    const { slowestMs, receivedMs, besideMs } = netTimes(instance, work, n);
    const isOf = (slot: number): boolean => instance.netOf[state.slotTable[slot]] === n;
    // All of a net's parts bind where the answers together do, and those on the main shard where these do.
    const isLink = receivedMs > Math.max(slowestMs, besideMs) * (1 + 1e-9);
    const isBeside = besideMs > Math.max(slowestMs, receivedMs) * (1 + 1e-9);
    for (const [h, on] of state.slotsOn.entries()) {
      const isMain = h === instance.mainHost;
      const isCalled = !isMain && work.netCallers[n * instance.hostNames.length + h] > 0;
      const isSlowest = isCalled && !isBeside && pathMs(instance, work, n, h) >= slowestMs * (1 - 1e-9);
      if (isLink || isMain || isSlowest) slots.push(...on.filter(isOf));
    }
  }
  return byLoad(state, slots);
}

/** A state to be improved beyond a value. */
interface Trial {
  readonly state: State;
  readonly goal: LatencyGoal;
  readonly value: LatencyValue;
  readonly work: Work;
}

/** The first move of a part, or of its table, that lowers the value; it is made. */
function improveSlot(trial: Trial, slot: number): LatencyValue | undefined {
  const { state } = trial;
  for (let to = 0; to < state.load.length; to++) {
    if (to === state.host[slot]) continue;
    const moved = tried(trial, shiftsOf(state, slot, to));
    if (moved !== undefined) return moved;
  }
  return exchanged(trial, slot) ?? laidOut(trial, slot);
}

/** Makes the shifts where they lower the value. */
function tried({ state, goal, value, work }: Trial, shifts: readonly Shift[]): LatencyValue | undefined {
  spend(work, JUDGEMENT);
  if (!applyShifts(state, shifts)) return undefined;
  const own = latencyValue(state, goal);
  if (isLower(own, value)) return own;
  undoShifts(state, shifts);
  return undefined;
}

/** All parts of a net on one host go to another, so that the host need not be called. */
function gathered(trial: Trial, slot: number): LatencyValue | undefined {
  const { state } = trial;
  const { instance, slotTable } = state;
  const from = state.host[slot];
  const net = instance.netOf[slotTable[slot]];
  for (let to = 0; to < state.load.length; to++) {
    if (to === from) continue;
    const together = state.slotsOn[from].filter((other) => instance.netOf[slotTable[other]] === net);
    const shifts = together.flatMap((other) => shiftsOf(state, other, to));
    const isOnce = new Set(shifts.map((shift) => shift.slot)).size === shifts.length;
    const moved = isOnce ? tried(trial, shifts) : undefined;
    if (moved !== undefined) return moved;
  }
  return undefined;
}

function exchanged(trial: Trial, slot: number): LatencyValue | undefined {
  const { state } = trial;
  const from = state.host[slot];
  for (let to = 0; to < state.load.length; to++) {
    if (to === from) continue;
    const outs = shiftsOf(state, slot, to);
    // Moves to and fro reorder the list.
    const partners = [...state.slotsOn[to]];
    for (const into of partners) {
      if (state.slotTable[into] === state.slotTable[slot]) continue;
      const ins = shiftsOf(state, into, from);
      if (ins.some((shift) => outs.some((other) => other.slot === shift.slot))) continue;
      const swapped = tried(trial, [...outs, ...ins]);
      if (swapped !== undefined) return swapped;
    }
  }
  return undefined;
}

/** Another option for the part's table and those that lie with it. */
function laidOut({ state, goal, value, work }: Trial, slot: number): LatencyValue | undefined {
  const { optionFirst } = state.instance;
  const t = state.slotTable[slot];
  if (optionFirst[t + 1] - optionFirst[t] < 2) return undefined;
  const undo = unitAsItIs(state, t);
  const before = state.option[t];
  for (let option = optionFirst[t]; option < optionFirst[t + 1]; option++) {
    const options = option === before ? undefined : unitOptions(state, t, option, Infinity);
    if (options === undefined) continue;
    spend(work, JUDGEMENT * state.load.length);
    if (replaceUnit(state, t, options, false)) {
      const own = latencyValue(state, goal);
      if (isLower(own, value)) return own;
    }
    undo();
  }
  return undefined;
}
