import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claim } from '../../api/jobs/job-queue.ts';
import { BadCursorError } from '../../api/jobs/job-store.ts';
import { forgetOld } from '../../api/jobs/retention.ts';
import { packStudy, type PreparedStudy } from '../../api/prepared-study.ts';
import type { StudyResult } from '../../api/results.ts';
import { prepareStudy } from '../../api/studies.ts';
import type { Database } from '../../api/store/database.ts';
import { migrate } from '../../api/store/migrate.ts';
import { openPostgres } from '../../api/store/postgres.ts';
import { startPostgres, whyNoPostgres, type PostgresServer } from '../postgres-server.ts';
import { clearJobs, idOf, openDesk, type Desk } from './job-desk.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';
import { openTestDatabase } from './test-jobs.ts';

/** Databases as two processes see one: connections of their own where there can be two. */
type OpenDatabases = () => Promise<{ readonly mine: Database; readonly theirs: Database; close(): Promise<void> }>;

const openEmbedded: OpenDatabases = async () => {
  const database = await openTestDatabase();
  return { mine: database, theirs: database, close: () => database.close() };
};

const openServer: OpenDatabases = async () => {
  const server: PostgresServer = await startPostgres();
  const url = await server.createDatabase();
  const options = { connections: 8, onError: () => {} };
  const [mine, theirs] = await Promise.all([openPostgres(url, options), openPostgres(url, options)]);
  return {
    mine,
    theirs,
    close: async () => {
      await mine.close();
      await theirs.close();
      await server.close();
    },
  };
};

const databases: readonly (readonly [string, OpenDatabases, string | undefined])[] = [
  ['PGlite', openEmbedded, undefined],
  ['PostgreSQL', openServer, whyNoPostgres],
];

const OWNER = { owner: 'me' };
const study = (seed = 1): PreparedStudy =>
  packStudy(prepareStudy('evaluation', { problem: smallProblem(), placement: smallPlacement(), measure: false, seed }));
/** Only what is kept and read again matters here: order of keys, and characters that databases do not like. */
const result = { kind: 'evaluation', zeta: '\u0000 \ud800', alpha: 0.1 + 0.2 } as unknown as StudyResult;
const progress = (done: number) => ({ phase: 'solving' as const, done, of: 9, message: '' });

