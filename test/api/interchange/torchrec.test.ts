import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInputError, type InputProblem } from '../../../api/bad-input.ts';
import { loadFleetFixture, loadModelFixture } from '../../../api/fixtures.ts';
import { torchRecPlanOf } from '../../../api/interchange/torchrec-export.ts';
import { placementOfTorchRec } from '../../../api/interchange/torchrec-import.ts';
import { problemOfTorchRec } from '../../../api/interchange/torchrec-problem.ts';
import { prepareStudy } from '../../../api/studies.ts';
import { placementHash, type Placement } from '../../../domain/placement.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { smallProblem } from '../../small-problem.ts';
import { placements } from './placements.ts';

const criteo = {
  model: loadModelFixture('criteo-terabyte-dcnv2').model,
  fleet: loadFleetFixture('8x32gib'),
};
const three = smallProblem(
  [
    { name: 'a', rows: 1000 },
    { name: 'b', rows: 77, net: 'later' },
    { name: 'c', rows: 12, dim: 8 },
  ],
  { hosts: 4 },
);

const travelled = (problem: Parameters<typeof torchRecPlanOf>[0], placement: Placement) =>
  placementOfTorchRec(JSON.parse(JSON.stringify(torchRecPlanOf(problem, placement))), problem);

const OPTIONS = { name: 'imported', net: 'sparse', zipfExponent: 1.05, fleet: '4x32gib' };
const config = { name: 'a', num_embeddings: 1000, embedding_dim: 64, data_type: 'DataType.FP16', feature_names: ['f'] };

function faultsOf(work: () => unknown): readonly InputProblem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BadInputError) return error.problems;
    throw error;
  }
  return [];
}

