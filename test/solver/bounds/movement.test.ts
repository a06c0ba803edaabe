import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { certifiedBound } from '../../../evaluator/certificate.ts';
import { certificateOf } from '../../../solver/bounds/certify.ts';
import { groundOf } from '../../../solver/bounds/ground.ts';
import { movementBytesBound, movementLoadBound } from '../../../solver/bounds/movement.ts';
import { meanLoadBound } from '../../../solver/bounds/sum.ts';
import { movedBytesBound } from '../../../solver/bounds/moved-bytes.ts';
import { NO_CAPS, type Caps } from '../../../solver/caps.ts';
import { compileInstance, completeInstance } from '../../../solver/instance.ts';
import { smallProblem } from '../../small-problem.ts';
import { enumerateLegal } from '../exact/tiny-instances.ts';

const LAYOUTS = [['whole'], ['whole', 'rowWise'], ['whole', 'rowWise', 'columnWise', 'replicated']] as const;

/** Three or four tables crowded on one of two or three hosts, on every load measure and in every layout. */
function crowded(i: number) {
  const random = seededRandom(i, 'movement');
  const tables = Array.from({ length: i % 6 > 3 ? 3 : 4 }, (_, t) => ({
    name: `t${t}`,
    rows: 20 + random.below(60),
    dim: 4 * (1 + random.below(3)),
    poolingFactor: 1 + random.below(9),
  }));
  const hosts = 2 + random.below(2);
  const current = tables.map(({ name }) => ({ table: name, host: random.below(3) === 0 ? 2 : 1 }));
  const shards = [1, 2].map((n) => ({
    host: `host-${n - 1}`,
    slices: current.filter(({ host }) => host === n).map(({ table }) => ({ kind: 'whole', table })),
  }));
  return smallProblem(tables, {
    hosts,
    memoryBytes: 1e6,
    loadMeasure: (['lookupBytes', 'poolingFactor', 'serviceTime'] as const)[(i + (i >> 2)) % 3],
    currentPlacement: { shards },
    constraints: [{ kind: 'tableOptions', allow: LAYOUTS[(i % 6) >> 1], maxParts: 2 }],
  });
}

test('how far hosts come down by moving so many bytes is never less than the bound, and the evaluator recomputes it', () => {
  const reached = { cases: 0, aboveMean: 0, tight: 0, aboveSum: 0 };
  for (let i = 0; i < 36; i++) {
    const problem = crowded(i);
    const instance = completeInstance(compileInstance(problem));
    const legal = enumerateLegal(instance);
    const drawn = seededRandom(i, 'caps');
    const ascending = (objective: 'peakLoad' | 'movedBytes'): number[] =>
      legal.map(({ values }) => values[objective]).toSorted((a, b) => a - b);
    const sorted = { peakLoad: ascending('peakLoad'), movedBytes: ascending('movedBytes') };
    const expectBound = (objective: 'peakLoad' | 'movedBytes', caps: Caps): number => {
      const ground = groundOf(instance, caps);
      const value = objective === 'peakLoad' ? movementLoadBound(ground) : movementBytesBound(ground);
      const within = legal.filter(
        ({ values }) => values.movedBytes <= caps.movedBytes && values.peakLoad <= caps.peakLoad * (1 + 1e-12),
      );
      const optimum = within.reduce((least, { values }) => Math.min(least, values[objective]), Infinity);
      expect(value, `case ${i}: ${objective}`).toBeLessThanOrEqual(optimum * (1 + 1e-9));
      const certificate = certificateOf(instance, objective, caps, { kind: 'movement', value });
      expect(certifiedBound(problem, certificate), `case ${i}`).toBeCloseTo(certificate.bound, 6);
      reached.cases++;
      if (value >= optimum * (1 - 1e-6) && value > 0) reached.tight++;
      return value;
    };
    for (let draw = 0; draw < 3; draw++) {
      // Of the plans that move least, and of those whose peak is low: elsewhere other bounds are the better ones.
      const lowBy = (objective: 'peakLoad' | 'movedBytes'): number =>
        sorted[objective][drawn.below(Math.ceil(legal.length / 8))];
      const byMoves = { ...NO_CAPS, movedBytes: lowBy('movedBytes') };
      if (expectBound('peakLoad', byMoves) > meanLoadBound(groundOf(instance, byMoves))) reached.aboveMean++;
      const byLoad = { ...NO_CAPS, peakLoad: lowBy('peakLoad') };
      if (expectBound('movedBytes', byLoad) > movedBytesBound(groundOf(instance, byLoad))) reached.aboveSum++;
    }
  }
  expect(reached.cases).toBe(216);
  expect(reached.aboveMean).toBeGreaterThan(20);
  expect(reached.aboveSum).toBeGreaterThan(20);
  expect(reached.tight).toBeGreaterThan(10);
}, 60_000);