describe.each(databases)('jobs on %s%s', (_, open, whyNot) => {
  const suite = whyNot === undefined ? describe : describe.skip;
  suite(whyNot ?? 'obey the laws:', () => {
    let mine: Desk;
    let theirs: Desk;
    let database: Database;
    let close: () => Promise<void>;

    beforeAll(async () => {
      const opened = await open();
      database = opened.mine;
      mine = await openDesk(opened.mine, 'mine');
      theirs = await openDesk(opened.theirs, 'theirs');
      close = async () => {
        await mine.close();
        await theirs.close();
        await opened.close();
      };
    });
    afterAll(() => close());
    beforeEach(() => clearJobs(database));

    const create = async (options = {}): Promise<string> =>
      idOf(await mine.store.create(study(), { ...OWNER, ...options }));
    const claim = async (desk = mine): Promise<Claim> => {
      const claimed = await desk.queue.claim();
      if (claimed === undefined) throw new Error('nothing to claim');
      return claimed;
    };
    /** What the queue does to a process that shows no sign of life. */
    const loseClaims = (): Promise<void> => mine.engine.reclaimAll();
    const get = (id: string) => theirs.store.get(id, 'me');

    it('work is handed out once, the oldest first, as it was prepared', async () => {
      const ids = [await create(), await create(), await create()];
      const claims = await Promise.all([claim(), claim(theirs), claim()]);
      expect(claims.map(({ job }) => job).toSorted()).toEqual(ids.toSorted());
      expect(claims[0].job).toBe(ids[0]);
      expect(claims[0].work).toEqual({ kind: 'study', study: study() });
      expect(await theirs.queue.claim()).toBeUndefined();
    });

    it('a job ends once, with the result as it was said, whoever comes second', async () => {
      const id = await create();
      const claimed = await claim();
      expect(await mine.queue.finish(claimed, { status: 'succeeded', result }, {})).toBe(true);
      expect(await mine.queue.finish(claimed, { status: 'cancelled' }, {})).toBe(false);
      expect(await mine.queue.update(claimed, { progress: progress(1) })).toBe(false);
      const job = await get(id);
      expect(job).toMatchObject({ status: 'succeeded', id, kind: 'evaluation' });
      expect(JSON.stringify(job?.result)).toBe(JSON.stringify(result));
      expect(job?.progress).toBeUndefined();
    });

    it('who lost a claim changes nothing; who has it then ends the job', async () => {
      const id = await create();
      const lost = await claim();
      await loseClaims();
      const held = await claim(theirs);
      expect(held.job).toBe(id);
      expect((await mine.queue.beat([lost])).lost).toEqual([lost]);
      expect((await theirs.queue.beat([held])).lost).toEqual([]);
      expect(await mine.queue.update(lost, { progress: progress(1) })).toBe(false);
      expect(await mine.queue.finish(lost, { status: 'cancelled' }, {})).toBe(false);
      await mine.queue.handBack(lost);
      expect(await theirs.queue.update(held, { progress: progress(2) })).toBe(true);
      expect(await get(id)).toMatchObject({ status: 'running', progress: progress(2) });
      expect(await theirs.queue.finish(held, { status: 'succeeded', result }, {})).toBe(true);
      expect(await get(id)).toMatchObject({ status: 'succeeded', result: { alpha: 0.1 + 0.2 } });
    });

    it('a job whose runners died too often fails, and says so', async () => {
      const id = await create();
      for (let run = 0; run < 3; run++) {
        await claim();
        await loseClaims();
      }
      expect(await mine.queue.claim()).toBeUndefined();
      const job = await get(id);
      expect(job).toMatchObject({ status: 'failed' });
      expect(job?.error?.message).toContain('died 3 times');
    });

    it('work that is handed back is done by others, and counts as no death', async () => {
      const id = await create();
      for (let run = 0; run < 5; run++) await mine.queue.handBack(await claim());
      expect(await get(id)).toMatchObject({ status: 'queued' });
      expect(await theirs.queue.finish(await claim(theirs), { status: 'succeeded', result }, {})).toBe(true);
    });

    it('what was cancelled while it waited is never handed out', async () => {
      const id = await create();
      expect(await theirs.store.cancel(id, 'me')).toMatchObject({ status: 'cancelled', cancelRequested: true });
      expect(await mine.queue.claim()).toBeUndefined();
      expect(await mine.store.cancel(id, 'me')).toMatchObject({ status: 'cancelled' });
    });

    it('who runs a cancelled job is told, by a message and by the next sign of life, and may keep what there is', async () => {
      const id = await create();
      const claimed = await claim();
      const told = new Promise<string>((resolve) => mine.queue.onStop(resolve));
      expect(await theirs.store.cancel(id, 'me')).toMatchObject({ status: 'running', cancelRequested: true });
      expect(await told).toBe(id);
      expect((await mine.queue.beat([claimed])).stopped).toEqual([claimed]);
      await mine.queue.finish(claimed, { status: 'cancelled', result }, { bestSoFar: [] });
      expect(await get(id)).toMatchObject({ status: 'cancelled', result: { kind: 'evaluation' } });
      expect(await mine.store.cancel(id, 'me')).toMatchObject({ status: 'cancelled' });
    });

    it('a cancelled job whose runner dies is not run again', async () => {
      const id = await create();
      await claim();
      await mine.store.cancel(id, 'me');
      await loseClaims();
      expect(await theirs.queue.claim()).toBeUndefined();
      expect(await get(id)).toMatchObject({ status: 'cancelled' });
    });

    it('the queue takes no more than it may', async () => {
      for (let i = 0; i < 5; i++) await create();
      expect((await mine.store.create(study(), OWNER)).status).toBe('queueFull');
      await claim();
      expect((await mine.store.create(study(), OWNER)).status).toBe('created');
    });

    it('a key stands for one job of its owner, however many ask at once', async () => {
      const keyed = { ...OWNER, idempotencyKey: 'k', requestHash: 'h' };
      const all = await Promise.all([mine, theirs, mine, theirs].map(({ store }) => store.create(study(), keyed)));
      expect(new Set(all.map(idOf)).size).toBe(1);
      expect(all.map(({ status }) => status).toSorted()).toEqual(['created', 'repeated', 'repeated', 'repeated']);
      expect((await mine.store.create(study(2), { ...keyed, requestHash: 'other' })).status).toBe('keyReused');
      expect((await mine.store.create(study(), { ...keyed, owner: 'you' })).status).toBe('created');
      await claim();
      await claim();
      expect(await mine.queue.claim()).toBeUndefined();
    });

    it('a key that met a full queue is free', async () => {
      for (let i = 0; i < 5; i++) await create();
      const keyed = { ...OWNER, idempotencyKey: 'later', requestHash: 'h' };
      expect((await mine.store.create(study(), keyed)).status).toBe('queueFull');
      await claim();
      expect((await mine.store.create(study(), keyed)).status).toBe('created');
    });

    it('a list has each job of its owner once, the newest first, page by page', async () => {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push(await create(i % 2 === 0 ? { batch: 'even' } : {}));
      await mine.store.cancel(ids[4], 'me');
      await mine.store.create(study(), { owner: 'you' });
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await theirs.store.list({ ...OWNER, limit: 2, ...(after === undefined ? {} : { after }) });
        expect(page.jobs.length).toBeLessThanOrEqual(2);
        seen.push(...page.jobs.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(ids.toReversed());
      const listed = async (filter: object) =>
        (await mine.store.list({ ...OWNER, limit: 10, ...filter })).jobs.map(({ id }) => id);
      expect(await listed({ batch: 'even' })).toEqual([ids[4], ids[2], ids[0]]);
      expect(await listed({ status: 'cancelled' })).toEqual([ids[4]]);
      expect(await listed({ kind: 'plan' })).toEqual([]);
      for (const wrong of ['', 'x', Buffer.from('2026-01-01T00:00:00.000Z x').toString('base64url')])
        await expect(mine.store.list({ ...OWNER, limit: 1, after: wrong })).rejects.toBeInstanceOf(BadCursorError);
    });

    it('nobody sees or cancels the job of another, or of no id', async () => {
      const id = await create();
      for (const [strange, owner] of [
        [id, 'you'],
        ['x', 'me'],
        [id.toUpperCase(), 'me'],
        [`${id}\u0000`, 'me'],
      ]) {
        expect(await mine.store.get(strange, owner)).toBeUndefined();
        expect(await mine.store.cancel(strange, owner)).toBeUndefined();
      }
      expect(await get(id)).toMatchObject({ status: 'queued' });
    });

    it('each change raises the revision, and tells those who watch in any process', async () => {
      const id = await create();
      const revisions: number[] = [];
      let told = 0;
      const stops = [mine, theirs].map(({ store }) => store.watch(id, () => (told += 1)));
      const look = async () => revisions.push((await get(id))?.revision ?? 0);
      await look();
      const claimed = await claim();
      await look();
      await mine.queue.update(claimed, { progress: progress(1) });
      await look();
      await mine.queue.finish(claimed, { status: 'succeeded', result }, {});
      await look();
      expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
      expect(new Set(revisions).size).toBe(4);
      await vi.waitFor(() => expect(told).toBe(6), { timeout: 5000, interval: 20 });
      stops.forEach((stop) => stop());
    });

    it('what ended long ago or is too much is forgotten, never what is open', async () => {
      const ids = [await create(), await create(), await create(), await create({ idempotencyKey: 'k' })];
      for (let i = 0; i < 3; i++) await mine.queue.finish(await claim(), { status: 'succeeded', result }, {});
      const limits = { keptJobs: 2, keptDays: 1, keyHours: 24 };
      expect(await forgetOld(database, limits)).toBe(1);
      await database.query(`update shardwright.jobs set finished_at = finished_at - interval '2 days' where id = $1`, [
        ids[1],
      ]);
      expect(await forgetOld(database, limits)).toBe(1);
      const kept = await Promise.all(ids.map(get));
      expect(kept.map((job) => job?.status)).toEqual([undefined, undefined, 'succeeded', 'queued']);
      await database.query(`update shardwright.idempotency_keys set created_at = created_at - interval '25 hours'`);
      await forgetOld(database, limits);
      expect(await database.query('select * from shardwright.idempotency_keys')).toEqual([]);
      const rows = await database.query<{ results: number; inputs: number }>(
        `select (select count(*)::int from shardwright.job_results) as results,
           (select count(*)::int from shardwright.job_inputs) as inputs`,
      );
      expect(rows).toEqual([{ results: 1, inputs: 1 }]);
    });

    it('each migration is applied once, and a newer schema is refused', async () => {
      await migrate(database);
      const applied = await database.query<{ id: number }>('select id from shardwright.migrations order by id');
      expect(applied.length).toBeGreaterThan(0);
      await expect(migrate(database, [])).rejects.toThrow('newer Shardwright');
    });

    it('a transaction that throws leaves nothing, and the next one works', async () => {
      const ids = async () => database.query('select id from shardwright.jobs');
      const insert = `insert into shardwright.jobs (id, owner, kind) values (gen_random_uuid(), 'me', 'plan')`;
      await expect(
        database.transaction(async (transaction) => {
          await transaction.query(insert);
          await transaction.transaction((inner) => inner.query('select 1 / 0'));
        }),
      ).rejects.toThrow('division');
      expect(await ids()).toEqual([]);
      await expect(database.query('begin; select 1 / 0; commit')).rejects.toThrow('division');
      await database.transaction((transaction) => transaction.query(insert));
      expect(await ids()).toHaveLength(1);
    });
  });
});
