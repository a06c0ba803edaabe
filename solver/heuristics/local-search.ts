import { runThrough } from '../stepwise.ts';
import { seededRandom } from '../../domain/random.ts';
import { bestBound } from '../bounds/certify.ts';
import { capsOf } from '../caps.ts';
import { minimisePeak } from '../search/minimise-peak.ts';
import { placed, type Strategy } from './strategy.ts';

/** Candidate moves: tens of milliseconds. */
const CANDIDATES = 300_000;

/** Our own greedy starts, improved by local search on the peak load under the problem's caps; splits tables where it helps. */
export const placeByLocalSearch: Strategy = (instance, seed) => {
  const caps = capsOf(instance, instance.problem.epsilons);
  const found = runThrough(
    minimisePeak({
      instance,
      caps,
      target: bestBound(instance, 'peakLoad', caps).value,
      work: { left: CANDIDATES },
      random: seededRandom(seed, 'local-search'),
      check: 'never',
    }),
  );
  if (found === undefined) return { status: 'unplaced', note: 'no start could be repaired to respect memory and caps' };
  return placed(instance, found.assignment);
};
