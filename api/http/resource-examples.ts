import type { Fleet } from '../../domain/fleet.ts';
import type { Model } from '../../domain/model.ts';
import type { Trace, Workload } from '../../domain/trace.ts';
import type { ComparisonRequest } from '../comparison/requested.ts';
import type { EstimateRequest, ProblemInput } from '../inputs.ts';
import type { BatchRequest } from '../resources/prepare-batch.ts';
import { EXAMPLES, type Example } from './examples.ts';
import {
  FIXTURE_PROBLEM,
  ROW_WISE_PLACEMENT,
  SMALL_FLEET,
  SMALL_MODEL,
  SMALL_PLACEMENT,
  SMALL_PROBLEM,
  SMALL_TRACE,
  SMALL_WORKLOAD,
} from './small-example.ts';

/** Examples of what is no job. All of them run: test/api/openapi.test.ts posts each. */

const uploads = {
  model: {
    small: { summary: 'Two nets, three tables', value: SMALL_MODEL },
    tiny: {
      summary: 'One table, the rest by default',
      value: {
        name: 'tiny',
        nets: [{ name: 'net' }],
        tables: [{ name: 'item', net: 'net', rows: 1000, dim: 16, features: [{ name: 'item' }] }],
      },
    },
  } satisfies Record<string, Example<typeof Model>>,
  workload: {
    small: { summary: 'How the small model is asked', value: SMALL_WORKLOAD },
    tiny: {
      summary: 'One lookup a sample, 64 samples a request',
      value: {
        batchSize: 64,
        samplesPerRequest: 64,
        tables: [
          {
            table: 'item',
            popularity: { kind: 'zipf', exponent: 1.05 },
            features: [{ feature: 'item', poolingFactor: 1 }],
          },
        ],
      },
    },
  } satisfies Record<string, Example<typeof Workload>>,
  trace: {
    twoRequests: {
      summary: 'Two requests of the small model',
      value: SMALL_TRACE,
    },
    oneRequest: {
      summary: 'One request of one sample',
      value: { requests: [{ samples: 1, features: [{ feature: 'item', lengths: [1], indices: [3] }], dense: [] }] },
    },
  } satisfies Record<string, Example<typeof Trace>>,
  fleet: {
    small: { summary: 'Two hosts of 256 MiB', value: SMALL_FLEET },
    mixed: {
      summary: 'Large and small hosts in two racks',
      value: {
        main: SMALL_FLEET.main,
        hostTypes: [
          { ...SMALL_FLEET.hostTypes[0], name: 'large', memoryBytes: 2 ** 35, cost: 3 },
          {
            ...SMALL_FLEET.hostTypes[0],
            count: 4,
            failureDomains: ['rack-a', 'rack-b'],
          },
        ],
      },
    },
  } satisfies Record<string, Example<typeof Fleet>>,
  problem: {
    fixtures: { summary: 'Named parts: kept as they are now', value: FIXTURE_PROBLEM },
    inline: {
      summary: 'At most two hosts',
      value: { ...SMALL_PROBLEM, objectives: ['peakLoad'], epsilons: [{ objective: 'hostsUsed', atMost: 2 }] },
    },
  } satisfies Record<string, Example<typeof ProblemInput>>,
};

const estimate: Record<string, Example<typeof EstimateRequest>> = {
  legal: {
    summary: 'What it costs and how far it is from the best',
    value: { problem: SMALL_PROBLEM, placement: ROW_WISE_PLACEMENT },
  },
  illegal: {
    summary: 'What is wrong with it',
    value: { problem: SMALL_PROBLEM, placement: EXAMPLES.evaluation['illegal'].value.placement },
  },
};

const comparison: Record<string, Example<typeof ComparisonRequest>> = {
  placements: {
    summary: 'What moves when a table is split, and what it is good for',
    value: { problem: SMALL_PROBLEM, before: { placement: SMALL_PLACEMENT }, after: { placement: ROW_WISE_PLACEMENT } },
  },
  problems: {
    summary: 'What differs between two problems',
    value: {
      before: { problem: SMALL_PROBLEM },
      after: { problem: { ...SMALL_PROBLEM, constraints: [{ kind: 'drained', hosts: ['small-1'] }] } },
    },
  },
};

const batch: Record<string, Example<typeof BatchRequest>> = {
  plans: {
    summary: 'The same problem at two request rates',
    value: {
      items: [1, 1000].map((requestsPerSecond) => ({
        kind: 'plan' as const,
        request: {
          problem: { ...SMALL_PROBLEM, workload: { ...SMALL_WORKLOAD, requestsPerSecond } },
          measure: false as const,
        },
      })),
    },
  },
  mixed: {
    summary: 'A plan, and a placement of your own',
    value: {
      items: [
        { kind: 'plan', request: { problem: FIXTURE_PROBLEM, measure: false } },
        { kind: 'evaluation', request: { problem: SMALL_PROBLEM, placement: ROW_WISE_PLACEMENT, measure: false } },
      ],
    },
  },
};

export const RESOURCE_EXAMPLES = { uploads, estimate, comparison, batch };
