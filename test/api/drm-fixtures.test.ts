import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadModelFixture } from '../../api/fixtures.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { DRM_NAMES, formatFixture, generateDrm } from '../../fixtures/generate/drm.ts';

const GB = 1e9;

/** What is remembered of Lui et al. 2020. */
const REMEMBERED = [
  { name: 'drm1', tables: 257, totalBytes: 194 * GB, largestBytes: 3.6 * GB, nets: ['user', 'item'] },
  { name: 'drm2', tables: 133, totalBytes: 138 * GB, largestBytes: 6.7 * GB, nets: ['user', 'item'] },
  { name: 'drm3', tables: 39, totalBytes: 200 * GB, largestBytes: 178.8 * GB, nets: ['ranking'] },
];

describe('models after the paper', () => {
  test.each(REMEMBERED)('$name has the shape that is remembered, to a thousandth', (shape) => {
    const { model } = loadModelFixture(shape.name);
    const bytes = model.tables.map(tableBytes);
    const largest = Math.max(...bytes);
    expect(model.tables).toHaveLength(shape.tables);
    expect(bytes.reduce((sum, size) => sum + size, 0) / shape.totalBytes).toBeCloseTo(1, 3);
    expect(largest / shape.largestBytes).toBeCloseTo(1, 3);
    expect(bytes.filter((size) => size > 0.98 * largest)).toHaveLength(1);
    expect(model.nets.map((net) => net.name)).toEqual(shape.nets);
    for (const net of shape.nets) expect(model.tables.some((table) => table.net === net)).toBe(true);
  });

  test('the largest table of drm3 has exactly one lookup a request', () => {
    const { model, workload } = loadModelFixture('drm3');
    const largest = model.tables.findIndex((table) => tableBytes(table) > 100 * GB);
    expect(model.tables[largest].lookupsPer).toBe('request');
    expect(workload.tables[largest].features).toEqual([
      { feature: `f${largest}`, poolingFactor: 1, poolingSpread: 0, presence: 1 },
    ]);
  });

  test.each(['drm1', 'drm2'])('%s looks user tables up mostly once a request, item tables once a sample', (name) => {
    const { model } = loadModelFixture(name);
    const shareOfRequestLevel = (net: string): number => {
      const tables = model.tables.filter((table) => table.net === net);
      return tables.filter((table) => table.lookupsPer === 'request').length / tables.length;
    };
    expect(shareOfRequestLevel('user')).toBeGreaterThan(0.8);
    expect(shareOfRequestLevel('item')).toBe(0);
  });

  test.each(DRM_NAMES)('%s says in its note that it is synthetic', (name) => {
    const { model, synthetic } = loadModelFixture(name);
    expect(synthetic).toBe(true);
    expect(model.note).toMatch(/synthetic/);
  });

  test.each(DRM_NAMES)('the committed %s is what its generator writes', (name) => {
    const committed = readFileSync(new URL(`../../fixtures/models/${name}.json`, import.meta.url), 'utf8');
    expect(formatFixture(generateDrm(name))).toBe(committed);
  });
});
