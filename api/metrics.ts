import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Plan } from '../domain/plan.ts';
import type { OpenJobs } from './jobs/job-store.ts';
import type { WorkEnded } from './jobs/runner.ts';
import type { WorkDone } from './jobs/work.ts';
import type { StudyResult } from './results.ts';
import { plansOf } from './study.ts';

/** What Prometheus is told of a process: our own figures beside those of Node (event-loop lag, memory, garbage collection). */
export interface Metrics {
  readonly registry: Registry;
  readonly onWorkEnded: (ended: WorkEnded) => void;
  /** A process or thread had to be replaced. */
  onRestart(of: 'task process' | 'study thread'): void;
}

const SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000];
const GAPS = [0, 1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** `countOpen` is asked at each scrape. */
export function createMetrics(countOpen: () => Promise<OpenJobs>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const open = new Gauge({
    name: 'shardwright_jobs_open',
    help: 'Jobs that wait (the depth of the queue) and that run, of all servers and workers of the database.',
    labelNames: ['status'],
    registers,
    collect: async () => {
      try {
        const { queued, running } = await countOpen();
        open.set({ status: 'queued' }, queued);
        open.set({ status: 'running' }, running);
      } catch {
        // The database is away: no figure, rather than an old one.
        open.reset();
      }
    },
  });
  const ended = new Counter({
    name: 'shardwright_work_ended_total',
    help: 'Pieces of work that ended in this process: whole studies, frontiers solved alone, plans measured alone.',
    labelNames: ['kind', 'work', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'shardwright_study_seconds',
    help: 'Wall time of solving, and of measuring: executing plans, or evaluating placements.',
    labelNames: ['kind', 'phase'],
    buckets: SECONDS,
    registers,
  });
  const gaps = new Histogram({
    name: 'shardwright_plan_gap',
    help: 'Proven gaps of the plans that were answered: how far each may be from the best.',
    labelNames: ['objective'],
    buckets: GAPS,
    registers,
  });
  const restarts = new Counter({
    name: 'shardwright_worker_restarts_total',
    help: 'Processes that check bodies, and threads that run studies, which died or had to be ended.',
    labelNames: ['worker'],
    registers,
  });
  return {
    registry,
    onWorkEnded: ({ kind, work, outcome, done }) => {
      ended.inc({ kind, work, outcome });
      if (outcome === 'failed') restarts.inc({ worker: 'study thread' });
      if (done === undefined) return;
      for (const [phase, took] of Object.entries(secondsOf(done))) seconds.observe({ kind, phase }, took);
      for (const { proof } of plansFound(done)) gaps.observe({ objective: proof.objective }, proof.gap);
    },
    onRestart: (worker) => restarts.inc({ worker }),
  };
}

function secondsOf(done: WorkDone): Readonly<Record<string, number>> {
  if (done.kind === 'solve') return { solving: done.solved.solvingSeconds };
  if (done.kind === 'measure') return { measuring: done.measured.measuringSeconds };
  return 'seconds' in done.result ? done.result.seconds : {};
}

function plansFound(done: WorkDone): readonly Plan[] {
  if (done.kind === 'measure') return [];
  return done.kind === 'solve' ? plansOf(done.solved.answer) : plansOfResult(done.result);
}

function plansOfResult(result: StudyResult): readonly Plan[] {
  if (result.kind === 'frontier') return plansOf(result.answer);
  return result.kind === 'plan' && 'plan' in result.answer ? [result.answer.plan] : [];
}
