import type { Clock } from '../../domain/clock.ts';
import type { ThreadCpuClock } from './thread-cpu-clock.ts';

/**
 * Splits a thread's CPU time into phases. Reading the thread's CPU clock is a system call, of microseconds where its code is
 * out of the caches; so it is read at the ends of a stretch alone, and the stretch's CPU is split by the wall time of its
 * phases. Exact while the thread keeps its core; where it loses it, the stretch's sum stays right and the phase in which that
 * happened gets too much of it. A stretch must not sleep, unless it is one phase.
 */
export interface PhaseTimer {
  /** Begins a stretch here. */
  start(): void;
  /** What was done since the last mark, or start, was this phase. */
  mark(phase: number): void;
  /** Ends the stretch, adds its CPU to the phases' sums, and begins the next. */
  settle(): void;
  /** The same for a stretch that was one phase, without a look at the wall clock. */
  settleAs(phase: number): void;
  /** CPU milliseconds of a phase since the last call, and back to 0. */
  take(phase: number): number;
}

export function createPhaseTimer(cpuMs: ThreadCpuClock, clock: Pick<Clock, 'now'>, phases: number): PhaseTimer {
  const wallMs = new Float64Array(phases);
  const sumMs = new Float64Array(phases);
  let markedAt = 0;
  let lastPhase = 0;
  let cpuAt = 0;
  return {
    start() {
      wallMs.fill(0);
      cpuAt = cpuMs();
      markedAt = clock.now();
    },
    mark(phase) {
      const now = clock.now();
      wallMs[phase] += now - markedAt;
      markedAt = now;
      lastPhase = phase;
    },
    settle() {
      const cpu = cpuMs();
      let wall = 0;
      for (let phase = 0; phase < phases; phase++) wall += wallMs[phase];
      // A wall clock too coarse for the stretch leaves it to the phase that ended it.
      if (wall === 0) sumMs[lastPhase] += cpu - cpuAt;
      else for (let phase = 0; phase < phases; phase++) sumMs[phase] += ((cpu - cpuAt) * wallMs[phase]) / wall;
      wallMs.fill(0);
      cpuAt = cpu;
      markedAt = clock.now();
    },
    settleAs(phase) {
      const cpu = cpuMs();
      sumMs[phase] += cpu - cpuAt;
      cpuAt = cpu;
      markedAt = clock.now();
    },
    take(phase) {
      const ms = sumMs[phase];
      sumMs[phase] = 0;
      return ms;
    },
  };
}
