import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claim } from '../../api/jobs/job-queue.ts';
import { BadCursorError } from '../../api/jobs/job-store.ts';
import { forgetOld } from '../../api/jobs/retention.ts';
import { packStudy, type PreparedStudy } from '../../api/prepared-study.ts';
import type { MeasurementReport, StudyResult } from '../../api/results.ts';
import { doWork } from '../../api/jobs/work.ts';
import { plansOf, type MeasuredPlans } from '../../api/study.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { FrontierAnswer, Plan } from '../../domain/plan.ts';
import { prepareStudy } from '../../api/studies.ts';
import type { Database } from '../../api/store/database.ts';
import { migrate } from '../../api/store/migrate.ts';
import { IN_MEMORY, openPglite } from '../../api/store/pglite.ts';
import { openPostgres } from '../../api/store/postgres.ts';
import { startPostgres, whyNoPostgres, type PostgresServer } from '../postgres-server.ts';
import { clearJobs, idOf, openDesk, type Desk } from './job-desk.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

/** Databases as two processes see one: connections of their own where there can be two. */
type OpenDatabases = () => Promise<{ readonly mine: Database; readonly theirs: Database; close(): Promise<void> }>;

const openEmbedded: OpenDatabases = async () => {
  const database = await openPglite(IN_MEMORY);
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
/** A frontier of some plans, solved and measured once for all tests. */
const frontier = (() => {
  const problem = smallProblem();
  problem.fleet.hostTypes[0].count = 5;
  const study = prepareStudy('frontier', {
    problem,
    gridPoints: 3,
    measure: { requests: 2, warmupRequests: 0, maxPlans: 3 },
  });
  const hooks = { clock: systemClock };
  const solved = doWork({ kind: 'solve', study: packStudy(study) }, hooks).then((done) => {
    if (done.kind !== 'solve') throw new Error('not solved');
    return done;
  });
  const measured = solved.then(async ({ solved: { answer }, chosen }) => {
    const plans = chosen.map((position) => plansOf(answer)[position]);
    const done = await doWork({ kind: 'measure', study: packStudy(study), plans }, hooks);
    if (done.kind !== 'measure') throw new Error('not measured');
    const { measurements } = JSON.parse(JSON.stringify(done.measured)) as MeasuredPlans;
    return new Map(plans.map((plan, i) => [plan.placementHash, measurements[i] as Measurement]));
  });
  return { study: packStudy(study), solved, measured };
})();

function measuredOf(all: ReadonlyMap<string, Measurement>, plans: readonly Plan[]): MeasuredPlans {
  const measurements = plans.map(({ placementHash }) => all.get(placementHash) ?? null);
  const report: MeasurementReport = {
    plansMeasured: plans.length,
    plansFound: plans.length,
    trace: 'synthesised',
    requests: 2,
    warmupRequests: 0,
    touchedBytes: 1,
    notes: [],
  };
  return { measurements, report, measuringSeconds: 1 };
}

const withoutMeasurements = (answer: FrontierAnswer): unknown =>
  JSON.parse(JSON.stringify(answer, (key: string, value: unknown) => (key === 'measurement' ? undefined : value)));

const progress = (done: number) => ({ phase: 'solving' as const, done, of: 9, message: '' });

describe.each(databases)('jobs on %s', (_, open, whyNot) => {
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
      const claims = [await claim(), ...(await Promise.all([claim(theirs), claim()]))];
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
      // Of the one that has ended and of the one that waits.
      expect(rows).toEqual([{ results: 1, inputs: 2 }]);
    });

    describe('a frontier whose plans are shared out', () => {
      const createFrontier = async (): Promise<Claim> => {
        idOf(await mine.store.create(frontier.study, OWNER));
        return claim();
      };
      const measure = async (desk: Desk, part: Claim): Promise<boolean> => {
        if (part.work.kind !== 'measure') throw new Error(`not a part: ${part.work.kind}`);
        const measured = measuredOf(await frontier.measured, part.work.plans);
        return desk.queue.finish(part, { status: 'measured', measured });
      };
      const cut = async (): Promise<string> => {
        const claimed = await createFrontier();
        expect(claimed.work.kind).toBe('solve');
        expect(await mine.queue.cut(claimed, await frontier.solved, { progress: progress(9) })).toBe(true);
        return claimed.job;
      };

      it('is joined by its last part, and is what one process finds', async () => {
        const id = await cut();
        // Parts go before jobs that were queued later, and before those that waited.
        await create();
        const parts = [await claim(), await claim(theirs)];
        expect(new Set(parts.map(({ job }) => job))).toEqual(new Set([id]));
        expect(await mine.queue.update(parts[0], { progress: progress(1) })).toBe(true);
        expect(await get(id)).toMatchObject({ status: 'running', progress: { phase: 'measuring', done: 1, of: 3 } });
        expect(await measure(mine, parts[0])).toBe(true);
        expect(await measure(mine, parts[0])).toBe(false);
        expect(await get(id)).toMatchObject({ status: 'running' });
        expect(await measure(theirs, parts[1])).toBe(true);
        const job = await get(id);
        expect(job).toMatchObject({ status: 'succeeded', kind: 'frontier' });
        if (job?.kind !== 'frontier' || job.result?.answer.status !== 'solved') throw new Error('not solved');
        const { answer } = (await frontier.solved).solved;
        expect(withoutMeasurements(job.result.answer)).toEqual(JSON.parse(JSON.stringify(answer)));
        expect(job.result.measurements).toMatchObject({
          plansFound: plansOf(answer).length,
          plansMeasured: 3,
          requests: 2,
        });
        expect(job.result.measurements.notes.some((note) => note.startsWith('Plans were measured in 2 runs'))).toBe(
          true,
        );
        const measured = job.result.answer.frontier.plans.filter(({ measurement }) => measurement !== undefined);
        expect(measured).toHaveLength(3);
        for (const plan of measured)
          expect(plan.measurement).toEqual((await frontier.measured).get(plan.placementHash));
        expect(await database.query('select id from shardwright.job_parts')).toEqual([]);
      });

      it('is cut once: who lost it cuts nothing', async () => {
        const claimed = await createFrontier();
        await loseClaims();
        const held = await claim(theirs);
        expect(await mine.queue.cut(claimed, await frontier.solved, {})).toBe(false);
        expect(await theirs.queue.cut(held, await frontier.solved, {})).toBe(true);
        expect(await database.query('select id from shardwright.job_parts')).toHaveLength(2);
      });

      it('measures a part again whose runner died, and goes without one that kills', async () => {
        const id = await cut();
        const [first, second] = [await claim(), await claim(theirs)];
        await loseClaims();
        expect(await measure(theirs, second)).toBe(false);
        const again = [await claim(), await claim()];
        expect(again.map((part) => part.id).toSorted()).toEqual([first.id, second.id].toSorted());
        expect(await measure(mine, again[0])).toBe(true);
        for (let run = 0; run < 2; run++) {
          await loseClaims();
          if (run < 1) await claim();
        }
        expect(await mine.queue.claim()).toBeUndefined();
        const job = await get(id);
        expect(job).toMatchObject({ status: 'succeeded' });
        if (job?.kind !== 'frontier') throw new Error('no frontier');
        const lost = again[1].work.kind === 'measure' ? again[1].work.plans.length : 0;
        expect(job.result?.measurements.plansMeasured).toBe(3 - lost);
        expect(job.result?.measurements.notes.join()).toContain('died 3 times');
      });

      it('is cancelled with its parts, and keeps what they have', async () => {
        const id = await cut();
        const part = await claim();
        const told = new Promise<string>((resolve) => mine.queue.onStop(resolve));
        expect(await theirs.store.cancel(id, 'me')).toMatchObject({ status: 'running', cancelRequested: true });
        expect(await told).toBe(id);
        expect(await theirs.queue.claim()).toBeUndefined();
        expect(await measure(mine, part)).toBe(true);
        const job = await get(id);
        expect(job).toMatchObject({ status: 'cancelled', result: { answer: { status: 'solved' } } });
        if (job?.kind !== 'frontier') throw new Error('no frontier');
        expect(job.result?.measurements.notes).toContain('Cancelled before every plan was measured.');
      });

      it('ends at once when it is cancelled before any part has begun', async () => {
        const id = await cut();
        expect(await mine.store.cancel(id, 'me')).toMatchObject({ status: 'cancelled' });
        expect(await mine.queue.claim()).toBeUndefined();
        const claimed = await createFrontier();
        await mine.store.cancel(claimed.job, 'me');
        expect(await mine.queue.cut(claimed, await frontier.solved, {})).toBe(true);
        expect(await get(claimed.job)).toMatchObject({ status: 'cancelled', result: { kind: 'frontier' } });
      });

      it('fails with a part that fails, and its other parts are stopped', async () => {
        const id = await cut();
        const [first, second] = [await claim(), await claim(theirs)];
        const told = new Promise<string>((resolve) => theirs.queue.onStop(resolve));
        const error = { id: 'x', message: 'a bug' };
        expect(await mine.queue.finish(first, { status: 'failed', error })).toBe(true);
        expect(await told).toBe(id);
        expect(await measure(theirs, second)).toBe(false);
        expect(await get(id)).toMatchObject({ status: 'failed', error });
      });
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