describe("a plan in TorchRec's shape", () => {
  it('is the same placement when it is imported again, whatever its layouts', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(placements(three), (placement) => {
        expect(findViolations(three, placement).filter(({ kind }) => kind === 'coverage')).toEqual([]);
        const { value, notes } = travelled(three, placement);
        expect(placementHash(value)).toBe(placementHash(placement));
        expect(notes).toEqual([]);
        for (const parameters of Object.values(torchRecPlanOf(three, placement).plan))
          for (const { sharding_type } of Object.values(parameters)) seen.add(sharding_type);
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(seen).toEqual(new Set(['table_wise', 'row_wise', 'column_wise', 'data_parallel']));
  });

  it('keeps the content hash of criteo-terabyte-dcnv2 in every layout', () => {
    let cases = 0;
    fc.assert(
      fc.property(placements(criteo), (placement) => {
        expect(placementHash(travelled(criteo, placement).value)).toBe(placementHash(placement));
        cases++;
      }),
      { numRuns: 50, seed: 2 },
    );
    expect(cases).toBe(50);
  });

  it('names modules, types, ranks, offsets, sizes and devices as TorchRec does', () => {
    const placement: Placement = {
      shards: [
        { host: 'host-0', slices: [{ kind: 'whole', table: 'a' }] },
        { host: 'host-1', slices: [{ kind: 'rows', table: 'b', rowOrder: 'asStored', start: 40, end: 77 }] },
        { host: 'host-2', slices: [{ kind: 'rows', table: 'b', rowOrder: 'asStored', start: 0, end: 40 }] },
        { host: 'main', slices: [{ kind: 'whole', table: 'c' }] },
      ],
    };
    const { plan, shardwright } = torchRecPlanOf(three, placement);
    expect(plan.later.b).toEqual({
      sharding_type: 'row_wise',
      compute_kernel: 'fused',
      ranks: [2, 1],
      sharding_spec: {
        shards: [
          { shard_offsets: [0, 0], shard_sizes: [40, 64], placement: 'rank:2/cpu' },
          { shard_offsets: [40, 0], shard_sizes: [37, 64], placement: 'rank:1/cpu' },
        ],
      },
    });
    expect(plan.net.c.ranks).toEqual([4]);
    expect(shardwright?.hosts).toEqual(['host-0', 'host-1', 'host-2', 'host-3', 'main']);
    expect(shardwright?.notes.join(' ')).toContain('Rank 4 is the host of the main shard');
  });

  it('is read as TorchRec itself wrote it: rows as stored, empty shards passed over, adjacent parts of a rank joined', () => {
    const shard = (offsets: number[], sizes: number[], rank: number) => ({
      shard_offsets: offsets,
      shard_sizes: sizes,
      placement: `rank:${rank}/cuda:${rank}`,
    });
    const plan = {
      'sparse_arch.ebc': {
        a: { sharding_type: 'data_parallel', compute_kernel: 'dense', ranks: [0, 1], sharding_spec: null },
        b: {
          sharding_type: 'row_wise',
          compute_kernel: 'fused',
          ranks: [0, 1, 2, 3],
          sharding_spec: {
            shards: [shard([0, 0], [40, 64], 0), shard([40, 0], [37, 64], 1), shard([77, 0], [0, 64], 2)],
          },
        },
        c: {
          sharding_type: 'column_wise',
          compute_kernel: 'fused',
          ranks: [3, 3],
          sharding_spec: { shards: [shard([0, 0], [12, 4], 3), shard([0, 4], [12, 4], 3)] },
        },
      },
    };
    const { value } = placementOfTorchRec({ plan }, three);
    expect(value.shards).toEqual([
      {
        host: 'host-0',
        slices: [
          { kind: 'whole', table: 'a' },
          { kind: 'rows', table: 'b', rowOrder: 'asStored', start: 0, end: 40 },
        ],
      },
      {
        host: 'host-1',
        slices: [
          { kind: 'whole', table: 'a' },
          { kind: 'rows', table: 'b', rowOrder: 'asStored', start: 40, end: 77 },
        ],
      },
      { host: 'host-3', slices: [{ kind: 'whole', table: 'c' }] },
    ]);
  });

  it('is refused with every fault where it belongs to another model or fleet', () => {
    const written = torchRecPlanOf(criteo, {
      shards: criteo.model.tables.map(({ name }) => ({ host: 'gib32-7', slices: [{ kind: 'whole', table: name }] })),
    });
    const fewer = { model: criteo.model, fleet: loadFleetFixture('4x64gib') };
    const faults = faultsOf(() => placementOfTorchRec(written, fewer));
    expect(faults.map(({ pointer }) => pointer)).toContain('/shardwright/hosts/0');
    expect(faults.map(({ pointer }) => pointer)).toContain('/plan/ranking/t0/sharding_spec/shards/0/placement');
    const strange = faultsOf(() => placementOfTorchRec({ plan: { m: { aa: written.plan.ranking.t0 } } }, three));
    expect(strange).toMatchObject([{ pointer: '/plan/m/aa', rule: 'a table of the model', maybe: 'Maybe a.' }]);
  });

  it('that was changed after its export says so', () => {
    const placement: Placement = {
      shards: [{ host: 'host-0', slices: ['a', 'b', 'c'].map((table) => ({ kind: 'whole', table })) }],
    };
    const written = torchRecPlanOf(three, placement);
    const shards = [{ shard_offsets: [0, 0], shard_sizes: [1000, 64], placement: 'rank:1/cpu' }];
    const changed = {
      ...written,
      plan: { ...written.plan, net: { ...written.plan.net, a: { ...written.plan.net.a, sharding_spec: { shards } } } },
    };
    expect(placementOfTorchRec(changed, three).notes).toHaveLength(1);
  });
});

describe("TorchRec's table configs", () => {
  it('become a problem that can be planned, constraints with them', () => {
    const document = {
      modules: {
        user: [config],
        item: [
          {
            name: 'b',
            num_embeddings: 50,
            embedding_dim: 64,
            pooling: 'PoolingType.MEAN',
            feature_names: ['g', 'h'],
            weight_init_max: null,
          },
        ],
      },
      constraints: {
        a: {
          sharding_types: ['column_wise', 'table_wise'],
          min_partition: 16,
          pooling_factors: [0.5],
          device_group: null,
        },
        b: { sharding_types: ['data_parallel', 'row_wise'], pooling_factors: [3, 10], compute_kernels: ['fused'] },
      },
      batch_size: 64,
    };
    const { value, notes } = problemOfTorchRec(document, OPTIONS);
    const { problem } = prepareStudy('plan', { problem: value, measure: false });
    expect(problem.model.nets.map(({ name }) => name)).toEqual(['user', 'item']);
    expect(problem.model.tables[0]).toMatchObject({ rows: 1000, dim: 64, dtype: 'fp16', net: 'user' });
    expect(problem.model.tables[1].features).toEqual([
      { name: 'g', pooling: 'mean' },
      { name: 'h', pooling: 'mean' },
    ]);
    expect(problem.workload).toMatchObject({ batchSize: 64, samplesPerRequest: 64 });
    expect(problem.workload.tables[0].features[0]).toMatchObject({ poolingFactor: 0.5, presence: 0.5 });
    expect(problem.constraints).toEqual([
      { kind: 'tableOptions', tables: ['a'], allow: ['columnWise', 'whole'], maxParts: 4 },
      { kind: 'tableOptions', tables: ['b'], allow: ['replicated', 'rowWise'] },
    ]);
    expect(notes.join('\n')).toMatch(/b: data_parallel is read as replicas.*\n.*compute_kernels has no meaning here/);
  });

  it('may be a bare list; a feature of several tables is named after each', () => {
    const { value } = problemOfTorchRec([config, { ...config, name: 'b' }], OPTIONS);
    const { problem } = prepareStudy('plan', { problem: value, measure: false });
    expect(problem.model.tables.map(({ features }) => features[0].name)).toEqual(['f@a', 'f@b']);
  });

  it.each([
    ['a dtype without like', [{ ...config, data_type: 'INT2' }], '/tables/0/data_type'],
    ['an unknown field', [{ ...config, num_embedings: 3 }], '/tables/0/num_embedings'],
    ['no pooling', [{ ...config, pooling: 'NONE' }], '/tables/0/pooling'],
    ['two tables of a name', [config, config], '/tables/1/name'],
    ['virtual tables', [{ ...config, use_virtual_table: true }], '/tables/0/use_virtual_table'],
    ['a GPU', { tables: [config], constraints: { a: { device_group: 'cuda' } } }, '/constraints/a/device_group'],
    [
      'grids alone',
      { tables: [config], constraints: { a: { sharding_types: ['grid_shard'] } } },
      '/constraints/a/sharding_types',
    ],
    [
      'factors of other features',
      { tables: [config], constraints: { a: { pooling_factors: [1, 2] } } },
      '/constraints/a/pooling_factors',
    ],
    ['constraints of no table', { tables: [config], constraints: { aa: {} } }, '/constraints/aa'],
    ['nothing', {}, ''],
  ])('are refused where they have %s', (_, document, pointer) => {
    const faults = faultsOf(() => problemOfTorchRec(document, OPTIONS));
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(faults[0].maybe).toMatch(/^Maybe /);
  });
});
