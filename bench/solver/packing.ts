// Classic bin-packing and makespan instances with known optima, solved as placement problems through `solve`.
// Run: node bench/solver/packing.ts <instances.json> [part of a name]. The file holds { instances: [{ kind: 'bin-packing' | 'makespan', name,
// capacity | machines, items, optimum }] }. Bins are hosts, items are tables that stay whole: their rows are the size, or their pooling factor the
// processing time. A plan counts only where the evaluator finds nothing illegal and recomputes its bound.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import * as z from 'zod';
import { systemClock } from '../../domain/clock.ts';
import { Problem } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { solve } from '../../solver/solve.ts';

const Instance = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bin-packing'),
    name: z.string(),
    capacity: z.int(),
    items: z.array(z.int()),
    optimum: z.int(),
  }),
  z.object({
    kind: z.literal('makespan'),
    name: z.string(),
    machines: z.int(),
    items: z.array(z.int()),
    optimum: z.int(),
  }),
]);
type Instance = z.infer<typeof Instance>;

/** Hosts beyond the volume bound: enough for any instance of the collection, and no hint at its optimum. */
const SPARE_HOSTS = 0.1;
const BYTES_A_ROW = 4;
const SAMPLES = 16;

function problemOf(instance: Instance): Problem {
  const isPacking = instance.kind === 'bin-packing';
  const volume = instance.items.reduce((sum, size) => sum + size, 0);
  const hosts = isPacking ? 2 + Math.ceil((volume / instance.capacity) * (1 + SPARE_HOSTS)) : instance.machines;
  const shape = {
    memoryBandwidthBytesPerSecond: 1e11,
    cores: 16,
    link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1e9 },
  };
  const memoryBytes = (isPacking ? instance.capacity : instance.items.length) * BYTES_A_ROW;
  const names = instance.items.map((_, i) => `item-${i}`);
  return Problem.parse({
    model: {
      name: instance.name,
      nets: [{ name: 'net' }],
      tables: names.map((name, i) => ({
        name,
        net: 'net',
        rows: isPacking ? instance.items[i] : 1,
        dim: 1,
        features: [{ name }],
      })),
    },
    workload: {
      batchSize: SAMPLES,
      samplesPerRequest: SAMPLES,
      tables: names.map((table, i) => ({
        table,
        popularity: { kind: 'zipf', exponent: 1 },
        features: [{ feature: table, poolingFactor: isPacking ? 1 : instance.items[i] }],
      })),
    },
    fleet: { main: { memoryBytes, ...shape }, hostTypes: [{ name: 'host', count: hosts, memoryBytes, ...shape }] },
    objectives: [isPacking ? 'hostsUsed' : 'peakLoad'],
    loadMeasure: 'poolingFactor',
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  });
}

interface Row {
  readonly group: string;
  readonly isOptimal: boolean;
  readonly isProven: boolean;
  readonly seconds: number;
}

async function run(instance: Instance): Promise<Row> {
  const problem = problemOf(instance);
  const before = process.cpuUsage();
  const answer = await solve(problem, {
    seed: 1,
    method: 'auto',
    engine: 'highs',
    clock: systemClock,
    version: 'bench',
  });
  // Of the processor, engines' threads and collections included: a busy machine does not change them much.
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const unit = instance.kind === 'makespan' ? SAMPLES : 1;
  const plan = 'plan' in answer ? answer.plan : undefined;
  const isLegal = plan !== undefined && findViolations(problem, plan.placement).length === 0;
  const [value, bound] = plan === undefined ? [NaN, NaN] : [plan.proof.value / unit, plan.proof.bound / unit];
  const isOptimal = isLegal && value === instance.optimum;
  const { certificate } = plan?.proof ?? {};
  const isVerified = certificate !== undefined && verifyCertificate(problem, certificate).holds;
  const isProven = isOptimal && isVerified && plan?.proof.status === 'optimal';
  const group = instance.name.replace(/[-_]?\d.*$/, '').replace(/^$/, '201');
  const verdict = isProven ? 'proven' : isOptimal ? 'optimal' : 'MISSED';
  console.log(
    `${verdict.padEnd(8)} ${instance.name.padEnd(28)} ${value} bound ${bound} (${certificate?.kind}), known ${instance.optimum}, ${seconds.toFixed(2)} CPU s, ${plan?.provenance.method}`,
  );
  return { group: `${instance.kind} ${group}`, isOptimal, isProven, seconds };
}

const [path, part = ''] = process.argv.slice(2);
if (path === undefined) {
  console.log('usage: node bench/solver/packing.ts <instances.json> [part of a name]');
  process.exit(2);
}
const { instances } = z.object({ instances: z.array(Instance) }).parse(JSON.parse(readFileSync(path, 'utf8')));
console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
const rows: Row[] = [];
for (const instance of instances.filter(({ name }) => name.includes(part))) rows.push(await run(instance));
for (const [group, own] of [...Map.groupBy(rows, (row) => row.group), ['all', rows] as const])
  console.log(
    `${group.padEnd(28)} ${own.length} instances, ${own.filter((row) => row.isOptimal).length} optimal, ${own.filter((row) => row.isProven).length} proven, slowest ${Math.max(0, ...own.map((row) => row.seconds)).toFixed(2)} CPU s`,
  );
