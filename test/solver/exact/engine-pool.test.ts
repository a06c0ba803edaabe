import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_CAPS } from '../../../solver/caps.ts';
import type { ClaimedAnswer, MipLimits, MipProgram } from '../../../solver/exact/engine.ts';
import { lendPool, lentPool } from '../../../solver/exact/engine-lending.ts';
import { createEnginePool, type EnginePool } from '../../../solver/exact/engine-pool.ts';
import { createEngineThread, type EngineThread } from '../../../solver/exact/engine-thread.ts';
import { buildProgram } from '../../../solver/exact/formulation.ts';
import { compileInstance } from '../../../solver/instance.ts';
import { smallProblem } from '../../small-problem.ts';

/** Nodes end it: the seconds are out of reach. */
const LIMITS: MipLimits = { nodes: 40, seconds: 60, relativeGap: 0 };

function peakProgram(count: number, hosts: number): MipProgram {
  const tables = Array.from({ length: count }, (_, t) => ({
    name: `t${t}`,
    rows: 100 + ((t * 7919) % 900),
    poolingFactor: 1 + ((t * 31) % 12) + t / 100,
  }));
  const bytes = tables.reduce((sum, { rows }) => sum + rows * 256, 0);
  const memoryBytes = Math.ceil((bytes * 1.02) / hosts);
  const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
  const problem = smallProblem(tables, { hosts, memoryBytes, constraints });
  return buildProgram(compileInstance(problem), { objective: 'peakLoad', caps: NO_CAPS }).program;
}

const small = peakProgram(12, 3);
/** Minutes of work. */
const endless = peakProgram(200, 8);
const ENDLESS: MipLimits = { seconds: 600, relativeGap: 0 };

/** What must not depend on the thread that answers. */
const answered = ({ status, values, bound, stoppedBy }: ClaimedAnswer) => ({
  status,
  values: [...(values ?? [])],
  bound,
  stoppedBy,
});

const pool = createEnginePool();
afterAll(() => pool.dispose());

describe('a warm engine', () => {
  it('answers what a cold one does, digit for digit, whatever it solved before', async () => {
    const cold: ReturnType<typeof answered>[] = [];
    for (const program of [small, peakProgram(15, 3)]) {
      const fresh = createEnginePool();
      cold.push(answered(await fresh.solve('highs', program, LIMITS)));
      await fresh.dispose();
    }
    const warm: typeof cold = [];
    for (const program of [small, peakProgram(15, 3), small, peakProgram(15, 3)])
      warm.push(answered(await pool.solve('highs', program, LIMITS)));
    expect(warm).toEqual([...cold, ...cold]);
    expect(cold[0].values.length).toBe(small.columns.length);
  });

  it('has a thread for each of several callers at once', async () => {
    const started: EngineThread[] = [];
    const counted = createEnginePool((name) => {
      const thread = createEngineThread(name);
      started.push(thread);
      return thread;
    });
    const both = await Promise.all([1, 2].map(() => counted.solve('highs', small, LIMITS)));
    expect(started.length).toBe(2);
    expect(answered(both[0])).toEqual(answered(both[1]));
    await counted.solve('highs', small, LIMITS);
    expect(started.length).toBe(2);
    await counted.dispose();
  });
});

/** A signal that no event announces, as one that another thread's flag aborts. */
function silentSignal(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  let isAborted = false;
  Object.defineProperty(controller.signal, 'aborted', { get: () => isAborted });
  return { signal: controller.signal, abort: () => (isAborted = true) };
}

const throughPorts: [string, () => { readonly pool: EnginePool; readonly close: () => void }][] = [
  ['of its own thread', () => ({ pool, close: () => undefined })],
  [
    'lent by another thread',
    () => {
      const port = lendPool(pool);
      return { pool: lentPool(port), close: () => port.close() };
    },
  ],
];

describe.each(throughPorts)('a pool %s', (_, open) => {
  it('answers, and ends a running solve when it is told to, in the midst of it', async () => {
    const { pool: used, close } = open();
    const controller = new AbortController();
    const order: string[] = [];
    const running = used.solve('highs', endless, ENDLESS, undefined, controller.signal);
    void running.then(() => order.push('stopped'));
    // Solved beside it: the long one is at work for certain when it is stopped.
    const beside = await used.solve('highs', small, LIMITS);
    order.push('beside');
    expect(answered(beside)).toEqual(answered(await pool.solve('highs', small, LIMITS)));
    controller.abort();
    expect(await running).toMatchObject({ status: 'noSolutionFound', stoppedBy: 'cancelled' });
    expect(order).toEqual(['beside', 'stopped']);
    const relaxed = await used.relax('highs', small, { seconds: 60, method: 'simplex' });
    expect(relaxed.rowDuals?.length).toBe(small.rows.length);
    close();
  });

  it('does not start for who has stopped already', async () => {
    const { pool: used, close } = open();
    const signal = AbortSignal.abort();
    const answers = await Promise.all([
      used.solve('highs', endless, ENDLESS, undefined, signal),
      used.relax('highs', endless, { seconds: 60, method: 'simplex' }, signal),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 'noSolutionFound', stoppedBy: 'cancelled' });
    close();
  });
});

it("another thread's flag ends a running solve, though no event announces it", async () => {
  const { signal, abort } = silentSignal();
  const running = pool.solve('highs', endless, ENDLESS, undefined, signal);
  await pool.solve('highs', small, LIMITS);
  abort();
  expect(await running).toMatchObject({ status: 'noSolutionFound', stoppedBy: 'cancelled' });
});

it('a borrower that ends leaves no solve running', async () => {
  const settled: ClaimedAnswer[] = [];
  const watched: EnginePool = {
    ...pool,
    solve: async (...call) => {
      const answer = await pool.solve(...call);
      settled.push(answer);
      return answer;
    },
  };
  const port = lendPool(watched);
  void lentPool(port).solve('highs', endless, ENDLESS);
  await pool.solve('highs', small, LIMITS);
  port.close();
  while (settled.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(settled).toMatchObject([{ status: 'noSolutionFound', stoppedBy: 'cancelled' }]);
});

describe('a thread whose memory aborts, or that dies', () => {
  const real = (): Worker => new Worker(new URL('../../../solver/exact/engine-worker.ts', import.meta.url));
  const faulty = (): Worker => new Worker(new URL('./faulty-worker.ts', import.meta.url));
  const dying = (): Worker => new Worker('setTimeout(() => process.exit(3), 20)', { eval: true });

  it.each([
    ['aborts', faulty, 'Aborted()'],
    ['dies', dying, 'ended with code 3'],
  ])('that %s says so, and the next solve has another', async (_, bad, reason) => {
    const workers = [bad, bad, real, real];
    let started = 0;
    const thread = createEngineThread('highs', () => workers[started++]());
    const first = await thread.solve(small, LIMITS);
    expect(first).toMatchObject({ status: 'noSolutionFound', stoppedBy: expect.stringContaining(reason) });
    const second = await thread.relax(small, { seconds: 60, method: 'simplex' });
    expect(second).toMatchObject({ status: 'noSolutionFound', stoppedBy: expect.stringContaining(reason) });
    const third = await thread.solve(small, LIMITS);
    expect(answered(third)).toEqual(answered(await pool.solve('highs', small, LIMITS)));
    expect(started).toBe(3);
    await thread.dispose();
  });
});
