import { randomUUID } from 'node:crypto';
import type { Database } from '../store/database.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import { cancelParts } from './frontier-parts.ts';
import { endJob, jobOf, SELECT_JOBS, SUMMARY_COLUMNS, summaryOf, type JobRow, type SummaryRow } from './job-rows.ts';
import { signal, type JobSignals } from './job-signals.ts';
import {
  BadCursorError,
  type Created,
  type JobFilter,
  type JobPage,
  type JobStore,
  type NewJob,
  type OpenJobs,
} from './job-store.ts';
import type { QueueEngine } from './queue-engine.ts';

export interface StoreOptions {
  /** Jobs that may wait. */
  readonly queuedJobs: number;
}

/** Jobs in the database: they outlive this process, and any number of processes share them. */
export const createStore = (
  database: Database,
  engine: QueueEngine,
  signals: JobSignals,
  options: StoreOptions,
): JobStore => ({
  create: (study, job) => database.transaction((transaction) => create(transaction, engine, options, study, job)),
  get: async (id, owner) => {
    if (!isId(id)) return undefined;
    const [row] = await database.query<JobRow>(`${SELECT_JOBS} where j.id = $1 and j.owner = $2`, [id, owner]);
    return row === undefined ? undefined : jobOf(row);
  },
  study: async (id, owner) => {
    if (!isId(id)) return undefined;
    const [row] = await database.query<{ study: string }>(
      `select i.study from shardwright.jobs j join shardwright.job_inputs i on i.job = j.id
       where j.id = $1 and j.owner = $2`,
      [id, owner],
    );
    return row?.study;
  },
  list: (filter) => list(database, filter),
  cancel: async (id, owner) => {
    if (!isId(id)) return undefined;
    return database.transaction((transaction) => cancel(transaction, id, owner));
  },
  countOpen: async () => {
    const [counts] = await database.query<OpenJobs>(
      `select count(*) filter (where status = 'queued')::int as queued,
         count(*) filter (where status = 'running')::int as running
       from shardwright.jobs where finished_at is null`,
    );
    return counts;
  },
  watch: (id, onChange) => signals.onChange(id, onChange),
});

/** What stands in a path is anything; the database takes ids alone. */
const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

async function create(
  transaction: Database,
  engine: QueueEngine,
  { queuedJobs }: StoreOptions,
  study: PreparedStudy,
  { owner, idempotencyKey, requestHash = '', batch, requestId }: NewJob,
): Promise<Created> {
  // Not domain/random: an id must not be guessable, and no result depends on it.
  const id = randomUUID();
  if (idempotencyKey !== undefined) {
    const earlier = await takeKey(transaction, id, owner, idempotencyKey, requestHash);
    if (earlier !== undefined) return earlier;
  }
  const [{ queued }] = await transaction.query<{ queued: number }>(
    `select count(*)::int as queued from (
       select 1 from shardwright.jobs where status = 'queued' and finished_at is null limit $1) waiting`,
    [queuedJobs],
  );
  if (queued >= queuedJobs) {
    await transaction.query('delete from shardwright.idempotency_keys where job = $1', [id]);
    return { status: 'queueFull' };
  }
  const [row] = await transaction.query<SummaryRow>(
    `with j as (
       insert into shardwright.jobs (id, owner, kind, batch, request_id) values ($1, $2, $3, $4, $9) returning *
     ), input as (
       insert into shardwright.job_inputs (job, hash, compared_by, study, kept) select id, $5, $6::text[], $7, $8 from j
     )
     select ${SUMMARY_COLUMNS} from j`,
    [
      id,
      owner,
      study.kind,
      batch ?? null,
      study.hash,
      study.comparedBy,
      study.json,
      study.kept ?? null,
      requestId ?? null,
    ],
  );
  await engine.send(transaction, { job: id });
  await signal(transaction, 'work', id);
  return { status: 'created', job: jobOf({ ...row, best_so_far: [], result: null }) };
}

/** Reserves a key for a job, or answers the one that has it. Two who come at once take turns here. */
async function takeKey(
  transaction: Database,
  id: string,
  owner: string,
  key: string,
  requestHash: string,
): Promise<Created | undefined> {
  const taken = await transaction.query(
    `insert into shardwright.idempotency_keys (owner, key, request_hash, job) values ($1, $2, $3, $4)
     on conflict do nothing returning job`,
    [owner, key, requestHash, id],
  );
  if (taken.length > 0) return undefined;
  const [earlier] = await transaction.query<JobRow & { request_hash: string }>(
    `select ${SUMMARY_COLUMNS}, j.best_so_far, r.result, k.request_hash
     from shardwright.idempotency_keys k join shardwright.jobs j on j.id = k.job
     left join shardwright.job_results r on r.job = j.id
     where k.owner = $1 and k.key = $2`,
    [owner, key],
  );
  if (earlier === undefined)
    throw new Error('an idempotency key went while it was asked for; the request may be sent again');
  return earlier.request_hash === requestHash ? { status: 'repeated', job: jobOf(earlier) } : { status: 'keyReused' };
}

async function list(database: Database, { owner, kind, status, batch, limit, after }: JobFilter): Promise<JobPage> {
  const [createdAt, id] = after === undefined ? [null, null] : readCursor(after);
  const rows = await database.query<SummaryRow>(
    `select ${SUMMARY_COLUMNS} from shardwright.jobs j
     where j.owner = $1 and ($2::text is null or j.kind = $2) and ($3::text is null or j.status = $3)
       and ($4::text is null or j.batch = $4)
       and ($5::timestamptz is null or (j.created_at, j.id) < ($5::timestamptz, $6::uuid))
     order by j.created_at desc, j.id desc limit $7`,
    [owner, kind ?? null, status ?? null, batch ?? null, createdAt, id, limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    jobs: page.map(summaryOf),
    ...(rows.length > limit ? { next: cursorOf(page[limit - 1]) } : {}),
  };
}

/** The order is by time of creation, then by id. */
const cursorOf = ({ created_at, id }: SummaryRow): string =>
  Buffer.from(`${created_at.toISOString()} ${id}`).toString('base64url');

function readCursor(cursor: string): [string, string] {
  const [createdAt = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(createdAt) || Number.isNaN(Date.parse(createdAt)) || !isId(id))
    throw new BadCursorError();
  return [createdAt, id];
}

async function cancel(transaction: Database, id: string, owner: string): ReturnType<JobStore['cancel']> {
  const [found] = await transaction.query<{ status: string; is_cut: boolean }>(
    'select status, solved is not null as is_cut from shardwright.jobs where id = $1 and owner = $2 for update',
    [id, owner],
  );
  if (found === undefined) return undefined;
  // The queue keeps its entry: whoever draws it sees that the job has ended.
  if (found.status === 'queued') await endJob(transaction, id, { status: 'cancelled', cancelRequested: true });
  if (found.status === 'running') {
    await transaction.query(
      `update shardwright.jobs set cancel_requested = true, revision = revision + 1
       where id = $1 and not cancel_requested`,
      [id],
    );
    if (found.is_cut) await cancelParts(transaction, id);
    await signal(transaction, 'stop', id);
    await signal(transaction, 'changed', id);
  }
  const [row] = await transaction.query<JobRow>(`${SELECT_JOBS} where j.id = $1`, [id]);
  return jobOf(row);
}
