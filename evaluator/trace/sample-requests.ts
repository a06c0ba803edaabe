import { seededRandom } from '../../domain/random.ts';

/** So many requests without replacement, in the order of the trace; all, where it has no more. The first places of a seeded Fisher-Yates shuffle. */
export function sampleRequests<Request>(requests: readonly Request[], wanted: number, seed: number): Request[] {
  if (wanted >= requests.length) return [...requests];
  const random = seededRandom(seed, 'estimate-workload');
  const order = requests.map((_, i) => i);
  for (let i = 0; i < wanted; i++) {
    const j = i + random.below(order.length - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order
    .slice(0, wanted)
    .toSorted((a, b) => a - b)
    .map((i) => requests[i]);
}
