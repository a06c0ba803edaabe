import type { Instance } from '../instance.ts';
import { fits } from '../after.ts';
import { assignmentOf, placePart } from '../state.ts';
import { openParts, placed, type Strategy, type StrategyAnswer } from './strategy.ts';

/** Halvings of the size limit: enough to reach single bytes from any host's memory. */
const HALVINGS = 50;

/**
 * Net-specific bin packing: tables are grouped by net, and each net's tables fill hosts of their own up to a size limit, largest first;
 * the limit is the smallest (by bisection) for which the hosts suffice. Source: Lui et al. 2020, "NSBP".
 */
export const placeNetSpecific: Strategy = (instance) => {
  let high = Math.max(0, ...instance.capacityBytes.subarray(0, instance.sparseHosts));
  let best = packNets(instance, high);
  let low = 0;
  for (let i = 0; best.status === 'placed' && i < HALVINGS && high - low > 1; i++) {
    const limit = Math.floor((low + high) / 2);
    const answer = packNets(instance, limit);
    if (answer.status === 'placed') [best, high] = [answer, limit];
    else low = limit;
  }
  return best;
};

/** First fit decreasing of one net after the other, each on hosts that no net before it uses; large hosts first. */
function packNets(instance: Instance, limit: number): StrategyAnswer {
  const { state, parts } = openParts(instance);
  const { capacityBytes, netOf, sparseHosts } = instance;
  const hosts = Array.from({ length: sparseHosts }, (_, h) => h).toSorted(
    (a, b) => capacityBytes[b] - capacityBytes[a] || a - b,
  );
  let taken = 0;
  for (let net = 0; net < instance.netCount; net++) {
    const first = taken;
    const own = parts
      .filter((part) => netOf[part.table] === net)
      .toSorted((a, b) => b.bytes - a.bytes || a.slot - b.slot);
    for (const { slot, bytes } of own) {
      const at = hosts.findIndex((h, i) => i >= first && state.memory[h] + bytes <= limit && fits(state, slot, h));
      if (at < 0)
        return {
          status: 'unplaced',
          note: `the hosts do not suffice for nets that share none; net ${instance.problem.model.nets[net].name} is cut short`,
        };
      placePart(state, slot, hosts[at]);
      taken = Math.max(taken, at + 1);
    }
  }
  return placed(instance, assignmentOf(state));
}
