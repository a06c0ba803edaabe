// How far each objective's plan is from its proven bound. Run: node bench/solver/objectives.ts [options]
//   --objectives <names>   by commas (default: hostCost,peakMemory,criticalLoad,movedBytes)
//   --fixtures <names>     model fixtures, by commas (default: all)
//   --fleets <names>       fleet fixtures, by commas (default: 8x32gib,mixed)
//   --layouts <names>      whole, default or both (default: both)
//   --instances <folder>   instances in the reference format instead, table-wise; or the word generated, for ones of the same shapes and larger
//   --nets <numbers>       of instances: tables dealt to so many nets by index modulo, by commas (default 1)
//   --only <text>          cases whose name contains the text
//   --out <file>           results as JSON (default: bench/results/solver-objectives.json)
// movedBytes: from the load-balanced strategy's placement, its first host drained. One run each; certificates are verified.
import { parseArgs } from 'node:util';
import { listFixtures, loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import { ObjectiveName, Problem } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import type { SolveOptions } from '../../solver/options.ts';
import { solve } from '../../solver/solve.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';
import { generateInstance, SHAPES } from './like-instances.ts';
import { problemOfInstance, readInstances } from './reference-instance.ts';

const { values: flags } = parseArgs({
  options: {
    objectives: { type: 'string', default: 'hostCost,peakMemory,criticalLoad,movedBytes' },
    fixtures: { type: 'string', default: listFixtures().join() },
    fleets: { type: 'string', default: '8x32gib,mixed' },
    layouts: { type: 'string', default: 'whole,default' },
    instances: { type: 'string' },
    nets: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: 'bench/results/solver-objectives.json' },
  },
});

const OPTIONS: SolveOptions = { seed: 1, method: 'auto', engine: 'highs', clock: systemClock, version: 'bench' };
const objectives = flags.objectives.split(',').map((name) => ObjectiveName.parse(name));

interface Case {
  readonly name: string;
  readonly problem: (objective: ObjectiveName) => Problem;
}

function instanceCases(source: string): Case[] {
  const instances = source === 'generated' ? SHAPES.map((shape) => generateInstance(shape, 1)) : readInstances(source);
  return instances.flatMap((instance) =>
    flags.nets.split(',').map((nets): Case => ({
      name: `${instance.name} ${nets} nets`,
      problem: (objective) => problemOfInstance(instance, Number(nets), [objective]),
    })),
  );
}

const fixtureCases = (): Case[] =>
  flags.fixtures.split(',').flatMap((model) =>
    flags.fleets.split(',').flatMap((fleet) =>
      flags.layouts.split(',').map((layouts): Case => ({
        name: `${model} over ${fleet} ${layouts}`,
        problem: (objective) => {
          const fixture = loadModelFixture(model);
          const constraints = layouts === 'whole' ? [{ kind: 'tableOptions', allow: ['whole'] }] : [];
          return Problem.parse({
            model: fixture.model,
            workload: fixture.workload,
            fleet: loadFleetFixture(fleet),
            objectives: [objective],
            constraints,
            // Replaced by a placement where one is found.
            ...(objective === 'movedBytes' ? { currentPlacement: { shards: [] } } : {}),
          });
        },
      })),
    ),
  );

/** From where the tables lie, with one host to be emptied; undefined where the strategy finds no placement. */
async function replanned(problem: Problem): Promise<Problem | undefined> {
  const start = { ...problem, objectives: ['peakLoad' as const] };
  const answer = await solve(start, { ...OPTIONS, method: 'load-balanced' });
  if (!('plan' in answer)) return undefined;
  const currentPlacement = answer.plan.placement;
  const drained = { kind: 'drained' as const, hosts: [currentPlacement.shards[0].host] };
  return { ...problem, currentPlacement, constraints: [...problem.constraints, drained] };
}

async function measure(name: string, problem: Problem) {
  const [objective] = problem.objectives;
  const started = { ms: systemClock.now(), cpu: process.cpuUsage() };
  const answer = await solve(problem, OPTIONS);
  const cpu = process.cpuUsage(started.cpu);
  const times = { wallSeconds: (systemClock.now() - started.ms) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
  if (!('plan' in answer)) return { name, objective, status: answer.status, ...times };
  const { value, bound, gap, gapKind, certificate } = answer.plan.proof;
  if (certificate.kind !== 'mip' && !verifyCertificate(problem, certificate).holds)
    throw new Error(`${name}, ${objective}: the certificate does not hold`);
  const { method } = answer.plan.provenance;
  return {
    name,
    objective,
    status: answer.status,
    value,
    bound,
    gap,
    gapKind,
    certificate: certificate.kind,
    method,
    ...times,
  };
}

const environment = benchEnvironment(systemClock);
console.log(`${environment.cpu}, ${environment.cores} cores, Node ${environment.node}`);
const cases = flags.instances === undefined ? fixtureCases() : instanceCases(flags.instances);
const results = [];
for (const { name, problem } of cases.filter((own) => own.name.includes(flags.only)))
  for (const objective of objectives) {
    const asked = objective === 'movedBytes' ? await replanned(problem(objective)) : problem(objective);
    if (asked === undefined) continue;
    const row = await measure(name, asked);
    results.push(row);
    const found =
      'gap' in row
        ? `${row.value} >= ${row.bound}, gap ${row.gap.toPrecision(3)} ${row.gapKind} (${row.certificate})`
        : '';
    console.log(
      `${name.padEnd(44)} ${objective.padEnd(12)} ${row.status.padEnd(11)} ${found}; CPU ${row.cpuSeconds.toFixed(2)} s`,
    );
  }
writeResults(flags.out, { environment, results });
