import type { Clock } from '../../domain/clock.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { solve } from '../../solver/solve.ts';
import { placementOf, type PeerAnswer, type RowOrder } from './answer.ts';
import type { Asked } from './ask.ts';
import { judge, type Judged } from './judge.ts';
import type { Layouts, Peer } from './peer.ts';
import type { PeerTask } from './task.ts';

/** One question: an instance, its layouts and an objective. */
export interface Question {
  readonly instance: string;
  readonly layouts: Layouts;
  readonly objective: ObjectiveName;
  readonly problem: Problem;
}

export interface Row extends Partial<Judged> {
  readonly by: string;
  /** What it is: a plan, something illegal, no plan, or it did not run. */
  readonly outcome: 'plan' | 'illegal' | 'noPlan' | 'notRun';
  /** In its own words, or why it did not run, or the first violation. */
  readonly note: string;
  readonly violations?: number;
  /** Against our bound: relative for loads, absolute for hosts. */
  readonly gap?: number;
  /** Its own claim, in natural units; ours is verified. */
  readonly bound?: number;
  readonly seconds?: number;
  /** User and system CPU of all threads over the same span. */
  readonly cpuSeconds?: number;
  readonly processSeconds?: number;
  readonly versions?: PeerAnswer['versions'];
}

export interface Comparison extends Omit<Question, 'problem'> {
  readonly tables: number;
  readonly hosts: number;
  /** Ours, recomputed from its certificate without the solver; natural units. */
  readonly bound: number;
  readonly certificate: string;
  readonly rows: readonly Row[];
}

/** Ours first. The bound is ours: valid for every plan of the question, whoever found it. */
export interface Own {
  readonly row: Row;
  readonly bound: number;
  readonly certificate: string;
}

const gapOf = (objective: ObjectiveName, value: number, bound: number): number =>
  objective === 'hostsUsed' ? value - bound : (value - bound) / value;

/**
 * Solves a question ourselves, once, by `auto`.
 * @throws Error where the certificate is not verified: nothing could be compared with it.
 */
export async function solveOurselves({ problem, objective }: Question, seed: number, clock: Clock): Promise<Own> {
  const started = clock.now();
  const cpuBefore = process.cpuUsage();
  const answer = await solve(problem, { seed, method: 'auto', engine: 'highs', clock, version: 'bench' });
  const seconds = (clock.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  if (!('plan' in answer)) throw new Error(`${problem.model.name}: we have no plan ourselves: ${answer.status}`);
  const { placement, proof } = answer.plan;
  const { holds, recomputed } = verifyCertificate(problem, proof.certificate);
  // An engine's bound is not recomputed: what can be relied on then is nothing.
  const bound = holds ? proof.bound : Math.min(proof.bound, recomputed);
  const verdict = judge(problem, placement);
  if (!verdict.legal) throw new Error(`${problem.model.name}: our own plan is illegal: ${verdict.first}`);
  const gap = gapOf(objective, verdict.figures.value, bound);
  const row: Row = {
    by: 'Shardwright',
    outcome: 'plan',
    note: proof.status,
    ...verdict.figures,
    bound,
    gap,
    seconds,
    cpuSeconds,
  };
  return { row, bound, certificate: `${proof.certificate.kind}${holds ? '' : ', not verified'}` };
}

/** The row of a peer that was asked. A plan that breaks a rule is a count of violations, whatever its figures would have been. */
export function rowOf(
  question: Question,
  by: string,
  asked: Asked,
  bound: number,
  rowOrder: RowOrder = 'shuffled',
): Row {
  if (!asked.ran) return { by, outcome: 'notRun', note: asked.why };
  const { answer, processSeconds } = asked;
  const { status: note, seconds, cpuSeconds, versions } = answer;
  const claimed = answer.bound ?? undefined;
  const unit = question.objective === 'hostsUsed' ? 1 : createCosts(question.problem).unitsPerLoad;
  const common = {
    by,
    note,
    seconds,
    cpuSeconds,
    processSeconds,
    versions,
    ...(claimed === undefined ? {} : { bound: claimed / unit }),
  };
  if (answer.slices === undefined) return { ...common, outcome: 'noPlan' };
  const placement = placementOf(answer.slices, rowOrder);
  if (placement === undefined)
    return { ...common, outcome: 'illegal', note: `${note}; cuts a table by rows and columns at once` };
  const verdict = judge(question.problem, placement);
  if (!verdict.legal)
    return { ...common, outcome: 'illegal', violations: verdict.violations, note: `${note}; ${verdict.first}` };
  const gap = gapOf(question.objective, verdict.figures.value, bound);
  return { ...common, outcome: 'plan', violations: 0, ...verdict.figures, gap };
}

/** Why a peer is not asked; undefined where it is. */
export function refusal(peer: Peer, { tables, hosts }: PeerTask): string | undefined {
  if (peer.most === undefined || tables.length * hosts.length <= peer.most.pairs) return undefined;
  return `not asked: ${tables.length} x ${hosts.length}; ${peer.most.why}`;
}

/** Legal plans with the least value, equal ones by time. */
export function bestOf(rows: readonly Row[]): Row | undefined {
  return rows
    .filter((row) => row.outcome === 'plan')
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0) || (a.seconds ?? 0) - (b.seconds ?? 0))[0];
}
