/** Time enters by argument. `now` is monotonic milliseconds from an arbitrary start; `date` is wall-clock time. */
export interface Clock {
  now(): number;
  date(): Date;
}

/** The machine's own clocks: handed in at the doors (command line, server, bench), never read elsewhere. */
export const systemClock: Clock = { now: () => performance.now(), date: () => new Date() };
