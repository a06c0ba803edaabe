import type { Clock } from '../domain/clock.ts';
import type { ForeignLoad } from '../domain/measurement.ts';
import type { LoadMeter, LoadReading } from './runtime/foreign-load.ts';

/** The kernel counts CPU in ticks of 10 ms: a shorter stretch would be judged by a handful of them. */
const WINDOW_MS = 500;
/** Of all cores' time. */
const DISTURBED_SHARE = 0.1;

export const DISTURBANCE_RULE =
  `Rounds in windows of ${WINDOW_MS / 1000} s in which other processes or the hypervisor took over ` +
  `${DISTURBED_SHARE * 100}% of the cores' time are discarded; none is where that would be over half of all.`;

/** Watches rounds for foreign load. A round is one request served by every form of the model. */
export interface DisturbanceWatch {
  begin(): void;
  endRounds(count: number): void;
  /** By round: whether its figures count; and what is to be said of the run. */
  end(): { readonly kept: readonly boolean[]; readonly foreignLoad: ForeignLoad };
}

export function createDisturbanceWatch(meter: LoadMeter | undefined, clock: Clock): DisturbanceWatch {
  const disturbed: boolean[] = [];
  let started: Mark | undefined;
  let window: Mark | undefined;
  let roundsInWindow = 0;
  let loadAverage = 0;

  const mark = (): Mark | undefined => {
    const reading = meter?.read();
    return reading && { reading, atMs: clock.now() };
  };
  const closeWindow = (now: Mark): void => {
    const share = window === undefined ? 0 : sharesBetween(window, now, meter!.cores).foreign;
    for (; roundsInWindow > 0; roundsInWindow--) disturbed.push(share > DISTURBED_SHARE);
    window = now;
  };
  /** What is left shares the last window's judgement where it is too short for one of its own. */
  const closeLast = (now: Mark): void => {
    const last = disturbed.at(-1);
    if (last === undefined || now.atMs - window!.atMs >= WINDOW_MS / 2) closeWindow(now);
    else for (; roundsInWindow > 0; roundsInWindow--) disturbed.push(last);
  };
  return {
    begin() {
      loadAverage = meter?.loadAverage() ?? 0;
      started = window = mark();
    },
    endRounds(count) {
      roundsInWindow += count;
      if (window === undefined || clock.now() - window.atMs < WINDOW_MS) return;
      const now = mark();
      if (now !== undefined) closeWindow(now);
    },
    end() {
      const now = mark();
      if (started === undefined || now === undefined) {
        const kept = Array.from({ length: roundsInWindow }, () => true);
        return { kept, foreignLoad: unknownLoad(kept.length) };
      }
      closeLast(now);
      const disturbedRounds = disturbed.filter(Boolean).length;
      const discards = disturbedRounds * 2 <= disturbed.length;
      const shares = sharesBetween(started, now, meter!.cores);
      return {
        kept: disturbed.map((is) => !(is && discards)),
        foreignLoad: {
          rule: DISTURBANCE_RULE,
          rounds: disturbed.length,
          disturbedRounds,
          discardedRounds: discards ? disturbedRounds : 0,
          cpuShare: shares.foreign,
          stolenShare: shares.stolen,
          queuedShare: shares.queued,
          loadAverage,
        },
      };
    },
  };
}

interface Mark {
  readonly reading: LoadReading;
  readonly atMs: number;
}

/** Shares of the cores' time between two marks; `queued` of the main shard's thread alone. */
function sharesBetween(from: Mark, to: Mark, cores: number) {
  const wallMs = Math.max(to.atMs - from.atMs, 1);
  const [a, b] = [from.reading, to.reading];
  const stolen = (b.stolenMs - a.stolenMs) / (wallMs * cores);
  const others = (b.busyMs - a.busyMs - (b.ownMs - a.ownMs)) / (wallMs * cores);
  const queued =
    a.queuedMs === undefined || b.queuedMs === undefined ? null : clamped((b.queuedMs - a.queuedMs) / wallMs);
  return { foreign: clamped(Math.max(others, 0) + stolen), stolen: clamped(stolen), queued };
}

const clamped = (share: number): number => Math.min(Math.max(share, 0), 1);

const unknownLoad = (rounds: number): ForeignLoad => ({
  rule: 'The platform does not tell what else runs: no round is discarded.',
  rounds,
  disturbedRounds: 0,
  discardedRounds: 0,
  cpuShare: null,
  stolenShare: null,
  queuedShare: null,
  loadAverage: null,
});
