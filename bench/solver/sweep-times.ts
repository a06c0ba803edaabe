import type { Frontier } from '../../domain/plan.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Problem } from '../../domain/problem.ts';
import { solveFrontier } from '../../solver/frontier.ts';

export interface SweepTimes {
  readonly instance: string;
  readonly nets: number;
  readonly status: string;
  readonly exactness: string;
  readonly cells?: Frontier['cells'];
  readonly points: number;
  /** Relative, over the points. */
  readonly medianGap?: number;
  readonly worstGap?: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly frontier: readonly {
    readonly hostsUsed: number;
    readonly fanOut: number;
    readonly peakLoad: number;
    readonly gap: number;
    readonly certificate: string;
  }[];
}

/** Sweeps hosts used, peak load and fan-out once. */
export async function sweepTimes(instance: string, problem: Problem, nets: number, clock: Clock): Promise<SweepTimes> {
  const started = { ms: clock.now(), cpu: process.cpuUsage() };
  const answer = await solveFrontier(problem, { seed: 1, method: 'auto', engine: 'highs', clock, version: 'bench' });
  const wallSeconds = (clock.now() - started.ms) / 1000;
  const cpu = process.cpuUsage(started.cpu);
  const plans = answer.status === 'solved' ? answer.frontier.plans : [];
  const gaps = plans.map((plan) => plan.proof.gap).toSorted((a, b) => a - b);
  return {
    instance,
    nets,
    status: answer.status,
    exactness: answer.status === 'solved' ? answer.frontier.exactness : '-',
    ...(answer.status === 'solved' ? { cells: answer.frontier.cells } : {}),
    points: plans.length,
    ...(gaps.length === 0 ? {} : { medianGap: gaps[gaps.length >> 1], worstGap: gaps[gaps.length - 1] }),
    wallSeconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    frontier: plans.map(({ estimate, proof }) => ({
      hostsUsed: estimate.hostsUsed,
      fanOut: estimate.fanOut,
      peakLoad: estimate.peakLoad,
      gap: proof.gap,
      certificate: proof.certificate.kind,
    })),
  };
}
