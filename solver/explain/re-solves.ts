import type { ReSolve } from '../../domain/explanation.ts';
import type { Plan, SolveAnswer } from '../../domain/plan.ts';
import type { Epsilon, ObjectiveName, Problem } from '../../domain/problem.ts';
import { figure } from './bound-reason.ts';

/** A problem with something changed. */
export interface Change {
  readonly change: ReSolve['change'];
  readonly description: string;
  readonly problem: Problem;
}

/** More memory of sparse hosts that is asked about. */
const MORE_MEMORY = 1.1;

/** What users ask first: more hosts, more memory, fewer hosts, and what the rules on where tables lie cost. */
export function changesTo(problem: Problem, hostsUsed: number): Change[] {
  return [
    ...oneMoreHost(problem),
    moreMemory(problem),
    ...oneHostFewer(problem, hostsUsed),
    ...withoutConstraints(problem),
  ];
}

/** Where hosts are capped, the cap is raised; else the fleet gets a host, of each type in turn. */
function oneMoreHost(problem: Problem): Change[] {
  const { fleet } = problem;
  const hosts = fleet.hostTypes.reduce((sum, type) => sum + type.count, 0);
  const cap = Math.min(...problem.epsilons.filter((e) => e.objective === 'hostsUsed').map((e) => e.atMost));
  const raised = withHostCap(problem, Math.floor(cap) + 1);
  const description = `at most ${Math.floor(cap) + 1} hosts instead of ${Math.floor(cap)}, the other caps kept`;
  if (cap < hosts) return [{ change: 'oneMoreHost', description, problem: raised }];
  return fleet.hostTypes.map(({ name, count }, i): Change => {
    const hostTypes = fleet.hostTypes.with(i, { ...fleet.hostTypes[i], count: count + 1 });
    const grown = { ...raised, fleet: { ...fleet, hostTypes } };
    return { change: 'oneMoreHost', description: `one more host of type ${name}`, problem: grown };
  });
}

function withHostCap(problem: Problem, atMost: number): Problem {
  const epsilons = problem.epsilons.map((e): Epsilon => (e.objective === 'hostsUsed' ? { ...e, atMost } : e));
  return { ...problem, epsilons };
}

function moreMemory(problem: Problem): Change {
  const hostTypes = problem.fleet.hostTypes.map((type) => {
    const capacityBytes = type.memoryBytes - type.reservedBytes;
    return { ...type, memoryBytes: type.reservedBytes + Math.floor(capacityBytes * MORE_MEMORY) };
  });
  return {
    change: 'moreMemory',
    description: '10% more memory on every sparse host, reservations kept',
    problem: { ...problem, fleet: { ...problem.fleet, hostTypes } },
  };
}

function oneHostFewer(problem: Problem, hostsUsed: number): Change[] {
  if (hostsUsed < 2) return [];
  const atMost = hostsUsed - 1;
  const epsilons = [
    ...problem.epsilons.filter((e) => e.objective !== 'hostsUsed'),
    { objective: 'hostsUsed' as const, atMost },
  ];
  const description = `at most ${atMost} hosts instead of the ${hostsUsed} in use, the search choosing which`;
  return [{ change: 'oneHostFewer', description, problem: { ...problem, epsilons } }];
}

/** Capacities and layouts stay: only the rules on where tables lie go. */
function withoutConstraints(problem: Problem): Change[] {
  const kept = problem.constraints.filter(({ kind }) => kind === 'loadCapacity' || kind === 'tableOptions');
  const dropped = problem.constraints.length - kept.length;
  if (dropped === 0) return [];
  const description = `without its ${dropped} constraints on where tables lie and move`;
  return [{ change: 'withoutConstraints', description, problem: { ...problem, constraints: kept } }];
}

/** What is known of the objective without a change. */
export interface Reference {
  readonly objective: ObjectiveName;
  /** Of the re-solve without a change. */
  readonly value: number | undefined;
  /** The least known value, and the best bound. */
  readonly leastValue: number;
  readonly bound: number;
  /** JSON of the option set that the bound was proven for. */
  readonly options: string | undefined;
}

/** Writes an answer down; without a reference it is the re-solve without a change. */
export function reSolveOf(change: Change, answer: SolveAnswer, reference?: Reference): ReSolve {
  const about = { change: change.change, description: change.description, epsilons: change.problem.epsilons };
  if (answer.status === 'infeasible')
    return {
      ...about,
      status: answer.status,
      reasons: answer.reasons,
      message: 'No plan exists.',
      ...lossOf(change, reference),
    };
  if (answer.status === 'noPlanFound')
    return { ...about, status: answer.status, message: 'No plan was found, and none was proven not to exist.' };
  const { proof, estimate } = answer.plan;
  const { hostsUsed, peakMemory, peakLoad, fanOut, bytesOnWire } = estimate;
  const { value, bound, gap, gapKind } = proof;
  const difference = reference?.value === undefined ? undefined : value - reference.value;
  return {
    ...about,
    status: answer.status,
    value,
    bound,
    gap,
    gapKind,
    boundKind: proof.certificate.kind,
    figures: { hostsUsed, peakMemory, peakLoad, fanOut, bytesOnWire },
    ...(difference === undefined ? {} : { difference }),
    ...(reference === undefined ? {} : { verdict: verdictOf(change, answer.plan, reference) }),
    message: inWords(answer.plan, difference),
  };
}

/** Worse than a plan is none: where there is a plan without the change. */
const lossOf = ({ change }: Change, reference: Reference | undefined): Pick<ReSolve, 'verdict'> =>
  change === 'oneHostFewer' && reference !== undefined && reference.leastValue < Infinity
    ? { verdict: 'provenWorse' }
    : {};

/** More of something never makes the optimum worse, less never makes it better: bounds on both sides decide the rest. */
function verdictOf({ change }: Change, { proof }: Plan, reference: Reference): NonNullable<ReSolve['verdict']> {
  // A bound holds for the layouts it was proven for: other layouts would be a second change.
  if (JSON.stringify(proof.certificate.options) !== reference.options) return 'open';
  const { leastValue, bound } = reference;
  if (change === 'oneHostFewer')
    return isAbove(proof.bound, leastValue) ? 'provenWorse' : isAbove(proof.value, bound) ? 'open' : 'provenNoWorse';
  return isAbove(bound, proof.value) ? 'provenBetter' : isAbove(leastValue, proof.bound) ? 'open' : 'provenNoBetter';
}

/** Beyond the last digits of a double. */
const isAbove = (a: number, b: number): boolean => a > b * (1 + 1e-9);

function inWords({ proof }: Plan, difference: number | undefined): string {
  const { objective, value, gap, gapKind, status } = proof;
  const quality =
    status === 'optimal' ? 'proven least' : `gap ${gapKind === 'relative' ? `${figure(gap * 100)}%` : figure(gap)}`;
  const found = `${objective} ${figure(value)} (${quality})`;
  if (difference === undefined) return `${found}.`;
  if (difference === 0) return `${found}: no difference.`;
  const share = value - difference === 0 ? '' : `, ${figure((Math.abs(difference) / (value - difference)) * 100)}%`;
  return `${found}: ${figure(Math.abs(difference))} ${difference < 0 ? 'less' : 'more'}${share}.`;
}
