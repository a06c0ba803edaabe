// How long a stopped solve takes to answer. Run: node bench/solver/stop.ts [options]
//   --only <text>       instances whose name contains the text
//   --objective <name>  default peakLoad
//   --stops <number>    of each instance, at moments drawn by seed from the time that a whole solve takes (default 12)
//   --out <file>        results as JSON (default: bench/results/solver-stop.json)
// A thread raises the flag that a job's cancellation raises; the latency is from then to the answer, judged and with its bound. Stops that come
// after the answer are drawn again. Solves run in this process one after another: all but the first find compiled code, as a long-lived worker's do.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { controllerOf, createStopFlag } from '../../api/jobs/stop-flag.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import { findViolations } from '../../evaluator/violations.ts';
import type { SolveOptions } from '../../solver/options.ts';
import { solve } from '../../solver/solve.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';
import { generateInstance, SHAPES } from './like-instances.ts';
import { problemOfInstance } from './reference-instance.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    objective: { type: 'string', default: 'peakLoad' },
    stops: { type: 'string', default: '12' },
    out: { type: 'string', default: 'bench/results/solver-stop.json' },
  },
});

const OPTIONS: SolveOptions = { seed: 1, method: 'auto', engine: 'highs', clock: systemClock, version: 'bench' };
const now = (): number => performance.timeOrigin + performance.now();

interface Stop {
  readonly afterMs: number;
  readonly latencyMs: number;
  /** Of all threads of the process, from the stop to the answer. */
  readonly cpuMs: number;
  readonly status: string;
}

/** undefined where the answer came first. */
async function stopOnce(problem: Problem, afterMs: number): Promise<Stop | undefined> {
  const flag = createStopFlag();
  const moment = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
  const stopper = new Worker(new URL('./stopper.ts', import.meta.url), { workerData: { flag, moment, afterMs } });
  await new Promise((resolve) => stopper.once('online', resolve));
  const answer = await solve(problem, { ...OPTIONS, signal: controllerOf(flag).signal });
  const answeredAt = now();
  const { user, system } = process.cpuUsage();
  const [stoppedAt, cpuAtStop] = new Float64Array(moment);
  await stopper.terminate();
  if (stoppedAt === 0) return undefined;
  const isLegal = !('plan' in answer) || findViolations(problem, answer.plan.placement).length === 0;
  if (!isLegal) throw new Error('a stopped solve answered with an illegal plan');
  return {
    afterMs,
    latencyMs: answeredAt - stoppedAt,
    cpuMs: (user + system) / 1000 - cpuAtStop,
    status: answer.status,
  };
}

const spread = (values: readonly number[]): { median: number; most: number } => {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], most: sorted[sorted.length - 1] };
};

async function stopsOf(problem: Problem, count: number, random: Random) {
  const start = now();
  await solve(problem, OPTIONS);
  const wholeMs = now() - start;
  const stops: Stop[] = [];
  for (let draw = 0; stops.length < count && draw < 10 * count; draw++) {
    const stop = await stopOnce(problem, Math.ceil(random.next() * wholeMs));
    if (stop !== undefined) stops.push(stop);
  }
  const latencyMs = spread(stops.map((stop) => stop.latencyMs));
  return { wholeMs, latencyMs, cpuMs: spread(stops.map((stop) => stop.cpuMs)), stops };
}

const environment = benchEnvironment(systemClock);
console.log(
  `${environment.cpu}, ${environment.cores} cores, Node ${environment.node}, load ${environment.loadAverageAtStart.toFixed(1)}`,
);
const results = [];
for (const shape of SHAPES.filter(({ name }) => name.includes(flags.only))) {
  const problem = problemOfInstance(generateInstance(shape, 1), 1, [flags.objective]);
  const stopped = await stopsOf(problem, Number(flags.stops), seededRandom(1, shape.name));
  if (stopped.stops.length === 0) {
    console.log(`${shape.name.padEnd(24)} answers in ${stopped.wholeMs.toFixed(0)} ms: before any stop`);
    continue;
  }
  const withPlan = stopped.stops.filter(({ status }) => status === 'optimal' || status === 'feasible').length;
  results.push({
    instance: shape.name,
    objective: flags.objective,
    tables: shape.tables,
    hosts: shape.devices,
    ...stopped,
  });
  console.log(
    `${shape.name.padEnd(24)} ${stopped.stops.length} stops of a solve of ${(stopped.wholeMs / 1000).toFixed(2)} s, ${withPlan} with a plan: ` +
      `median ${stopped.latencyMs.median.toFixed(1)} ms, most ${stopped.latencyMs.most.toFixed(1)} ms; ` +
      `CPU ${stopped.cpuMs.median.toFixed(1)} and ${stopped.cpuMs.most.toFixed(1)} ms`,
  );
}
writeResults(flags.out, { environment, results });
