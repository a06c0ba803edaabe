import type { Database } from '../store/database.ts';
import type { ObjectiveName } from '../../domain/problem.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import type { SolvedFrontier } from '../study.ts';
import { CANCELLED_NOTE, cutFrontier, endPart, plansAt, updatePart } from './frontier-parts.ts';
import type { JobError } from './job.ts';
import type { Claim, ClaimNews, JobQueue, JobUpdate, WorkOutcome } from './job-queue.ts';
import { endJob, jsonOrNull } from './job-rows.ts';
import { signal, type JobSignals } from './job-signals.ts';
import type { Entry, QueueEngine } from './queue-engine.ts';
import type { Work } from './work.ts';

export interface QueueOptions {
  /** Names this process in the tables. */
  readonly worker: string;
  /** Times that a claim of one job may be lost before it is given up. */
  readonly lostRuns: number;
}

/**
 * Work out of the database. Each change of a job is one transaction with its entry in the queue, in this order: entry, job, part.
 * A claim that was lost finds the entry, or the attempt that the job's row names, to be another's, and changes nothing.
 */
export function createQueue(
  database: Database,
  engine: QueueEngine,
  signals: JobSignals,
  options: QueueOptions,
): JobQueue {
  return {
    onWork: (wake) => signals.onWork(wake),
    onStop: (stop) => signals.onStop(stop),
    claim: async () => {
      for (;;) {
        const drawn = await database.transaction((transaction) => draw(transaction, engine, options));
        if (drawn !== 'ended') return drawn && { ...drawn, work: await cutWhereShared(drawn.work, engine) };
      }
    },
    update: (claim, change) =>
      database.transaction(async (transaction) => {
        if (!(await holds(transaction, claim))) return false;
        if (claim.work.kind === 'measure') {
          if (change.progress !== undefined) await updatePart(transaction, claim.job, claim.id, change.progress.done);
        } else await keep(transaction, claim.job, change);
        return true;
      }),
    finish: (claim, outcome, last = {}) =>
      database.transaction(async (transaction) => {
        if (!(await engine.settle(transaction, claim)) || !(await holds(transaction, claim))) return false;
        await end(transaction, claim, outcome, last);
        return true;
      }),
    cut: async (claim, solved, last) => {
      const runners = await engine.countRunners();
      return database.transaction(async (transaction) => {
        if (!(await engine.settle(transaction, claim)) || !(await holds(transaction, claim))) return false;
        await keep(transaction, claim.job, last);
        await cutFrontier(transaction, engine, claim.job, solved, runners);
        return true;
      });
    },
    handBack: (claim) =>
      database.transaction(async (transaction) => {
        if (!(await engine.handBack(transaction, claim)) || !(await holds(transaction, claim))) return;
        await release(transaction, claim);
      }),
    beat: (claims) => beat(database, engine, claims),
  };
}

async function end(transaction: Database, claim: Claim, outcome: WorkOutcome, last: JobUpdate): Promise<void> {
  const { id, job, work } = claim;
  if (outcome.status === 'measured') return endPart(transaction, job, id, { measured: outcome.measured });
  if (outcome.status === 'cancelled' && work.kind === 'measure')
    return endPart(transaction, job, id, { note: CANCELLED_NOTE });
  await endJob(transaction, job, {
    ...outcome,
    ...(last.bestSoFar === undefined ? {} : { bestSoFar: last.bestSoFar }),
  });
  // Its other parts, if it has any.
  if (work.kind === 'measure') await signal(transaction, 'stop', job);
}

/** Whether the claim is the one that the row names, locked until the transaction ends. The job's row comes first. */
async function holds(transaction: Database, { id, job, retryCount, work }: Claim): Promise<boolean> {
  const [row] = await transaction.query<{ attempt: number | null; is_open: boolean }>(
    'select attempt, finished_at is null as is_open from shardwright.jobs where id = $1 for update',
    [job],
  );
  if (row === undefined || !row.is_open) return false;
  if (work.kind !== 'measure') return row.attempt === retryCount;
  const [part] = await transaction.query<{ attempt: number | null }>(
    'select attempt from shardwright.job_parts where id = $1',
    [id],
  );
  return part?.attempt === retryCount;
}

async function keep(transaction: Database, job: string, { progress, bestSoFar }: JobUpdate): Promise<void> {
  await transaction.query(
    `update shardwright.jobs set progress = coalesce($2::json, progress), best_so_far = coalesce($3::json, best_so_far),
       revision = revision + 1 where id = $1`,
    [job, jsonOrNull(progress), jsonOrNull(bestSoFar)],
  );
  await signal(transaction, 'changed', job);
}

async function release(transaction: Database, { id, job, work }: Claim): Promise<void> {
  const table = work.kind === 'measure' ? 'job_parts' : 'jobs';
  await transaction.query(
    `update shardwright.${table} set status = 'queued', attempt = null, worker = null where id = $1`,
    [id],
  );
  await transaction.query(
    'update shardwright.jobs set revision = revision + 1, progress = case when solved is null then null else progress end where id = $1',
    [job],
  );
  await signal(transaction, 'changed', job);
  await signal(transaction, 'work', job);
}

