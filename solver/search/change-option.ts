import { partCount } from '../instance.ts';
import { after, computeAfter, excessAfter } from '../after.ts';
import { clearTable, mayLie, peakLoadOf, placePart, setOption, totalExcess, type State } from '../state.ts';
import { spend, type Work } from '../stop.ts';

/**
 * Move: a table with a part on the host is split, split otherwise, or made whole, its parts going to the least loaded hosts.
 * Kept where it lowers the summed excess, or the peak load while nothing is overfull. Returns whether it found one.
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
  const slots = Array.from({ length: instance.mostParts }, (_, i) => t * instance.mostParts + i);
  const hosts = slots.map((slot) => state.host[slot]);
  for (let option = from; option < to; option++) {
    if (option === before.option) continue;
    if (state.wire - instance.optionWire[before.option] + instance.optionWire[option] > wireCap) continue;
    spend(work, state.load.length * (partCount(instance, option) + 1));
    clearTable(state, t);
    if (placeTable(state, t, option)) {
      const excess = totalExcess(state);
      if (excess < before.excess - 1e-12 || (excess <= before.excess && peakLoadOf(state) < before.peak)) return true;
    }
    clearTable(state, t);
    setOption(state, t, before.option);
    slots.forEach((slot, i) => hosts[i] >= 0 && placePart(state, slot, hosts[i]));
  }
  return false;
}

/**
 * Places all parts of a cleared table, each on the host that exceeds its capacities least, the least loaded of those.
 * False where a part has no host, or one exceeds something while `mayExceed` is false; the parts placed so far stay.
 */
export function placeTable(state: State, t: number, option: number, mayExceed = false): boolean {
  const { instance } = state;
  setOption(state, t, option);
  for (let i = 0; i < partCount(instance, option); i++) {
    const slot = t * instance.mostParts + i;
    let best = -1;
    let [excess, least] = [mayExceed ? Infinity : 0, Infinity];
    for (let h = 0; h < state.load.length; h++) {
      if (!mayLie(state, slot, h)) continue;
      computeAfter(state, h, -1, slot);
      const over = excessAfter(state, h);
      const load = after.load / instance.speed[h];
      if (over < excess || (over === excess && load < least)) [best, excess, least] = [h, over, load];
    }
    if (best < 0) return false;
    placePart(state, slot, best);
  }
  return true;
}
