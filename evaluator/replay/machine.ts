import type { Timeline } from './timeline.ts';

/** Work that holds a core: measured milliseconds at cpuSpeed 1, and the bytes of rows that it reads from memory. */
export interface Phase {
  readonly ms: number;
  readonly readBytes?: number;
}

/** A host's cores and memory. Whoever was granted a core keeps it until it is given back. */
export interface Machine {
  /** Waits for a core, first come, first served. */
  acquire(granted: () => void): void;
  release(): void;
  /** Runs a phase on the core held. */
  run(phase: Phase, then: () => void): void;
  /** Core milliseconds held so far, and bytes read. */
  readonly used: { coreMs: number; readBytes: number };
}

export function createMachine(
  timeline: Timeline,
  shape: { readonly cores: number; readonly cpuSpeed: number; readonly memoryBandwidthBytesPerSecond: number },
): Machine {
  const waiting: (() => void)[] = [];
  const memory = createSharedMemory(timeline, shape.memoryBandwidthBytesPerSecond / 1000);
  const used = { coreMs: 0, readBytes: 0 };
  let idle = shape.cores;
  const grant = (granted: () => void): void => {
    idle--;
    granted();
  };
  return {
    used,
    acquire(granted) {
      if (idle > 0) grant(granted);
      else waiting.push(granted);
    },
    release() {
      idle++;
      const next = waiting.shift();
      // By way of the timeline, so that a long queue does not nest.
      if (next !== undefined) {
        idle--;
        timeline.at(timeline.now(), next);
      }
    },
    run({ ms, readBytes = 0 }, then) {
      const aloneMs = ms / shape.cpuSpeed;
      const begunMs = timeline.now();
      const end = (): void => {
        used.coreMs += timeline.now() - begunMs;
        then();
      };
      used.readBytes += readBytes;
      if (readBytes === 0 || aloneMs === 0) timeline.at(begunMs + aloneMs, end);
      else memory.read(aloneMs, readBytes / aloneMs, end);
    },
  };
}

interface Reading {
  /** Milliseconds that it would still take alone. */
  leftMs: number;
  readonly bytesPerMs: number;
  readonly end: () => void;
}

/** Phases that read memory at once: where they want more than the bandwidth, all slow down by the same factor (processor sharing). */
function createSharedMemory(timeline: Timeline, bandwidthBytesPerMs: number) {
  const readings = new Set<Reading>();
  let sinceMs = 0;
  let pace = 1;
  let plan = 0;
  const advance = (): void => {
    const elapsed = (timeline.now() - sinceMs) * pace;
    for (const reading of readings) reading.leftMs -= elapsed;
    sinceMs = timeline.now();
  };
  const planNext = (): void => {
    plan++;
    if (readings.size === 0) return;
    let wanted = 0;
    let next: Reading | undefined;
    for (const reading of readings) {
      wanted += reading.bytesPerMs;
      if (next === undefined || reading.leftMs < next.leftMs) next = reading;
    }
    pace = Math.min(1, bandwidthBytesPerMs / wanted);
    const [own, ending] = [plan, next!];
    timeline.at(sinceMs + Math.max(0, ending.leftMs) / pace, () => {
      // Whoever began or ended a reading since has planned anew.
      if (own !== plan) return;
      advance();
      readings.delete(ending);
      planNext();
      ending.end();
    });
  };
  return {
    read(aloneMs: number, bytesPerMs: number, end: () => void): void {
      advance();
      readings.add({ leftMs: aloneMs, bytesPerMs, end });
      planNext();
    },
  };
}
