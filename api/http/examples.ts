import type * as z from 'zod';
import type { DriftRequest, EvaluationRequest, ExplanationRequest, FrontierRequest, PlanRequest } from '../inputs.ts';
import { FIXTURE_PROBLEM, ROW_WISE_PLACEMENT, SMALL_PLACEMENT, SMALL_PROBLEM, SMALL_TRACE } from './small-example.ts';

/** Examples of the document. All of them run: test/api/http-examples.test.ts posts each. */

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
      placement: ROW_WISE_PLACEMENT,
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
      trace: SMALL_TRACE,
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

export interface Example<S extends z.ZodType> {
  readonly summary: string;
  readonly value: z.input<S>;
}

export const EXAMPLES = { frontier, plan, evaluation, explanation, drift };
