import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { JobSummary, type JobStatus } from '../jobs/job.ts';
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow } from '../jobs/job-rows.ts';
import type { Database } from '../store/database.ts';

const Count = z.int().min(0);

const summary = {
  id: z.string(),
  createdAt: z.iso.datetime(),
  status: z.enum(['open', 'ended']).describe('open: some job waits or runs.'),
  items: Count.describe('Jobs that it was made of.'),
  counts: z
    .strictObject({
      queued: Count,
      running: Count,
      succeeded: Count,
      failed: Count,
      cancelled: Count,
      forgotten: Count.describe('Ended so long ago that they are gone.'),
    })
    .describe('Jobs by status.'),
};

export const BatchSummary = z.strictObject(summary).meta({ id: 'BatchSummary', description: 'A batch in short.' });
export type BatchSummary = z.infer<typeof BatchSummary>;

export const Batch = z
  .strictObject({
    ...summary,
    jobs: z.array(JobSummary).describe('In the order of the request; forgotten ones are left out.'),
  })
  .meta({ id: 'Batch', description: 'Many problems, one job each.' });
export type Batch = z.infer<typeof Batch>;

export interface NewBatch {
  readonly owner: string;
  readonly key?: string | undefined;
  readonly requestHash: string;
  readonly items: number;
}

export type Opened =
  /** `isComplete`: all its jobs are there, of an earlier request with the same key. */
  | { readonly status: 'opened'; readonly id: string; readonly isRepeated: boolean; readonly isComplete: boolean }
  | { readonly status: 'keyReused' };

export interface BatchFilter {
  readonly owner: string;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Batches of every owner. Their jobs are in the job store, which knows their batch. */
export interface BatchStore {
  open(batch: NewBatch): Promise<Opened>;
  complete(id: string, jobs: readonly string[]): Promise<void>;
  drop(id: string): Promise<void>;
  get(owner: string, id: string): Promise<Batch | undefined>;
  /** Newest first. Undefined where `after` is no page's `next`. */
  list(filter: BatchFilter): Promise<{ readonly batches: readonly BatchSummary[]; readonly next?: string } | undefined>;
}

interface Row {
  readonly id: string;
  readonly position: string;
  readonly items: number;
  readonly created_at: Date;
  readonly counts: Partial<Record<JobStatus, number>>;
}

const SELECT = `select b.id, b.position::text, b.items, b.created_at, coalesce((
    select json_object_agg(status, n) from (
      select j.status, count(*)::int as n from shardwright.jobs j where j.batch = b.id::text group by j.status) by_status
  ), '{}'::json) as counts from shardwright.batches b`;

export const createBatchStore = (opening: Promise<Database>): BatchStore => ({
  open: async (batch) => open(await opening, batch),
  complete: async (id, jobs) => {
    await (await opening).query('update shardwright.batches set jobs = $2::uuid[] where id = $1', [id, jobs]);
  },
  drop: async (id) => {
    await (await opening).query('delete from shardwright.batches where id = $1', [id]);
  },
  get: async (owner, id) => get(await opening, owner, id),
  list: async (filter) => list(await opening, filter),
});

async function open(database: Database, { owner, key, requestHash, items }: NewBatch): Promise<Opened> {
  // Not domain/random: an id must not be guessable, and no result depends on it.
  const id = randomUUID();
  const made = await database.query(
    `insert into shardwright.batches (id, owner, key, request_hash, items) values ($1, $2, $3, $4, $5)
     on conflict (owner, key) do nothing returning id`,
    [id, owner, key ?? null, requestHash, items],
  );
  if (made.length > 0) return { status: 'opened', id, isRepeated: false, isComplete: false };
  const [earlier] = await database.query<{ id: string; request_hash: string; is_complete: boolean }>(
    'select id, request_hash, jobs is not null as is_complete from shardwright.batches where owner = $1 and key = $2',
    [owner, key],
  );
  if (earlier?.request_hash !== requestHash) return { status: 'keyReused' };
  return { status: 'opened', id: earlier.id, isRepeated: true, isComplete: earlier.is_complete };
}

async function get(database: Database, owner: string, id: string): Promise<Batch | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const [row] = await database.query<Row>(`${SELECT} where b.owner = $1 and b.id::text = $2`, [owner, id]);
  if (row === undefined) return undefined;
  const jobs = await database.query<SummaryRow>(
    `select ${SUMMARY_COLUMNS} from shardwright.jobs j join shardwright.batches b on b.id::text = j.batch
     where j.batch = $1 and j.owner = $2 order by array_position(b.jobs, j.id), j.created_at, j.id`,
    [id, owner],
  );
  return { ...summarize(row), jobs: jobs.map(summaryOf) };
}

async function list(database: Database, { owner, limit, after }: BatchFilter): ReturnType<BatchStore['list']> {
  if (after !== undefined && !/^\d{1,18}$/.test(after)) return undefined;
  const rows = await database.query<Row>(
    `${SELECT} where b.owner = $1 and ($2::bigint is null or b.position < $2::bigint) order by b.position desc limit $3`,
    [owner, after ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { batches: page.map(summarize), ...(rows.length > limit ? { next: page[limit - 1].position } : {}) };
}

function summarize({ id, items, created_at: createdAt, counts: found }: Row): BatchSummary {
  const { queued = 0, running = 0, succeeded = 0, failed = 0, cancelled = 0 } = found;
  const known = queued + running + succeeded + failed + cancelled;
  return {
    id,
    createdAt: createdAt.toISOString(),
    status: queued + running > 0 ? 'open' : 'ended',
    items,
    counts: { queued, running, succeeded, failed, cancelled, forgotten: Math.max(0, items - known) },
  };
}
