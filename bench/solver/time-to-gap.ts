import type { Clock } from '../../domain/clock.ts';
import type { Problem } from '../../domain/problem.ts';
import { solve } from '../../solver/solve.ts';

/** Relative gaps whose times are reported. */
export const GAPS = [1e-2, 1e-3, 1e-4, 1e-5] as const;

export interface GapTimes {
  readonly instance: string;
  readonly tables: number;
  readonly hosts: number;
  readonly status: string;
  /** Of the answer, judged by the evaluator. */
  readonly value?: number;
  readonly bound?: number;
  readonly gap?: number;
  readonly certificate?: string;
  readonly placementHash?: string;
  /** Medians over the runs, seconds. The answer is judged at `wallSeconds`; times before it are those of the search's own figures. */
  readonly firstPlanSeconds?: number;
  /** Seconds to each of GAPS; null where the gap was not reached. */
  readonly gapSeconds: readonly (number | null)[];
  readonly wallSeconds: number;
  /** User and system CPU of all threads. */
  readonly cpuSeconds: number;
  readonly runs: number;
}

/**
 * Solves for the least peak load several times and takes medians of the times. Plans of all runs must be the same, byte for byte.
 * @throws Error where they are not.
 */
export async function timeToGaps(instance: string, problem: Problem, runs: number, clock: Clock): Promise<GapTimes> {
  const done: Timed[] = [];
  for (let run = 0; run < runs; run++) done.push(await timeOnce(problem, clock));
  return {
    instance,
    tables: problem.model.tables.length,
    hosts: problem.fleet.hostTypes.reduce((sum, type) => sum + type.count, 0),
    ...mediansOf(instance, done),
  };
}

/** @throws Error on runs whose plans differ: their times are not those of one piece of work. */
export function mediansOf(instance: string, done: readonly Timed[]) {
  const [first] = done;
  if (done.some(({ answer }) => answer.placementHash !== first.answer.placementHash))
    throw new Error(`${instance}: the same seed gave different plans`);
  const firstPlanSeconds = median(done.map((run) => run.firstPlanSeconds));
  return {
    ...first.answer,
    ...(firstPlanSeconds === null ? {} : { firstPlanSeconds }),
    gapSeconds: GAPS.map((_, g) => median(done.map((run) => run.gapSeconds[g]))),
    wallSeconds: median(done.map((run) => run.wallSeconds)) ?? 0,
    cpuSeconds: median(done.map((run) => run.cpuSeconds)) ?? 0,
    runs: done.length,
  };
}

/** One run. */
export interface Timed {
  readonly answer: Pick<GapTimes, 'status' | 'value' | 'bound' | 'gap' | 'certificate' | 'placementHash'>;
  readonly firstPlanSeconds: number | null;
  readonly gapSeconds: readonly (number | null)[];
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

async function timeOnce(problem: Problem, clock: Clock): Promise<Timed> {
  const cpuBefore = process.cpuUsage();
  const { note, reached, seconds } = gapStopwatch(clock);
  const answer = await solve(problem, {
    seed: 1,
    method: 'auto',
    engine: 'highs',
    clock,
    version: 'bench',
    onIncumbent: (value, bound) => note((value - bound) / value),
  });
  const plan = 'plan' in answer ? answer.plan : undefined;
  if (plan !== undefined) note(plan.proof.gap);
  const wallSeconds = seconds();
  const cpu = process.cpuUsage(cpuBefore);
  return {
    answer: {
      status: answer.status,
      ...(plan && {
        value: plan.proof.value,
        bound: plan.proof.bound,
        gap: plan.proof.gap,
        certificate: plan.proof.certificate.kind,
        placementHash: plan.placementHash,
      }),
    },
    ...reached(),
    wallSeconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

/** Notes when each of GAPS is first reached, in seconds from now. */
export function gapStopwatch(clock: Clock) {
  const start = clock.now();
  const seconds = (): number => (clock.now() - start) / 1000;
  let firstPlanSeconds: number | null = null;
  const gapSeconds: (number | null)[] = GAPS.map(() => null);
  const note = (gap: number): void => {
    const at = seconds();
    firstPlanSeconds ??= at;
    GAPS.forEach((wanted, g) => {
      if (gap <= wanted) gapSeconds[g] ??= at;
    });
  };
  return {
    seconds,
    note,
    reached: (): Pick<Timed, 'firstPlanSeconds' | 'gapSeconds'> => ({ firstPlanSeconds, gapSeconds }),
  };
}

/** null where the middle run has no value. */
const median = (values: readonly (number | null)[]): number | null =>
  values.toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity))[values.length >> 1];
