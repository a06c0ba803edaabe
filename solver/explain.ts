import type { Explanation, ReSolve } from '../domain/explanation.ts';
import { canonicalPlacement, type Placement } from '../domain/placement.ts';
import type { Plan, Proof, SolveAnswer } from '../domain/plan.ts';
import { problemHash, type ObjectiveName, type Problem } from '../domain/problem.ts';
import { callsOf } from '../evaluator/calls.ts';
import { createCosts } from '../evaluator/costs.ts';
import { estimate, objectiveValue } from '../evaluator/estimate.ts';
import { partsOf } from '../evaluator/parts.ts';
import { predictShardCpu } from '../evaluator/shard-cpu.ts';
import { findViolations } from '../evaluator/violations.ts';
import { bindingConstraints, type Scene } from './explain/binding.ts';
import { boundReason, figure, type KnownProof } from './explain/bound-reason.ts';
import { boundingHostOf, hostShares } from './explain/host-shares.ts';
import { changesTo, reSolveOf, type Change, type Reference } from './explain/re-solves.ts';
import { topTables } from './explain/table-costs.ts';
import type { SolveOptions } from './options.ts';
import { solve } from './solve.ts';
import { stopReason, underTimeLimit } from './time-limit.ts';

/** What is explained: a plan with its caps and proof, or a placement under the problem's own. */
export type Subject = { readonly plan: Plan } | { readonly placement: Placement };

export interface ExplainOptions extends Omit<SolveOptions, 'method' | 'onPlan'> {
  /** Solves the problem again, and with changes: several solves' time. */
  readonly reSolves: boolean;
}

/**
 * Explains a placement: its hosts' shares, what binds it, its costliest tables, its bound, and what changes would buy.
 * Figures are in the objectives' natural units. Re-solves stop with the signal; those not made are noted.
 * @throws Error for a placement that lacks tables or names unknown ones: findViolations tells first.
 */
export async function explain(problem: Problem, subject: Subject, options: ExplainOptions): Promise<Explanation> {
  const plan = 'plan' in subject ? subject.plan : undefined;
  const placement = canonicalPlacement('plan' in subject ? subject.plan.placement : subject.placement);
  const objective = plan?.proof.objective ?? problem.objectives[0];
  const epsilons = plan?.epsilons ?? problem.epsilons;
  const capped: Problem = { ...problem, objectives: [objective, ...others(problem, objective)], epsilons };
  const scene = sceneOf(capped, placement, objective);
  const costs = createCosts(capped);
  const violations = findViolations(capped, placement, costs);
  const again = await underTimeLimit(options, (limited) =>
    solveAgain(capped, scene, plan?.proof, violations.length === 0, limited),
  );
  const bound = boundReason(scene, objective, again.known, costs);
  const binding = bindingConstraints(scene);
  const found = {
    objective,
    value: objectiveValue(scene.estimate, objective),
    loadMeasure: problem.loadMeasure,
    epsilons,
    violations,
    boundingHost: scene.bounding.host,
    hosts: [...scene.hosts],
    cpu: predictShardCpu(capped.model, costs, scene.parts, callsOf(scene.parts, costs)),
    binding,
    topTables: topTables(capped, scene.parts, costs),
    bound,
    reSolves: again.reSolves,
    notes: [...otherProblem(problem, plan), ...again.notes],
  };
  return { ...found, summary: summaryOf(found) };
}

const others = (problem: Problem, objective: ObjectiveName): ObjectiveName[] =>
  problem.objectives.filter((name) => name !== objective).slice(0, 3);

function sceneOf(problem: Problem, placement: Placement, objective: ObjectiveName): Scene {
  const costs = createCosts(problem);
  const estimated = estimate(problem, placement, costs);
  const hosts = hostShares(estimated, costs);
  return {
    problem,
    placement,
    epsilons: problem.epsilons,
    estimate: estimated,
    parts: partsOf(problem, placement, costs),
    hosts,
    bounding: boundingHostOf(hosts, objective),
    hostNames: costs.hosts.map((host) => host.name),
  };
}

