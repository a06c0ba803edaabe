import { describe, expect, test } from 'vitest';
import {
  listFixtures,
  listFleets,
  loadFleetFixture,
  loadModelFixture,
  UnknownFixtureError,
} from '../../api/fixtures.ts';
import { hostsOf } from '../../domain/fleet.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import type { Model } from '../../domain/model.ts';
import { Problem } from '../../domain/problem.ts';
import type { Workload } from '../../domain/trace.ts';

/** Totals of the public models as their sources (named in each file) state or imply them. */
const PUBLIC_TOTALS = {
  'criteo-kaggle': { tables: 26, rows: 33762577, bytes: 2160804928, lookupsPerSample: 26 },
  'criteo-terabyte-dcnv2': { tables: 26, rows: 204184588, bytes: 104542509056, lookupsPerSample: 214 },
  'criteo-terabyte-uncapped': { tables: 26, rows: 177944275, bytes: 91107468800, lookupsPerSample: 26 },
  'deeprecsys-rmc1': { tables: 8, rows: 32000000, bytes: 4096000000, lookupsPerSample: 640 },
  'deeprecsys-rmc2': { tables: 32, rows: 16000000, bytes: 4096000000, lookupsPerSample: 3840 },
  'deeprecsys-rmc3': { tables: 10, rows: 20000000, bytes: 2560000000, lookupsPerSample: 200 },
  'dcperf-model-a': { tables: 17, rows: 680000000, bytes: 35360000000, lookupsPerSample: 25 },
  'dcperf-model-b-int4': { tables: 170, rows: 1032538008, bytes: 37171368288, lookupsPerSample: 291 },
  'dcperf-model-b-int8': { tables: 470, rows: 63022656, bytes: 4285540608, lookupsPerSample: 543 },
  'synthetic-tiny': { tables: 55, rows: 70260160, bytes: 4494725120, lookupsPerSample: 85 },
  'synthetic-small': { tables: 107, rows: 220630300, bytes: 28232339200, lookupsPerSample: 377 },
  'synthetic-medium': { tables: 311, rows: 664860800, bytes: 221396582400, lookupsPerSample: 1611 },
  'synthetic-large': { tables: 612, rows: 2846001000, bytes: 830848128000, lookupsPerSample: 6312 },
  'synthetic-jumbo': { tables: 1022, rows: 5722001000, bytes: 3338752128000, lookupsPerSample: 16022 },
};

const GIB = 2 ** 30;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function totalsOf(model: Model, workload: Workload) {
  return {
    tables: model.tables.length,
    rows: sum(model.tables.map((table) => table.rows)),
    bytes: sum(model.tables.map(tableBytes)),
    lookupsPerSample: sum(workload.tables.flatMap((table) => table.features.map((feature) => feature.poolingFactor))),
  };
}

/** Mean lookups of one request: request-level tables count once, the others once a sample. */
function lookupsPerRequest(model: Model, workload: Workload): number {
  const perRequest = new Set(model.tables.filter((table) => table.lookupsPer === 'request').map((table) => table.name));
  return workload.tables.reduce((total, { table, features }) => {
    const occasions = perRequest.has(table) ? 1 : workload.samplesPerRequest;
    return total + occasions * features.reduce((sum, feature) => sum + feature.poolingFactor, 0);
  }, 0);
}

