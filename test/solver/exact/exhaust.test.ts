import { expect, test } from 'vitest';
import { seededRandom, type Random } from '../../../domain/random.ts';
import { certifiedBound } from '../../../evaluator/certificate.ts';
import { isRefuted } from '../../../evaluator/exhausted-packing.ts';
import { addColumn, openColumns, patternOf } from '../../../solver/exact/column-generation/columns.ts';
import { coverExactly } from '../../../solver/exact/column-generation/cover.ts';
import { enumeratePatterns } from '../../../solver/exact/column-generation/enumerate.ts';
import { exhaust } from '../../../solver/exact/column-generation/exhaust.ts';
import { openMaster } from '../../../solver/exact/column-generation/master.ts';
import { stockOf, volumeOf } from '../../../solver/exact/column-generation/stock.ts';
import { certificateOf } from '../../../solver/bounds/certify.ts';
import { NO_CAPS } from '../../../solver/caps.ts';
import { compileInstance } from '../../../solver/instance.ts';
import { runThrough } from '../../../solver/stepwise.ts';
import { fewestBins, packingProblem } from '../../packing-problems.ts';

const drawn = (count: number, least: number, range: number, random: Random): number[] =>
  Array.from({ length: count }, () => least + random.below(range));

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

test('patterns within a window are all those that enumeration finds', () => {
  const random = seededRandom(71, 'patterns');
  let found = 0;
  for (let i = 0; i < 100; i++) {
    const stock = stockOf(drawn(3 + random.below(6), 10, 50, random), 100);
    const worths = stock.sizes.map(() => random.below(40));
    const [waste, least] = [random.below(60), 1 + random.below(60)];
    // Every count of every size, like the digits of a number.
    let every: number[][] = [[]];
    for (const demand of stock.demands)
      every = every.flatMap((counts) => Array.from({ length: demand + 1 }, (_, count) => [...counts, count]));
    const expected = every.filter((counts) => {
      const filled = sum(counts.map((count, row) => count * stock.sizes[row]));
      const worth = sum(counts.map((count, row) => count * worths[row]));
      return filled <= 100 && filled >= 100 - waste && worth >= least;
    });
    const listed = enumeratePatterns(stock, worths, { waste, least }, { left: Infinity });
    if (listed === undefined) throw new Error('too many patterns');
    const { columns } = listed;
    const dense = Array.from({ length: columns.count }, (_, c) => {
      const { rows, counts } = patternOf(columns, c);
      return [...stock.sizes.keys()].map((row) => counts[rows.indexOf(row)] ?? 0);
    });
    expect(dense.map(String).toSorted()).toEqual(expected.map(String).toSorted());
    found += dense.length;
  }
  expect(found).toBeGreaterThan(500);
});

test('columns cover all demands within the budget exactly where some choice of them does', () => {
  const random = seededRandom(72, 'cover');
  const reached = { covered: 0, impossible: 0 };
  for (let i = 0; i < 400; i++) {
    const demands = Int32Array.from(drawn(3, 1, 2, random));
    const columns = openColumns();
    for (let c = 0; c < 7; c++) {
      const rows = [0, 1, 2].filter(() => random.next() < 0.5);
      if (rows.length > 0) addColumn(columns, { rows, counts: rows.map(() => 1 + random.below(2)) });
    }
    const costs = Float64Array.from({ length: columns.count }, () => random.below(4));
    const [budget, most] = [random.below(6), 1 + random.below(4)];
    const covers = (column: number, left: readonly number[], bins: number, spare: number): boolean => {
      if (left.every((own) => own === 0)) return true;
      if (column === columns.count || bins === 0) return false;
      const { rows, counts } = patternOf(columns, column);
      const next = left.map((own, row) => own - (counts[rows.indexOf(row)] ?? 0));
      const isUsable = next.every((own) => own >= 0) && costs[column] <= spare;
      return (
        (isUsable && covers(column, next, bins - 1, spare - costs[column])) || covers(column + 1, left, bins, spare)
      );
    };
    const task = { columns, costs, budget, most, demands, work: { left: Infinity } };
    const cover = runThrough(coverExactly(task));
    expect(cover.status, `case ${i}`).toBe(covers(0, [...demands], most, budget) ? 'covered' : 'impossible');
    if (cover.status === 'covered') {
      const left = [...demands];
      for (const column of cover.chosen) {
        const { rows, counts } = patternOf(columns, column);
        rows.forEach((row, k) => (left[row] -= counts[k]));
      }
      expect(left).toEqual([0, 0, 0]);
      expect(cover.chosen.length).toBeLessThanOrEqual(most);
      expect(sum(cover.chosen.map((column) => costs[column]))).toBeLessThanOrEqual(budget);
    }
    if (cover.status !== 'stopped') reached[cover.status]++;
    expect(runThrough(coverExactly({ ...task, work: { left: 0 } })).status).toBe('stopped');
  }
  expect(reached.covered).toBeGreaterThan(40);
  expect(reached.impossible).toBeGreaterThan(40);
});

