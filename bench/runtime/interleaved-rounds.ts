import type { PeerProcess } from './peer-process.ts';

/** One contestant of a case: a peer that has loaded it. */
export interface Entry {
  readonly name: string;
  readonly peer: PeerProcess;
}

/** Times of one contestant. Ratios are the base's time over its own, round by round: above 1 is faster than the base. */
export interface Timing {
  readonly name: string;
  /** For a unit of work: [lower quartile, median, upper quartile]. */
  readonly nanoseconds: readonly [number, number, number];
  readonly ratioToBase: readonly [number, number, number];
}

export interface Rounds {
  readonly rounds: number;
  /** Calls that a run computes untimed, so that code and caches are as they are in a run of calls. */
  readonly warmCalls: number;
  /** Calls of each timed run. */
  readonly calls: number;
  /** True where every round has calls of its own (numbered on from warmCalls), as rows outside of the caches need. */
  readonly freshCalls: boolean;
  /** Units of work in a call. */
  readonly workPerCall: number;
}

// V8 compiles a function with its optimising compiler after some thousand loops of it.
const COMPILING_RUNS = 20;

/** Lets contestants take turns, round by round, so that a busy spell of the machine meets all of them. */
export async function timeInTurns(
  entries: readonly Entry[],
  base: string,
  { rounds, warmCalls, calls, freshCalls, workPerCall }: Rounds,
): Promise<Timing[]> {
  for (let run = 0; run < COMPILING_RUNS; run++) for (const { peer } of entries) await peer.ask(`run ${warmCalls} 0 0`);
  const times = entries.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [e, { peer }] of entries.entries()) {
      const first = freshCalls ? warmCalls + round * calls : 0;
      times[e].push((1e9 * Number(await peer.ask(`run ${warmCalls} ${first} ${calls}`))) / (calls * workPerCall));
    }
  const baseTimes = times[entries.findIndex(({ name }) => name === base)];
  return entries.map(({ name }, e) => ({
    name,
    nanoseconds: quartiles(times[e]),
    ratioToBase: quartiles(times[e].map((time, round) => baseTimes[round] / time)),
  }));
}

function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Number(sorted[Math.floor(share * (sorted.length - 1))].toPrecision(4));
  return [at(0.25), at(0.5), at(0.75)];
}

export const describe = (timings: readonly Timing[], unit: string): string =>
  timings
    .map(
      ({ name, nanoseconds: [, median], ratioToBase: [low, ratio, high] }) =>
        `  ${name.padEnd(22)} ${median.toFixed(median < 10 ? 2 : 1).padStart(8)} ns ${unit}   ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    )
    .join('\n');
