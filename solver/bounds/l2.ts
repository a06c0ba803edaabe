import type { Ground } from './ground.ts';
import { packingsOf, type Packing } from './packing.ts';

/**
 * Hosts used, by L2 in each resource. Proof, for a threshold alpha up to half the capacity C (the largest host's): items above C / 2 need a host
 * each. Beside those above C - alpha no item of alpha or more fits. Items of alpha to C / 2 thus lie beside the items of C / 2 to C - alpha,
 * or on further hosts; sand (tables with a choice of options, at their least) also fills what is left beside the largest.
 * Source: Martello and Toth, "Knapsack Problems", 1990, section 8.3, L2.
 */
export function l2Bound(ground: Ground): number {
  return packingsOf(ground).reduce((most, packing) => Math.max(most, l2Of(packing)), 0);
}

function l2Of({ items, capacity, sand }: Packing): number {
  // first, second, third: pointers past the items above C - alpha, above C / 2, and down to alpha; alpha falls, largest items first.
  let second = 0;
  let secondSize = 0;
  while (second < items.length && items[second] * 2 > capacity) secondSize += items[second++];
  let most = second;
  let [first, firstSize] = [second, secondSize];
  let [third, thirdSize] = [second, 0];
  while (first > 0 || third < items.length) {
    // The next threshold: the next item's size, and in the end 0.
    const alpha = third < items.length ? items[third] : 0;
    while (third < items.length && items[third] >= alpha) thirdSize += items[third++];
    while (first > 0 && items[first - 1] <= capacity - alpha) firstSize -= items[--first];
    const loose = Math.max(0, sand - (first * capacity - firstSize));
    const room = (second - first) * capacity - (secondSize - firstSize);
    most = Math.max(most, second + Math.max(0, Math.ceil((thirdSize + loose - room) / capacity)));
  }
  return most;
}
