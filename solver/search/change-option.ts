import { partCount, type Instance } from '../instance.ts';
import { after, computeAfter, excessAfter } from '../after.ts';
import { clearTable, mayLie, peakLoadOf, placePart, setOption, totalExcess, type State } from '../state.ts';
import { spend, type Work } from '../stop.ts';
import { ruleChange } from './construct.ts';

/**
 * Move: a table with a part on the host is split, split otherwise, or made whole, its parts going to the least loaded hosts; tables that lie
 * with it follow. Kept where it lowers the summed excess, or the peak load while nothing is overfull. Returns whether it found one.
 */
export function changeOption(state: State, host: number, wireCap: number, work: Work): boolean {
  const tables = new Set(state.slotsOn[host].map((slot) => state.slotTable[slot]));
  for (const t of [...tables].toSorted((a, b) => a - b)) if (changeTable(state, t, wireCap, work)) return true;
  return false;
}

function changeTable(state: State, t: number, wireCap: number, work: Work): boolean {
  const { instance } = state;
  const [from, to] = [instance.optionFirst[t], instance.optionFirst[t + 1]];
  if (to - from < 2) return false;
  const before = { excess: totalExcess(state), peak: peakLoadOf(state), option: state.option[t] };
  const undo = unitAsItIs(state, t);
  for (let option = from; option < to; option++) {
    if (option === before.option) continue;
    const options = unitOptions(state, t, option, wireCap);
    if (options === undefined) continue;
    spend(work, state.load.length * (partCount(instance, option) + 1) * options.length);
    if (replaceUnit(state, t, options, false)) {
      const excess = totalExcess(state);
      if (excess < before.excess - 1e-12 || (excess <= before.excess && peakLoadOf(state) < before.peak)) return true;
    }
    undo();
  }
  return false;
}

/** Puts a table and those that lie with it back to where they are now. */
export function unitAsItIs(state: State, t: number): () => void {
  const { mostParts, rules } = state.instance;
  const before = rules.units[t].map((member) => ({
    member,
    option: state.option[member],
    hosts: Array.from(state.host.subarray(member * mostParts, (member + 1) * mostParts)),
  }));
  return () => {
    for (const { member } of before) clearTable(state, member);
    for (const { member, option, hosts } of before) {
      setOption(state, member, option);
      hosts.forEach((h, i) => h >= 0 && placePart(state, member * mostParts + i, h));
    }
  };
}

/** Options of a table and those that lie with it, in as many parts each; undefined where they would exceed the wire cap, and no less than now. */
export function unitOptions(state: State, t: number, option: number, wireCap: number): number[] | undefined {
  const { optionWire, rules } = state.instance;
  const options = rules.units[t].map((member) => (member === t ? option : likeOption(state.instance, member, option)));
  const wire = options.reduce(
    (sum, own, i) => sum - optionWire[state.option[rules.units[t][i]]] + optionWire[own],
    state.wire,
  );
  return wire > wireCap && wire >= state.wire ? undefined : options;
}

/** Lays a table out anew, and those that lie with it on the same hosts. False where a part finds no host; what was placed so far stays. */
export function replaceUnit(state: State, t: number, options: readonly number[], mayExceed: boolean): boolean {
  const unit = state.instance.rules.units[t];
  for (const member of unit) clearTable(state, member);
  // The first of several breaks the rule that they lie together, until the others follow.
  if (!placeTable(state, t, options[0], mayExceed || unit.length > 1)) return false;
  return unit.every((member, i) => i === 0 || placeBeside(state, member, options[i], t));
}

/** An option with as many parts, of the same kind where there is one; tableOptions leaves tables that lie together no other counts. */
export function likeOption(instance: Instance, t: number, option: number): number {
  const candidates: number[] = [];
  for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
    if (partCount(instance, o) === partCount(instance, option)) candidates.push(o);
  const same = candidates.find((o) => instance.optionKind[o] === instance.optionKind[option]);
  return same ?? candidates[0];
}

/** Places a cleared table on the hosts of another with as many parts. */
function placeBeside(state: State, t: number, option: number, other: number): boolean {
  const { instance } = state;
  setOption(state, t, option);
  for (let i = 0; i < partCount(instance, option); i++) {
    const h = state.host[other * instance.mostParts + i];
    const slot = t * instance.mostParts + i;
    if (!mayLie(state, slot, h)) return false;
    placePart(state, slot, h);
  }
  return true;
}

/**
 * Places all parts of a cleared table, each on the host that exceeds its capacities least, the least loaded of those.
 * False where a part has no host, or one exceeds something while `mayExceed` is false; the parts placed so far stay.
 */
function placeTable(state: State, t: number, option: number, mayExceed = false): boolean {
  const { instance } = state;
  const isMain = option === instance.mainOption[t];
  setOption(state, t, option);
  for (let i = 0; i < partCount(instance, option); i++) {
    const slot = t * instance.mostParts + i;
    let best = -1;
    let [excess, least] = [mayExceed ? Infinity : 0, Infinity];
    for (let h = 0; h < state.load.length; h++) {
      if ((h === instance.mainHost) !== isMain || !mayLie(state, slot, h)) continue;
      computeAfter(state, h, -1, slot);
      const over = excessAfter(state, h) + ruleChange(state, slot, h);
      const load = after.load / instance.speed[h];
      if (over < excess || (over === excess && load < least)) [best, excess, least] = [h, over, load];
    }
    if (best < 0) return false;
    placePart(state, slot, best);
  }
  return true;
}