/** The next claim; `ended` where what was drawn needs no work any more, and there may be more. */
async function draw(
  transaction: Database,
  engine: QueueEngine,
  options: QueueOptions,
): Promise<Claim | 'ended' | undefined> {
  const entry = await engine.fetch(transaction);
  if (entry === undefined) return undefined;
  const claim =
    entry.data.part === undefined
      ? await drawJob(transaction, entry, options)
      : await drawPart(transaction, entry, entry.data.part, options);
  if (claim === undefined) {
    await engine.settle(transaction, entry);
    return 'ended';
  }
  await signal(transaction, 'changed', claim.job);
  return claim;
}

/** A frontier whose plans others could measure too is solved alone first; one process by itself measures all plans in one run. */
async function cutWhereShared(work: Work, engine: QueueEngine): Promise<Work> {
  const { kind, study } = work;
  if (kind !== 'study' || study.kind !== 'frontier') return work;
  return (await engine.countRunners()) > 1 ? { kind: 'solve', study } : work;
}

interface DrawnRow {
  readonly status: string;
  readonly lost: number;
  readonly cancel_requested: boolean;
}

async function drawJob(
  transaction: Database,
  { data: { job }, id, retryCount }: Entry,
  { worker, lostRuns }: QueueOptions,
): Promise<Claim | undefined> {
  const [row] = await transaction.query<DrawnRow>(
    `select status, lost, cancel_requested from shardwright.jobs
     where id = $1 and finished_at is null and solved is null for update`,
    [job],
  );
  if (row === undefined) return undefined;
  // Nobody handed it back: whoever ran it is gone.
  const lost = row.lost + (row.status === 'running' ? 1 : 0);
  if (row.cancel_requested || lost > lostRuns) {
    await endJob(
      transaction,
      job,
      row.cancel_requested ? { status: 'cancelled' } : { status: 'failed', error: lostError(job, lost) },
    );
    return undefined;
  }
  await transaction.query(
    `update shardwright.jobs set status = 'running', attempt = $2, worker = $3, lost = $4, revision = revision + 1,
       started_at = coalesce(started_at, clock_timestamp()) where id = $1`,
    [job, retryCount, worker, lost],
  );
  const { study, requestId } = await inputOf(transaction, job);
  return { id, job, retryCount, requestId, work: { kind: 'study', study } };
}

async function inputOf(
  transaction: Database,
  job: string,
): Promise<{ readonly study: PreparedStudy; readonly requestId: string | null }> {
  const [row] = await transaction.query<{
    kind: PreparedStudy['kind'];
    hash: string;
    compared_by: ObjectiveName[];
    study: string;
    request_id: string | null;
  }>(
    `select j.kind, j.request_id, i.hash, i.compared_by, i.study
     from shardwright.jobs j join shardwright.job_inputs i on i.job = j.id where j.id = $1`,
    [job],
  );
  const study = { kind: row.kind, hash: row.hash, comparedBy: row.compared_by, json: row.study };
  return { study, requestId: row.request_id };
}

const lostError = (id: string, lost: number): JobError => ({
  id,
  message:
    `Whoever ran this job died ${lost} times before it was done. ` +
    'Maybe it takes more memory than a worker has; the logs of the workers say how they ended.',
});

async function drawPart(
  transaction: Database,
  { data: { job }, id, retryCount }: Entry,
  part: string,
  { worker, lostRuns }: QueueOptions,
): Promise<Claim | undefined> {
  const [parent] = await transaction.query<{ solved: SolvedFrontier }>(
    `select solved from shardwright.jobs where id = $1 and finished_at is null and solved is not null for update`,
    [job],
  );
  const [row] = await transaction.query<{ status: string; lost: number; positions: number[] }>(
    `select status, lost, positions from shardwright.job_parts where id = $1 and status <> 'ended'`,
    [part],
  );
  if (parent === undefined || row === undefined) return undefined;
  const lost = row.lost + (row.status === 'running' ? 1 : 0);
  if (lost > lostRuns) {
    await endPart(transaction, job, part, { note: lostNote(row.positions, lost) });
    return undefined;
  }
  await transaction.query(
    `update shardwright.job_parts set status = 'running', attempt = $2, worker = $3, lost = $4 where id = $1`,
    [part, retryCount, worker, lost],
  );
  const plans = plansAt(parent.solved, row.positions);
  const { study, requestId } = await inputOf(transaction, job);
  return { id, job, retryCount, requestId, work: { kind: 'measure', study, plans } };
}

const lostNote = (positions: readonly number[], lost: number): string =>
  `Plans ${positions.join(', ')} were not measured: whoever measured them died ${lost} times. Maybe a worker has too little memory.`;

async function beat(database: Database, engine: QueueEngine, claims: readonly Claim[]): Promise<ClaimNews> {
  const held = await engine.touch(claims);
  const jobs = await database.query<{ id: string }>(
    'select id from shardwright.jobs where id = any($1::uuid[]) and cancel_requested and finished_at is null',
    [claims.map(({ job }) => job)],
  );
  const stopped = new Set(jobs.map(({ id }) => id));
  return {
    lost: claims.filter(({ id }) => !held.has(id)),
    stopped: claims.filter(({ id, job }) => held.has(id) && stopped.has(job)),
  };
}
