import { randomUUID } from 'node:crypto';
import type { Plan } from '../../domain/plan.ts';
import { noteOnChoice } from '../measuring.ts';
import { joinFrontier, plansOf, type SolvedFrontier } from '../study.ts';
import type { Database } from '../store/database.ts';
import { addIncumbent } from './incumbents.ts';
import type { Solved } from './job-queue.ts';
import { endJob } from './job-rows.ts';
import { signal } from './job-signals.ts';
import { joinMeasurements, type MeasuredPart } from './join-measurements.ts';
import type { QueueEngine } from './queue-engine.ts';

// Whoever changes a part holds its job's row, so that one of two parts that end at once sees the other, and joins.

/** What a part says that was stopped before it had begun. */
export const CANCELLED_NOTE = 'Cancelled before every plan was measured.';

/** A frontier as it waits for its parts. */
interface CutFrontier extends SolvedFrontier {
  /** What the report has to say besides what the parts say. */
  readonly notes: readonly string[];
}

/** Deals the plans that are to be measured to parts, as many as there are who run them, and queues these. */
export async function cutFrontier(
  transaction: Database,
  engine: QueueEngine,
  job: string,
  { solved, chosen: wanted }: Solved,
  runners: number,
): Promise<void> {
  const [{ cancel_requested: isCancelled }] = await transaction.query<{ cancel_requested: boolean }>(
    'select cancel_requested from shardwright.jobs where id = $1',
    [job],
  );
  const chosen = isCancelled ? [] : wanted;
  const notes = isCancelled ? [CANCELLED_NOTE] : noteOnChoice(plansOf(solved.answer).length, chosen.length);
  const cut: CutFrontier = { ...solved, notes };
  await transaction.query(
    `update shardwright.jobs set solved = $2::json, attempt = null, worker = null, progress = $3::json where id = $1`,
    [job, JSON.stringify(cut), JSON.stringify(measuringProgress(0, chosen.length))],
  );
  for (const positions of dealPositions(chosen, runners)) {
    const part = randomUUID();
    await transaction.query('insert into shardwright.job_parts (id, job, positions) values ($1, $2, $3::int[])', [
      part,
      job,
      positions,
    ]);
    await engine.send(transaction, { job, part });
  }
  await joinIfDone(transaction, job);
  await signal(transaction, 'work', job);
}

/** Neighbours on the frontier are alike in cost: dealt in turn, no part gets all of the large ones. */
export function dealPositions(positions: readonly number[], parts: number): number[][] {
  const count = Math.min(Math.max(parts, 1), positions.length);
  return Array.from({ length: count }, (_, p) => positions.filter((__, i) => i % count === p));
}

/** Plans of a part, in its order. */
export const plansAt = ({ answer }: SolvedFrontier, positions: readonly number[]): Plan[] =>
  positions.map((position) => plansOf(answer)[position]);

const measuringProgress = (done: number, of: number) => ({
  phase: 'measuring' as const,
  done: Math.min(done, of),
  of,
  message: `${of} plan${of === 1 ? '' : 's'}, shared out`,
});

/** Keeps how many of its plans a part has measured, and adds all parts up in their job. */
export async function updatePart(transaction: Database, job: string, part: string, done: number): Promise<void> {
  await transaction.query('update shardwright.job_parts set done = $2 where id = $1', [part, done]);
  const [sum] = await transaction.query<{ done: number; plans: number }>(
    `select sum(done)::float8 as done, sum(cardinality(positions))::int as plans
     from shardwright.job_parts where job = $1`,
    [job],
  );
  await transaction.query(
    'update shardwright.jobs set progress = $2::json, revision = revision + 1 where id = $1 and finished_at is null',
    [job, JSON.stringify(measuringProgress(sum.done, sum.plans))],
  );
  await signal(transaction, 'changed', job);
}

/** Keeps what became of a part. */
export async function endPart(transaction: Database, job: string, part: string, result: MeasuredPart): Promise<void> {
  await transaction.query(
    `update shardwright.job_parts set status = 'ended', attempt = null, result = $2::json where id = $1`,
    [part, JSON.stringify(result)],
  );
  await joinIfDone(transaction, job);
}

/** Parts that wait are left out; those that run are told by the caller, and end with what they have. */
export async function cancelParts(transaction: Database, job: string): Promise<void> {
  await transaction.query(
    `update shardwright.job_parts set status = 'ended', result = $2::json where job = $1 and status = 'queued'`,
    [job, JSON.stringify({ note: CANCELLED_NOTE } satisfies MeasuredPart)],
  );
  await joinIfDone(transaction, job);
}

interface PartRow {
  readonly positions: number[];
  readonly status: string;
  readonly result: MeasuredPart | null;
}

/** The last part that ends makes the result of the job. */
async function joinIfDone(transaction: Database, job: string): Promise<void> {
  const parts = await transaction.query<PartRow>(
    'select positions, status, result from shardwright.job_parts where job = $1 order by positions',
    [job],
  );
  if (parts.some(({ status }) => status !== 'ended')) return;
  const [row] = await transaction.query<{ solved: CutFrontier | null; cancel_requested: boolean; best_so_far: Plan[] }>(
    'select solved, cancel_requested, best_so_far from shardwright.jobs where id = $1',
    [job],
  );
  if (row.solved === null) return;
  const { notes, ...solved } = row.solved;
  const measured = joinMeasurements(
    plansOf(solved.answer).length,
    parts.map(({ positions, result }) => ({ positions, ...result })),
    notes,
  );
  const result = joinFrontier(solved, measured);
  const bestSoFar = plansOf(result.answer)
    .filter(({ measurement }) => measurement !== undefined)
    .reduce((plans, plan) => addIncumbent(plans, plan, solved.about.objectives), row.best_so_far);
  await endJob(transaction, job, { status: row.cancel_requested ? 'cancelled' : 'succeeded', result, bestSoFar });
}
