import { canonicalJson } from '../../domain/hash.ts';
import { problemHash, type Problem } from '../../domain/problem.ts';
import type { FrontierSide } from '../comparison/compare-frontiers.ts';
import type { Side } from '../comparison/compare-plans.ts';
import { answeredProblem, readStored, type StoredDocument } from '../documents.ts';
import { prepareStudy } from '../studies.ts';
import { formatNoPlan } from './heading.ts';
import { solvingOf, withoutUndefined, type SolvingFlags, type SourceFlags } from './problem-options.ts';
import { runToEnd } from './run-study.ts';
import { hasSource, placementIn, problemBehind, readStoredFile, type StoredPlacement } from './stored-files.ts';

export interface SideFlags extends SourceFlags, SolvingFlags {
  readonly seed?: number;
  readonly gridPoints?: number;
  readonly point?: number;
  readonly headPoint?: number;
  readonly frontier?: true;
}

export type Sides =
  | { readonly kind: 'plans'; readonly base: Side; readonly head: Side; readonly notes: readonly string[] }
  | {
      readonly kind: 'frontiers';
      readonly base: FrontierSide;
      readonly head: FrontierSide;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'noPlan'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** A file, and what it holds once problems are solved. */
interface Loaded {
  readonly file: string;
  readonly stored: StoredDocument;
  readonly point: number | undefined;
  /** Of a file that held one. */
  readonly problem?: Problem;
}

/**
 * Both sides of a comparison: problems are solved, plans and placements brought together with their problems.
 * @throws BadInputError where files hold nothing that can be compared.
 */
export async function loadSides(baseFile: string, headFile: string, flags: SideFlags): Promise<Sides> {
  const files: Loaded[] = [
    { file: baseFile, stored: readStoredFile(baseFile, 'base'), point: flags.point },
    { file: headFile, stored: readStoredFile(headFile, 'head'), point: flags.headPoint ?? flags.point },
  ];
  const wantsFrontier =
    flags.frontier === true || files.some(({ stored, point }) => stored.kind === 'frontier' && point === undefined);
  const solved: Loaded[] = [];
  for (const loaded of files) {
    const done = await solveWhereProblem(loaded, wantsFrontier ? 'frontier' : 'plan', flags);
    if (done === undefined) return { kind: 'cancelled' };
    if (done.stored.kind === 'noPlan')
      return { kind: 'noPlan', message: `${done.file}: ${formatNoPlan(done.stored.answer)}` };
    solved.push(done);
  }
  const [base, head] = solved;
  if (
    base.stored.kind === 'frontier' &&
    head.stored.kind === 'frontier' &&
    base.point === undefined &&
    head.point === undefined
  )
    return frontiersOf(base, head, flags);
  const notes: string[] = [];
  const sideOf = (own: Loaded, other: Loaded): Side => {
    const found = placementIn(own.stored, own.file, own.point);
    const problem = problemOfSide(own, other, found, flags, notes);
    return { problem, placement: found.placement, plan: found.plan, measurement: found.measurement };
  };
  return { kind: 'plans', base: sideOf(base, head), head: sideOf(head, base), notes };
}

function frontiersOf(base: Loaded, head: Loaded, flags: SideFlags): Sides {
  const notes: string[] = [];
  const sideOf = (own: Loaded, other: Loaded): FrontierSide => {
    const found = placementIn(own.stored, own.file, 0);
    if (own.stored.kind !== 'frontier') throw new Error('both files hold frontiers');
    return { problem: problemOfSide(own, other, found, flags, notes), plans: own.stored.plans };
  };
  return { kind: 'frontiers', base: sideOf(base, head), head: sideOf(head, base), notes };
}

/** Solves the problem of a file; undefined where that was cancelled before an answer. */
async function solveWhereProblem(
  loaded: Loaded,
  kind: 'plan' | 'frontier',
  flags: SideFlags,
): Promise<Loaded | undefined> {
  const { stored } = loaded;
  if (stored.kind !== 'problem') return loaded;
  const { seed, gridPoints } = flags;
  const body = {
    ...stored.request,
    problem: stored.problem,
    measure: false,
    ...withoutUndefined({ seed, ...(kind === 'frontier' ? { gridPoints } : {}) }),
    ...solvingOf(flags),
  };
  const study = prepareStudy(kind, body);
  const { result, isCancelled } = await runToEnd(study);
  if (result === undefined || isCancelled) return undefined;
  return { ...loaded, problem: study.problem, stored: readStored(result) };
}

/** As options say; else its own, the fixtures', or that of the other side, which is then said. */
function problemOfSide(own: Loaded, other: Loaded, found: StoredPlacement, flags: SideFlags, notes: string[]): Problem {
  if (own.problem !== undefined) return own.problem;
  if (!hasSource(flags)) {
    const { origin, placement } = found;
    const isOthers = other.problem !== undefined && problemHash(other.problem) === origin?.problemHash;
    const problem = isOthers ? other.problem : origin && answeredProblem(origin, placement);
    if (problem !== undefined) return problem;
    const others = other.problem ?? fixtureOf(other);
    if (others !== undefined) {
      const why = origin === undefined ? 'names no problem' : 'was planned for a problem that is not here';
      notes.push(`${own.file} ${why}; it is judged under that of ${other.file}.`);
      return others;
    }
  }
  const behind = problemBehind(flags, found, own.file);
  notes.push(...behind.notes);
  return behind.problem;
}

function fixtureOf({ stored, file, point }: Loaded): Problem | undefined {
  const { origin, placement } = placementIn(stored, file, point ?? 0);
  return origin && answeredProblem(origin, placement);
}

/** Requests can be served in turns by plans of one model, workload and fleet. */
export function whyNotTogether(base: Side, head: Side): string | undefined {
  const differing = (['model', 'workload', 'fleet'] as const).filter(
    (part) => canonicalJson(base.problem[part]) !== canonicalJson(head.problem[part]),
  );
  return differing.length === 0
    ? undefined
    : `Not measured: plans serve the same requests on the same hosts, and ${differing.join(' and ')} differ${differing.length === 1 ? 's' : ''}.`;
}