describe('model fixtures', () => {
  test.each(Object.entries(PUBLIC_TOTALS))('%s has the totals of its source', (name, totals) => {
    const { model, workload } = loadModelFixture(name);
    expect(totalsOf(model, workload)).toEqual(totals);
  });

  test('the fixtures are the public models and the three after the paper', () => {
    expect(listFixtures()).toEqual([...Object.keys(PUBLIC_TOTALS), 'drm1', 'drm2', 'drm3'].toSorted());
  });

  test('every fixture builds a valid problem with every fleet', () => {
    let reached = 0;
    for (const fixture of listFixtures()) {
      const { model, workload } = loadModelFixture(fixture);
      for (const fleet of listFleets()) {
        const draft = { model, workload, fleet: loadFleetFixture(fleet), objectives: ['peakLoad'] };
        expect(Problem.safeParse(draft).error, `${fixture} on ${fleet}`).toBeUndefined();
        reached++;
      }
    }
    expect(reached).toBe(17 * 13);
  });

  test('a request of any fixture takes at most 50,000 lookups', () => {
    for (const name of listFixtures()) {
      const { model, workload } = loadModelFixture(name);
      expect(lookupsPerRequest(model, workload), name).toBeLessThanOrEqual(50_000);
    }
  });

  test('every fixture states its source and which figures are ours', () => {
    for (const name of listFixtures()) {
      const { source, licence, ours } = loadModelFixture(name);
      expect(source.length * licence.length, name).toBeGreaterThan(0);
      expect(ours, name).toContain('samplesPerRequest');
    }
  });

  test('criteo-terabyte-dcnv2 tells every report that it runs the dot variant', () => {
    const { model } = loadModelFixture('criteo-terabyte-dcnv2');
    expect(model.note).toMatch(/dot/);
    expect(model.dense?.interaction.kind).toBe('dot');
  });

  test('table 20 of criteo-terabyte-dcnv2 takes 46.7% of the lookups', () => {
    const { workload } = loadModelFixture('criteo-terabyte-dcnv2');
    expect(workload.tables[20].features[0].poolingFactor / 214).toBeCloseTo(0.467, 3);
  });

  test('shared tables of the synthetic models serve two features', () => {
    const { model, workload } = loadModelFixture('synthetic-small');
    expect(model.tables[0].features.map((feature) => feature.name)).toEqual(['f0.0', 'f0.1']);
    expect(workload.tables[0].features.map((feature) => feature.poolingFactor)).toEqual([1, 30]);
    expect(model.tables[9].features.map((feature) => feature.name)).toEqual(['f9']);
  });
});

describe('fleet fixtures', () => {
  test.each([4, 8, 16, 64].flatMap((count) => [32, 64, 256].map((gib) => [count, gib])))(
    '%ix%igib has so many hosts that offer so much to tables',
    (count, gib) => {
      const [main, ...sparse] = hostsOf(loadFleetFixture(`${count}x${gib}gib`));
      expect(sparse.map((host) => host.capacityBytes)).toEqual(Array.from({ length: count }, () => gib * GIB));
      expect(main.capacityBytes).toBe(256 * GIB);
    },
  );

  test('the mixed fleet differs in every capacity and spans two failure domains', () => {
    const [, ...sparse] = hostsOf(loadFleetFixture('mixed'));
    const distinct = (of: (host: (typeof sparse)[number]) => unknown): number => new Set(sparse.map(of)).size;
    expect(sparse).toHaveLength(20);
    expect(distinct((host) => host.capacityBytes)).toBe(3);
    expect(distinct((host) => host.memoryBandwidthBytesPerSecond)).toBe(3);
    expect(distinct((host) => host.cores)).toBe(3);
    expect(distinct((host) => host.cost)).toBe(3);
    expect(distinct((host) => host.link.bandwidthBytesPerSecond)).toBe(3);
    expect(distinct((host) => host.failureDomain)).toBe(2);
  });
});

describe('unknown names', () => {
  test('an unknown model is answered with the known names and the most alike', () => {
    expect(() => loadModelFixture('criteo-terabyte-dcn')).toThrow(UnknownFixtureError);
    expect(() => loadModelFixture('criteo-terabyte-dcn')).toThrow(
      /known: .*synthetic-jumbo.* Maybe criteo-terabyte-dcnv2\./,
    );
  });

  test('an unknown fleet is answered with the known names and the most alike', () => {
    expect(() => loadFleetFixture('8x32')).toThrow(/known: .*mixed.* Maybe 8x32gib\./);
  });

  test('a name is never a path', () => {
    expect(() => loadModelFixture('../fleets')).toThrow(UnknownFixtureError);
  });
});