test('no worths refute a number of hosts that suffices; good ones refute one that the worth alone does not', () => {
  const random = seededRandom(73, 'refuted');
  const reached = { refuted: 0, beyondWorth: 0 };
  for (let i = 0; i < 3000; i++) {
    const sizes = drawn(4 + random.below(6), 20, 45, random);
    const optimum = fewestBins(sizes, 100);
    const bySize = new Map(sizes.map((size) => [size, 60 + size + random.below(8)]));
    const items = sizes.map((size) => ({ size, worth: random.next() < 0.1 ? 0 : (bySize.get(size) ?? 0) }));
    for (const m of [optimum, optimum + 1]) expect(isRefuted(items, 100, m), `case ${i}`).toBe(false);
    if (!isRefuted(items, 100, optimum - 1)) continue;
    reached.refuted++;
    const volume = sum(sizes);
    if (volume <= (optimum - 1) * 100) reached.beyondWorth++;
  }
  expect(reached.refuted).toBeGreaterThan(500);
  expect(reached.beyondWorth).toBeGreaterThan(100);
});

test('a number of bins is packed where enumeration packs it, else refuted, and the evaluator refutes it too', () => {
  const random = seededRandom(74, 'exhaust');
  const reached = { packed: 0, refuted: 0, undecided: 0 };
  for (let i = 0; i < 300; i++) {
    const sizes = drawn(6 + random.below(5), 15, 50, random);
    const stock = stockOf(sizes, 100);
    const optimum = fewestBins(sizes, 100);
    for (const bins of [optimum - 1, optimum]) {
      const waste = bins * 100 - volumeOf(stock, stock.demands);
      if (waste < 0) continue;
      const root = openMaster(stock, openColumns());
      const task = { stock, root, bins, waste: Math.min(100, waste), work: { left: 1e7 } };
      const result = runThrough(exhaust(task));
      if (result === undefined) {
        reached.undecided++;
        continue;
      }
      expect(result.status, `case ${i}`).toBe(bins < optimum ? 'refuted' : 'packed');
      reached[result.status]++;
      if (result.status === 'packed') {
        expect(result.patterns.length).toBeLessThanOrEqual(bins);
        continue;
      }
      const tables = sizes.map((size, t) => ({ table: `t${t}`, dual: result.worths[stock.sizes.indexOf(size)] }));
      const problem = packingProblem(sizes, 100, sizes.length);
      const certificate = certificateOf(compileInstance(problem), 'hostsUsed', NO_CAPS, {
        kind: 'columnGeneration',
        value: optimum,
        evidence: {
          packingDuals: { resource: 'bytes', tables: tables.filter(({ dual }) => dual > 0), refuted: bins },
        },
      });
      expect(certifiedBound(problem, certificate), `case ${i}`).toBe(optimum);
    }
  }
  expect(reached.packed).toBeGreaterThan(50);
  expect(reached.refuted).toBeGreaterThan(20);
});
