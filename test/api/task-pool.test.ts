import { afterAll, describe, expect, it } from 'vitest';
import { BadInputError } from '../../api/bad-input.ts';
import { MalformedJsonError } from '../../api/json-text.ts';
import { createTaskPool, TaskTooHeavyError } from '../../api/offload/task-pool.ts';
import { packStudy, unpackStudy, type PreparedStudy } from '../../api/prepared-study.ts';
import { limited } from '../../api/study-limits.ts';
import { prepareStudy } from '../../api/studies.ts';
import { STUDY_LIMITS } from './running-app.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const MIB = 2 ** 20;
const pool = createTaskPool({ processes: 2, timeLimitMs: 30_000, heapBytes: 96 * MIB, limits: STUDY_LIMITS });
const slowPool = createTaskPool({ processes: 1, timeLimitMs: 30, heapBytes: 256 * MIB, limits: STUDY_LIMITS });
afterAll(() => Promise.all([pool.close(), slowPool.close()]));

const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const small = (seed = 1) => ({ problem: smallProblem(), placement: smallPlacement(), measure: false, seed });
const prepare = async (body: unknown): Promise<PreparedStudy> => {
  const prepared = await pool.run('prepareStudy', bytesOf(body), { kind: 'evaluation', found: [] });
  if (!('value' in prepared)) throw new Error('it names nothing');
  return prepared.value;
};

describe('a task', () => {
  it('answers what it would in the process that asked', async () => {
    const study = limited(prepareStudy('evaluation', small()), STUDY_LIMITS);
    const prepared = await prepare(small());
    expect(prepared).toEqual(packStudy(study));
    expect(unpackStudy(prepared)).toEqual(JSON.parse(JSON.stringify(study)));
  });

  it('of many at once answers each its own', async () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const prepared = await Promise.all(seeds.map((seed) => prepare(small(seed))));
    expect(prepared.map((study) => unpackStudy(study).seed)).toEqual(seeds);
    expect(new Set(prepared.map(({ hash }) => hash)).size).toBe(40);
  });

  it('that is refused says all that it would in the process that asked', async () => {
    await expect(prepare({ ...small(), sed: 1 })).rejects.toMatchObject({ problems: [{ pointer: '/sed' }], count: 1 });
    await expect(prepare({ ...small(), sed: 1 })).rejects.toBeInstanceOf(BadInputError);
    await expect(prepare('{')).rejects.toBeInstanceOf(MalformedJsonError);
  });

  it('with very many faults carries some, and counts all', async () => {
    const body = { ...small(), placement: { shards: Array(5000).fill(1) } };
    const error = await prepare(body).catch((found: unknown) => found);
    if (!(error instanceof BadInputError)) throw error;
    expect(error.problems).toHaveLength(1000);
    expect(error.count).toBeGreaterThanOrEqual(5000);
  });

  it('that would take all memory ends alone, and the next one is answered', async () => {
    const bomb = `{"placement": {"shards": [${'[],'.repeat(5_000_000)}0]}}`;
    const [heavy, next] = await Promise.allSettled([prepare(bomb), prepare(small())]);
    expect(heavy).toMatchObject({ status: 'rejected', reason: { kind: 'memory' } });
    expect(next.status).toBe('fulfilled');
    for (const seed of [1, 2, 3]) expect(unpackStudy(await prepare(small(seed))).seed).toBe(seed);
  });

  it('that takes too long ends alone', async () => {
    // The process has yet to load the schemas: longer than its limit.
    const slow = slowPool.run('prepareStudy', bytesOf(small()), { kind: 'evaluation', found: [] });
    await expect(slow).rejects.toBeInstanceOf(TaskTooHeavyError);
  });
});
