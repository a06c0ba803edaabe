import { expect, test } from 'vitest';
import { fixtureCases } from '../../bench/solver/cases.ts';
import { generateInstance, SHAPES } from '../../bench/solver/like-instances.ts';
import { problemOfInstance, ReferenceInstance } from '../../bench/solver/reference-instance.ts';
import { GAPS, gapStopwatch, mediansOf, timeToGaps, type Timed } from '../../bench/solver/time-to-gap.ts';
import { hostsOf } from '../../domain/fleet.ts';
import { tableBytes } from '../../domain/row-bytes.ts';

const SMALL = SHAPES.filter((shape) => shape.tables <= 5000);

/** Advances by hand: no test of times waits. */
function handClock() {
  let ms = 1_000;
  return { now: () => ms, date: () => new Date(0), advance: (by: number) => void (ms += by) };
}

test('generated instances repeat by seed and differ between seeds', () => {
  for (const shape of SMALL) {
    const instance = generateInstance(shape, 1);
    expect(generateInstance(shape, 1)).toEqual(instance);
    expect(generateInstance(shape, 2).tables).not.toEqual(instance.tables);
    expect(() => ReferenceInstance.parse(instance)).not.toThrow();
  }
});

test('generated instances have the stated tables, devices, tightness and largest share', () => {
  let tight = 0;
  for (const shape of SMALL) {
    const { tables, devices } = generateInstance(shape, 1);
    const sizes = tables.map((table) => table.rows * table.dim * table.bytes_per_elem);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / shape.devices;
    expect([tables.length, devices.length]).toEqual([shape.tables, shape.devices]);
    expect(devices[0].mem_bytes / mean).toBeCloseTo(shape.memoryRatio, 6);
    // Cutting is by whole rows: one row of slack.
    expect(Math.max(...sizes) / mean).toBeLessThanOrEqual(shape.largestShare * 1.001);
    expect(Math.max(...sizes) / mean).toBeGreaterThan(shape.largestShare * 0.9);
    expect(tables.every((table) => table.rows >= 1 && shape.dims.includes(table.dim))).toBe(true);
    if (shape.name.endsWith('tight')) tight++;
  }
  expect(tight).toBe(3);
});

test('a tight instance has the tables of its loose one, and less memory', () => {
  const pairs = SMALL.flatMap((tight) => {
    const loose = SMALL.find((shape) => `${shape.name}-tight` === tight.name);
    return loose === undefined ? [] : [[generateInstance(loose, 1), generateInstance(tight, 1)]];
  });
  expect(pairs).toHaveLength(3);
  for (const [loose, tight] of pairs) {
    expect(tight.tables).toEqual(loose.tables);
    expect(tight.devices[0].mem_bytes).toBeLessThan(loose.devices[0].mem_bytes);
  }
});

test('an instance and its problem agree on bytes, devices and pooling, tables dealt to nets by index', () => {
  const instance = generateInstance(SMALL[0], 3);
  const { model, workload, fleet, constraints } = problemOfInstance(instance, 4, ['peakLoad']);
  expect(model.tables.map(tableBytes)).toEqual(instance.tables.map((t) => t.rows * t.dim * t.bytes_per_elem));
  expect(
    hostsOf(fleet)
      .slice(1)
      .map((host) => host.capacityBytes),
  ).toEqual(instance.devices.map((d) => d.mem_bytes));
  expect(workload.tables.map((table) => table.features[0].poolingFactor)).toEqual(
    instance.tables.map((table) => table.pooling_factor),
  );
  expect(model.tables.map((table) => table.net)).toEqual(instance.tables.map((_, t) => `net${t % 4}`));
  expect(constraints).toEqual([{ kind: 'tableOptions', allow: ['whole'] }]);
});

test('a fixture lies on the first fleet that holds it whole; where none does, only tables too large for a host are split', () => {
  const fleets = ['8x32gib', '8x256gib'];
  const cases = fixtureCases(['criteo-terabyte-dcnv2', 'drm3', 'synthetic-jumbo'], fleets);
  expect(cases.map(({ name }) => name)).toEqual([
    'criteo-terabyte-dcnv2 over 8x32gib',
    'drm3 over 8x256gib',
    'synthetic-jumbo over 8x256gib, 2 tables split',
  ]);
  const { model, fleet, constraints } = cases[2].problem(1, ['peakLoad']);
  const largest = Math.max(...hostsOf(fleet).map((host) => host.capacityBytes));
  const giants = model.tables.filter((table) => tableBytes(table) > largest).map((table) => table.name);
  expect(constraints.at(-1)).toEqual({ kind: 'tableOptions', tables: giants, allow: ['rowWise'] });
});

test('a gap counts from the moment when it is first reached, and looser ones with it', () => {
  const clock = handClock();
  const { note, reached, seconds } = gapStopwatch(clock);
  expect(reached()).toEqual({ firstPlanSeconds: null, gapSeconds: [null, null, null, null] });
  clock.advance(500);
  note(0.5);
  clock.advance(500);
  note(GAPS[1]);
  clock.advance(1000);
  // Worse again, as a judged plan may be: what was reached stays.
  note(0.2);
  note(0);
  expect(reached()).toEqual({ firstPlanSeconds: 0.5, gapSeconds: [1, 1, 2, 2] });
  expect(seconds()).toBe(2);
});

const timed = (wallSeconds: number, firstGap: number | null, placementHash = 'same'): Timed => ({
  answer: { status: 'feasible', placementHash },
  firstPlanSeconds: wallSeconds / 2,
  gapSeconds: [firstGap, null, null, null],
  wallSeconds,
  cpuSeconds: wallSeconds * 2,
});

test('times are medians over the runs, and null where the middle run has none', () => {
  expect(mediansOf('case', [timed(3, 1), timed(1, null), timed(2, 2)])).toMatchObject({
    wallSeconds: 2,
    cpuSeconds: 4,
    firstPlanSeconds: 1,
    gapSeconds: [2, null, null, null],
    runs: 3,
  });
  expect(mediansOf('case', [timed(3, null), timed(1, null), timed(2, 2)]).gapSeconds[0]).toBeNull();
});

test('runs whose plans differ are refused: their times are not of one piece of work', () => {
  expect(() => mediansOf('case', [timed(1, 1), timed(1, 1, 'other')])).toThrow('the same seed gave different plans');
});

test('a solve is timed by the clock that is handed in, with the judged gap as its last', async () => {
  const instance = generateInstance({ ...SMALL[0], name: 'few', tables: 24, devices: 3 }, 1);
  let calls = 0;
  const clock = { now: () => ++calls * 1000, date: () => new Date(0) };
  const times = await timeToGaps('few', problemOfInstance(instance, 1, ['peakLoad']), 2, clock);
  expect(times).toMatchObject({ instance: 'few', tables: 24, hosts: 3, runs: 2 });
  expect(times.firstPlanSeconds).toBeGreaterThanOrEqual(1);
  expect(times.wallSeconds).toBeGreaterThanOrEqual(times.firstPlanSeconds ?? Infinity);
  expect(times.gap).toBeLessThan(GAPS[0]);
  expect(times.gapSeconds[0]).toBeLessThanOrEqual(times.wallSeconds);
});