function otherProblem(problem: Problem, plan: Plan | undefined): string[] {
  if (plan === undefined || plan.provenance.problemHash === problemHash(problem)) return [];
  return [
    `The plan was solved for a problem with another hash (${plan.provenance.problemHash.slice(0, 12)}): its figures and its bound are recomputed for the one given.`,
  ];
}

interface Again {
  readonly reSolves: ReSolve[];
  readonly known: KnownProof | undefined;
  readonly notes: string[];
}

/** Solves the problem as it is, then with each change. A plan's own proof stays; a placement gets that of the first re-solve. */
async function solveAgain(
  problem: Problem,
  scene: Scene,
  proof: Proof | undefined,
  isLegal: boolean,
  options: ExplainOptions,
): Promise<Again> {
  const own: KnownProof | undefined = proof === undefined ? undefined : { proof, source: 'plan' };
  if (!options.reSolves) return { reSolves: [], known: own, notes: ['Not solved again, as asked.'] };
  const changes = changesTo(problem, scene.estimate.hostsUsed);
  const solveOne = ({ problem: changed }: Change): Promise<SolveAnswer> =>
    solve(changed, { ...options, method: 'auto', onPlan: () => {}, onProgress: () => {} });
  const unchanged: Change = { change: 'none', description: 'the problem as it is', problem };
  const answer = await solveOne(unchanged);
  options.onProgress?.(1, changes.length + 1);
  const found = 'plan' in answer ? answer.plan : undefined;
  const known: KnownProof | undefined = own ?? (found && { proof: found.proof, source: 'reSolve' });
  const value = objectiveValue(scene.estimate, problem.objectives[0]);
  const reference: Reference = {
    objective: problem.objectives[0],
    value: found?.proof.value,
    leastValue: Math.min(found?.proof.value ?? Infinity, isLegal ? value : Infinity),
    bound: found?.proof.bound ?? 0,
    options: found && JSON.stringify(found.proof.certificate.options),
  };
  const reSolves = [reSolveOf(unchanged, answer)];
  const notes: string[] = [];
  for (const [i, change] of changes.entries()) {
    const stopped = stopReason(options.signal);
    if (stopped !== undefined) {
      notes.push(`Stopped (${stopped}): ${changes.length - i} changes were not solved.`);
      break;
    }
    reSolves.push(reSolveOf(change, await solveOne(change), reference));
    options.onProgress?.(i + 2, changes.length + 1);
  }
  return { reSolves, known, notes };
}

function summaryOf(found: Omit<Explanation, 'summary'>): string[] {
  const { objective, value, boundingHost, hosts, binding, topTables: top, bound, reSolves, violations } = found;
  const host = hosts.find((each) => each.host === boundingHost);
  const [costliest] = top.byLoad;
  const [unchanged] = reSolves;
  const isBehind = unchanged?.value !== undefined && unchanged.value < value * (1 - 1e-9);
  return [
    ...(violations.length === 0 ? [] : [`The placement is not legal: ${violations[0].message}.`]),
    `${objective} is ${figure(value)}; ${boundingHost} carries ${percent(host?.loadShare)} of all load and is ${percent(host?.memoryShare)} full.`,
    ...(costliest === undefined
      ? []
      : [
          `${costliest.table} is the costliest table: ${percent(costliest.loadShare)} of all load, ${percent(costliest.bytesShare)} of all bytes.`,
        ]),
    binding.length === 0 ? 'Nothing is at its limit.' : `At its limit: ${countKinds(binding)}.`,
    bound.message,
    ...(isBehind
      ? [`A re-solve found a plan with ${objective} ${figure(unchanged.value ?? 0)}: this one can be bettered.`]
      : []),
    ...reSolves.slice(1).map(({ description, message }) => `${description}: ${message}`),
  ];
}

const percent = (share = 0): string => `${figure(share * 100)}%`;

const countKinds = (binding: Explanation['binding']): string =>
  [...Map.groupBy(binding, ({ kind }) => kind)].map(([kind, same]) => `${kind} (${same.length})`).join(', ');
