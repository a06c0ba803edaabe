import type * as z from 'zod';
import type { Fleet } from '../../domain/fleet.ts';
import type { Model } from '../../domain/model.ts';
import type { Placement } from '../../domain/placement.ts';
import type { Trace, Workload } from '../../domain/trace.ts';
import type { ProblemInput } from '../inputs.ts';

/** What the examples of the document are made of: two nets, three tables of 96 to 192 MiB, two hosts of 256 MiB. */

const MIB = 2 ** 20;

export const SMALL_MODEL: z.input<typeof Model> = {
  name: 'small',
  nets: [{ name: 'user' }, { name: 'item' }],
  tables: [
    { name: 'history', net: 'user', rows: 786_432, dim: 64, lookupsPer: 'request', features: [{ name: 'history' }] },
    { name: 'item', net: 'item', rows: 393_216, dim: 64, features: [{ name: 'item' }, { name: 'related' }] },
    {
      name: 'shop',
      net: 'item',
      rows: 786_432,
      dim: 64,
      dtype: 'fp16',
      features: [{ name: 'shop', pooling: 'mean' }],
    },
  ],
};

export const SMALL_WORKLOAD: z.input<typeof Workload> = {
  batchSize: 16,
  samplesPerRequest: 32,
  tables: [
    {
      table: 'history',
      popularity: { kind: 'zipf', exponent: 1.05 },
      features: [{ feature: 'history', poolingFactor: 40, poolingSpread: 10 }],
    },
    {
      table: 'item',
      popularity: { kind: 'zipf', exponent: 1.05 },
      features: [
        { feature: 'item', poolingFactor: 1 },
        { feature: 'related', poolingFactor: 8, presence: 0.8 },
      ],
    },
    { table: 'shop', popularity: { kind: 'zipf', exponent: 0.8 }, features: [{ feature: 'shop', poolingFactor: 2 }] },
  ],
};

export const SMALL_FLEET: z.input<typeof Fleet> = {
  main: {
    memoryBytes: 1024 * MIB,
    memoryBandwidthBytesPerSecond: 20e9,
    cores: 4,
    link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1e9 },
  },
  hostTypes: [
    {
      name: 'small',
      count: 2,
      memoryBytes: 256 * MIB,
      memoryBandwidthBytesPerSecond: 20e9,
      cores: 4,
      link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1e9 },
    },
  ],
};

export const SMALL_PROBLEM: z.input<typeof ProblemInput> = {
  model: SMALL_MODEL,
  workload: SMALL_WORKLOAD,
  fleet: SMALL_FLEET,
};

/** Legal and lopsided: `item` carries most lookups and stays whole beside `shop`. */
export const SMALL_PLACEMENT: z.input<typeof Placement> = {
  shards: [
    { host: 'small-0', slices: [{ kind: 'whole', table: 'history' }] },
    {
      host: 'small-1',
      slices: [
        { kind: 'whole', table: 'item' },
        { kind: 'whole', table: 'shop' },
      ],
    },
  ],
};

/** The busiest table in two row ranges. */
export const ROW_WISE_PLACEMENT: z.input<typeof Placement> = {
  shards: [
    {
      host: 'small-0',
      slices: [
        { kind: 'rows', table: 'history', start: 0, end: 393_216 },
        { kind: 'whole', table: 'item' },
      ],
    },
    {
      host: 'small-1',
      slices: [
        { kind: 'rows', table: 'history', start: 393_216, end: 786_432 },
        { kind: 'whole', table: 'shop' },
      ],
    },
  ],
};

/** Two requests that look up other features than planned. */
export const SMALL_TRACE: z.input<typeof Trace> = {
  requests: [
    {
      samples: 2,
      features: [
        { feature: 'history', lengths: [3], indices: [0, 5, 17] },
        { feature: 'item', lengths: [1, 1], indices: [8, 8] },
      ],
      dense: [],
    },
    { samples: 2, features: [{ feature: 'shop', lengths: [4, 2], indices: [1, 2, 3, 4, 1, 9] }], dense: [] },
  ],
};

export const FIXTURE_PROBLEM: z.input<typeof ProblemInput> = {
  model: { fixture: 'criteo-kaggle' },
  fleet: { fixture: '4x32gib' },
};
