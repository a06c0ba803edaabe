import type * as z from 'zod';
import type { Placement } from '../../domain/placement.ts';
import type {
  DriftRequest,
  EvaluationRequest,
  ExplanationRequest,
  FrontierRequest,
  PlanRequest,
  ProblemInput,
} from '../inputs.ts';

/** Examples of the document. All of them run: test/api/http-examples.test.ts posts each. */

const MIB = 2 ** 20;

/** Two nets, three tables of 96 to 192 MiB, two hosts of 256 MiB. */
const SMALL_PROBLEM: z.input<typeof ProblemInput> = {
  model: {
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
  },
  workload: {
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
  },
  fleet: {
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
  },
};

const FIXTURE_PROBLEM: z.input<typeof ProblemInput> = {
  model: { fixture: 'criteo-kaggle' },
  fleet: { fixture: '4x32gib' },
};

const frontier: Record<string, Example<typeof FrontierRequest>> = {
  fixtures: {
    summary: 'A model and a fleet that ship with Shardwright',
    value: { problem: FIXTURE_PROBLEM, gridPoints: 3, measure: { requests: 10, maxPlans: 3 } },
  },
  inline: {
    summary: 'A model of your own',
    value: { problem: SMALL_PROBLEM, measure: { requests: 20 } },
  },
  unmeasured: {
    summary: 'Plans with their proofs alone, executed by nobody',
    value: {
      problem: { ...SMALL_PROBLEM, objectives: ['hostsUsed', 'peakLoad'] },
      gridPoints: 2,
      measure: false,
    },
  },
};

const plan: Record<string, Example<typeof PlanRequest>> = {
  fixtures: {
    summary: 'The least peak load, at most two hosts',
    value: {
      problem: { ...FIXTURE_PROBLEM, epsilons: [{ objective: 'hostsUsed', atMost: 2 }] },
      measure: { requests: 10 },
    },
  },
  pinned: {
    summary: 'A table that has to lie on one host, not measured',
    value: {
      problem: { ...SMALL_PROBLEM, constraints: [{ kind: 'pin', table: 'item', hosts: ['small-0'] }] },
      measure: false,
    },
  },
  infeasible: {
    summary: 'More than the hosts hold: the answer says how many bytes are short',
    value: {
      problem: { ...SMALL_PROBLEM, constraints: [{ kind: 'drained', hosts: ['small-1'] }] },
      measure: false,
    },
  },
};

const evaluation: Record<string, Example<typeof EvaluationRequest>> = {
  rowWise: {
    summary: 'One table split by rows',
    value: {
      problem: SMALL_PROBLEM,
      placement: {
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
      },
      measure: { requests: 20 },
    },
  },
  illegal: {
    summary: 'A table too many on one host, and one that is nowhere',
    value: {
      problem: SMALL_PROBLEM,
      placement: {
        shards: [
          {
            host: 'small-0',
            slices: [
              { kind: 'whole', table: 'history' },
              { kind: 'whole', table: 'item' },
            ],
          },
        ],
      },
      measure: false,
    },
  },
};

/** Legal and lopsided: `item` carries most lookups and stays whole beside `shop`. */
const SMALL_PLACEMENT: z.input<typeof Placement> = {
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

const explanation: Record<string, Example<typeof ExplanationRequest>> = {
  placement: {
    summary: 'What binds a placement of your own, and what would help',
    value: { problem: SMALL_PROBLEM, placement: SMALL_PLACEMENT },
  },
  pinned: {
    summary: 'A pin that binds; nothing is solved again',
    value: {
      problem: { ...SMALL_PROBLEM, constraints: [{ kind: 'pin', table: 'item', hosts: ['small-1'] }] },
      placement: SMALL_PLACEMENT,
      reSolves: false,
    },
  },
};

const drift: Record<string, Example<typeof DriftRequest>> = {
  placement: {
    summary: 'Two requests that look up other features than planned, and what that does to a placement',
    value: {
      problem: SMALL_PROBLEM,
      trace: {
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
      },
      placement: SMALL_PLACEMENT,
    },
  },
  workloadOnly: {
    summary: 'One request against a small problem: what differs, table by table',
    value: {
      problem: SMALL_PROBLEM,
      trace: { requests: [{ samples: 1, features: [{ feature: 'item', lengths: [1], indices: [3] }], dense: [] }] },
    },
  },
};

interface Example<S extends z.ZodType> {
  readonly summary: string;
  readonly value: z.input<S>;
}

export const EXAMPLES = { frontier, plan, evaluation, explanation, drift };
