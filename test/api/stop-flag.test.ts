import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { controllerOf, createStopFlag, raise } from '../../api/jobs/stop-flag.ts';
import { startStudy } from '../../api/jobs/study-thread.ts';
import { packStudy } from '../../api/prepared-study.ts';
import { prepareStudy } from '../../api/studies.ts';
import { sharedPool } from '../../solver/exact/engine-pool.ts';

describe('a stop flag', () => {
  it('aborts a signal that is read, and tells those who listen', () => {
    const flag = createStopFlag();
    const { signal } = controllerOf(flag);
    let told = 0;
    signal.addEventListener('abort', () => told++);
    expect(signal.aborted).toBe(false);
    raise(flag);
    expect([signal.aborted, signal.aborted, told]).toEqual([true, true, 1]);
    expect(() => signal.throwIfAborted()).toThrow('aborted');
  });

  it('is seen by a thread whose event loop is busy', async () => {
    const flag = createStopFlag();
    const module = JSON.stringify(new URL('../../api/jobs/stop-flag.ts', import.meta.url).href);
    const source = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { controllerOf } from ${module};
      const { signal } = controllerOf(workerData);
      parentPort.postMessage('busy');
      let readings = 0;
      while (!signal.aborted) readings++;
      parentPort.postMessage(readings);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: flag });
    const messages: unknown[] = [];
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.on('message', (message) => {
      messages.push(message);
      if (message === 'busy') setTimeout(() => raise(flag), 20);
    });
    await ended;
    expect(messages[0]).toBe('busy');
    expect(messages[1]).toBeGreaterThan(0);
  });
});

/** Whole tables of unequal load on so many hosts of 1 GB, as a request gives them. */
function wholeTables(rows: readonly number[], hosts: number, rest: object = {}) {
  const host = {
    memoryBandwidthBytesPerSecond: 1e11,
    cores: 8,
    link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1e9 },
  };
  return {
    model: {
      name: 'busy',
      nets: [{ name: 'net' }],
      tables: rows.map((own, t) => ({ name: `t${t}`, rows: own, net: 'net', dim: 64, features: [{ name: `t${t}` }] })),
    },
    workload: {
      batchSize: 16,
      samplesPerRequest: 16,
      tables: rows.map((_, t) => ({
        table: `t${t}`,
        popularity: { kind: 'zipf', exponent: 1.05 },
        features: [{ feature: `t${t}`, poolingFactor: 20 + ((t * 104_729) % 1000) / 1009 }],
      })),
    },
    fleet: {
      main: { ...host, memoryBytes: 1e9 },
      hostTypes: [{ ...host, name: 'host', count: hosts, memoryBytes: 1e9 }],
    },
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
    ...rest,
  };
}

describe('a cancelled study', () => {
  it('answers from the midst of a sweep, long before its thread would be ended', async () => {
    // Three tables to two hosts: the mean is out of reach, and the sweep has many cells.
    const problem = wholeTables(Array<number>(300).fill(10_000), 200);
    const study = prepareStudy('frontier', { problem, measure: false });
    // At work for certain; the grace period would be the end of the test.
    const thread = startStudy(packStudy(study), { onProgress: () => thread.cancel(120_000) });
    const result = await thread.result;
    if (result?.kind !== 'frontier' || result.answer.status !== 'solved') throw new Error(JSON.stringify(result));
    // Without the flag the sweep would go on to its last cell.
    expect(result.answer.frontier.cells.unswept).toBeGreaterThan(0);
  }, 60_000);

  it('answers with its incumbent where it waits for an engine, which is let go', async () => {
    const rows = Array.from({ length: 120 }, (_, t) => 10_000 + 37 * ((t * 7919) % 1009));
    const problem = wholeTables(rows, 9, { objectives: ['peakLoad'] });
    const study = prepareStudy('plan', { problem, method: 'mip', measure: false });
    // The first plan is the search's: the engine, which has minutes of work, comes after it.
    const stop = (): void => void setTimeout(() => thread.cancel(120_000), 500);
    const thread = startStudy(packStudy(study), { onPlan: stop });
    const result = await thread.result;
    if (result?.kind !== 'plan' || !('plan' in result.answer)) throw new Error(JSON.stringify(result));
    expect(result.answer.plan.proof.stoppedBy).toContain('cancelled');
    const rest = await sharedPool().relax('highs', { columns: [], rows: [] }, { seconds: 10, method: 'simplex' });
    expect(rest.stoppedBy).not.toBe('cancelled');
  }, 60_000);
});
