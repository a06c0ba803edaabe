import TinyQueue from 'tinyqueue';

/** Simulated time in milliseconds, from 0. Events at the same moment happen in the order in which they were planned. */
export interface Timeline {
  now(): number;
  /** Plans an event; a moment in the past counts as now. */
  at(timeMs: number, happen: () => void): void;
  /** Lets events happen until none is planned. */
  run(): void;
}

interface Event {
  readonly timeMs: number;
  readonly order: number;
  readonly happen: () => void;
}

export function createTimeline(): Timeline {
  const events = new TinyQueue<Event>([], (a, b) => a.timeMs - b.timeMs || a.order - b.order);
  let nowMs = 0;
  let planned = 0;
  return {
    now: () => nowMs,
    at(timeMs, happen) {
      events.push({ timeMs: Math.max(nowMs, timeMs), order: planned++, happen });
    },
    run() {
      for (let event = events.pop(); event !== undefined; event = events.pop()) {
        nowMs = event.timeMs;
        event.happen();
      }
    },
  };
}
