// What splits and replicas buy on MLPerf's Criteo Terabyte tables over 8 hosts, and what they cost. Run: node bench/solver/criteo.ts [results file]
// One of the 26 tables takes 100 of the 214 lookups a sample: whole, it is a host's load by itself. Load is lookup bytes alone; every bound is
// recomputed from its certificate without the solver. Mean: the load of all tables, whole, over the 8 hosts.
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Plan } from '../../domain/plan.ts';
import { Problem, type ObjectiveName, type OptionKind } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { solve } from '../../solver/solve.ts';
import { meanLoad } from '../mean-load.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';

const MODEL = 'criteo-terabyte-dcnv2';
const FLEET = '8x32gib';
const OPTIONS = { seed: 1, method: 'auto', engine: 'highs', clock: systemClock, version: 'bench' } as const;
const ANY_LAYOUT: readonly OptionKind[] = ['whole', 'rowWise', 'columnWise', 'replicated'];

function criteo(allow: readonly OptionKind[], objectives: readonly ObjectiveName[]): Problem {
  const { model, workload } = loadModelFixture(MODEL);
  const constraints = [{ kind: 'tableOptions', allow }];
  return Problem.parse({ model, workload, fleet: loadFleetFixture(FLEET), objectives, constraints });
}

/** @throws Error where the plan is illegal or its certificate is not verified. */
function figuresOf(problem: Problem, { placement, estimate, proof, placementHash }: Plan) {
  const [violation] = findViolations(problem, placement);
  if (violation !== undefined) throw new Error(violation.message);
  const { holds, recomputed } = verifyCertificate(problem, proof.certificate);
  if (!holds)
    throw new Error(`the bound ${proof.certificate.bound} by ${proof.certificate.kind} is not verified: ${recomputed}`);
  const mean = meanLoad(problem);
  const slices = Map.groupBy(
    placement.shards.flatMap((shard) => shard.slices),
    (slice) => slice.table,
  );
  const kinds = [...slices.values()].map((own) =>
    own[0].kind === 'whole' && own.length > 1 ? 'replicas' : own[0].kind,
  );
  return {
    peakOverMean: estimate.peakLoad / mean,
    ...(proof.objective === 'peakLoad' ? { boundOverMean: proof.bound / mean } : {}),
    gap: proof.gap,
    certificate: proof.certificate.kind,
    hostsUsed: estimate.hostsUsed,
    fanOut: estimate.fanOut,
    rpcsPerRequest: estimate.expectedRpcsPerRequest,
    bytesOnWire: estimate.bytesOnWire,
    peakMemory: estimate.peakMemory,
    layouts: Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, own]) => [kind, own.length])),
    placementHash,
  };
}
type Figures = ReturnType<typeof figuresOf>;

function print(name: string, figures: Figures): void {
  const bound =
    figures.boundOverMean === undefined
      ? ''
      : `, proven at least ${figures.boundOverMean.toFixed(4)} (${figures.certificate})`;
  const layouts = Object.entries(figures.layouts).map(([kind, count]) => `${count} ${kind}`);
  console.log(
    `${name.padEnd(22)} peak/mean ${figures.peakOverMean.toFixed(4)}${bound}; ${figures.hostsUsed} hosts, ${figures.rpcsPerRequest.toFixed(2)} RPCs and ` +
      `${figures.bytesOnWire} B on wire a request; memory peak ${figures.peakMemory.toFixed(3)}; ${layouts.join(', ')}`,
  );
}

async function leastPeak(name: string, allow: readonly OptionKind[]) {
  const problem = criteo(allow, ['peakLoad', 'bytesOnWire', 'fanOut']);
  const started = systemClock.now();
  const answer = await solve(problem, OPTIONS);
  if (!('plan' in answer)) throw new Error(`${name}: ${answer.status}`);
  const figures = figuresOf(problem, answer.plan);
  print(name, figures);
  return { name, allow, ...figures, seconds: (systemClock.now() - started) / 1000 };
}

async function frontier(name: string, allow: readonly OptionKind[]) {
  const problem = criteo(allow, ['peakLoad', 'bytesOnWire', 'fanOut']);
  const started = systemClock.now();
  const answer = await solveFrontier(problem, OPTIONS);
  if (answer.status !== 'solved') throw new Error(`frontier: ${answer.status}`);
  const seconds = (systemClock.now() - started) / 1000;
  const { plans, exactness, gridPoints, cells } = answer.frontier;
  console.log(
    `\nFrontier of peak load, bytes on wire and fan-out, ${name}: ${plans.length} points, ${exactness}, ${seconds.toFixed(1)} s`,
  );
  const points = plans
    .map((plan) => figuresOf(problem, plan))
    .toSorted((a, b) => a.fanOut - b.fanOut || a.bytesOnWire - b.bytesOnWire);
  points.forEach((figures, p) => print(`point ${p}`, figures));
  return { name, allow, exactness, gridPoints, cells, seconds, points };
}

const environment = benchEnvironment(systemClock);
console.log(
  `${MODEL} over ${FLEET}, lookup bytes; ${environment.cpu}, ${environment.cores} cores, Node ${environment.node}`,
);
const plans = [
  await leastPeak('whole tables', ['whole']),
  await leastPeak('whole and replicated', ['whole', 'replicated']),
  await leastPeak('whole and row-wise', ['whole', 'rowWise']),
  await leastPeak('whole and column-wise', ['whole', 'columnWise']),
  await leastPeak('any layout', ANY_LAYOUT),
];
const frontiers = [
  await frontier('any layout', ANY_LAYOUT),
  await frontier('whole and split', ['whole', 'rowWise', 'columnWise']),
];
writeResults(process.argv[2] ?? 'bench/results/criteo.json', {
  environment,
  model: MODEL,
  fleet: FLEET,
  plans,
  frontiers,
});
