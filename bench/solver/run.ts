// How long the solver needs to proven gaps. Run: npm run bench:solver -- [options]
//   --instances <folder>   instances in the reference format (default: generated ones of the same shapes, seed 1)
//   --only <text>          instances whose name contains the text
//   --fixtures <names>     model fixtures as well, by commas, each over the 8x32gib fleet, table-wise
//   --frontier             sweep hosts x load x fan-out instead, with the tables dealt to 2 and to 4 nets
//   --runs <number>        of each instance, medians taken (default 3)
//   --out <file>           results as JSON (default: bench/results/solver.json or solver-frontier.json)
// Not committed: the reference instances themselves. The first instance runs on a cold engine, as every process's first does.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import { Problem } from '../../domain/problem.ts';
import { generateInstance, SHAPES } from './like-instances.ts';
import { problemOfInstance, readInstances } from './reference-instance.ts';
import { sweepTimes } from './sweep-times.ts';
import { GAPS, timeToGaps } from './time-to-gap.ts';

const { values: flags } = parseArgs({
  options: {
    instances: { type: 'string' },
    only: { type: 'string', default: '' },
    fixtures: { type: 'string', default: '' },
    frontier: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});

interface Case {
  readonly name: string;
  readonly problem: (nets: number, objectives: readonly string[]) => Problem;
}

function casesOf(): Case[] {
  const instances =
    flags.instances === undefined ? SHAPES.map((shape) => generateInstance(shape, 1)) : readInstances(flags.instances);
  const fixtures = flags.fixtures.split(',').filter((name) => name !== '');
  return [
    ...instances.map((instance): Case => ({
      name: instance.name,
      problem: (nets, objectives) => problemOfInstance(instance, nets, objectives),
    })),
    ...fixtures.map((name): Case => ({ name, problem: (_, objectives) => problemOfFixture(name, objectives) })),
  ].filter(({ name }) => name.includes(flags.only));
}

function problemOfFixture(name: string, objectives: readonly string[]): Problem {
  const { model, workload } = loadModelFixture(name);
  const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
  return Problem.parse({ model, workload, fleet: loadFleetFixture('8x32gib'), objectives, constraints });
}

const percent = (gap: number | undefined): string => (gap === undefined ? '-' : `${(gap * 100).toPrecision(2)}%`);
const inSeconds = (value: number | null | undefined): string => (value == null ? '-' : `${value.toFixed(3)} s`);

async function runLoads(): Promise<unknown[]> {
  const results = [];
  for (const { name, problem } of casesOf()) {
    const times = await timeToGaps(name, problem(1, ['peakLoad']), Number(flags.runs), systemClock);
    results.push(times);
    const toGaps = GAPS.map((gap, g) => `${percent(gap)} ${inSeconds(times.gapSeconds[g])}`).join(', ');
    console.log(
      `${name.padEnd(24)} ${times.status.padEnd(10)} first plan ${inSeconds(times.firstPlanSeconds)}; ${toGaps}; ` +
        `judged ${percent(times.gap)} (${times.certificate}) in ${inSeconds(times.wallSeconds)}, CPU ${inSeconds(times.cpuSeconds)}`,
    );
  }
  return results;
}

async function runFrontiers(): Promise<unknown[]> {
  const results = [];
  for (const { name, problem } of casesOf())
    for (const nets of [2, 4]) {
      const swept = await sweepTimes(name, problem(nets, ['hostsUsed', 'peakLoad', 'fanOut']), nets, systemClock);
      results.push(swept);
      console.log(
        `${name.padEnd(24)} ${nets} nets: ${swept.points} points, ${swept.exactness}; gap median ${percent(swept.medianGap)}, ` +
          `worst ${percent(swept.worstGap)}; ${inSeconds(swept.wallSeconds)}, CPU ${inSeconds(swept.cpuSeconds)}`,
      );
    }
  return results;
}

const environment = {
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  loadAverageAtStart: loadavg()[0],
  date: systemClock.date().toISOString(),
};
console.log(`${environment.cpu}, ${environment.cores} cores, Node ${environment.node}`);
const results = await (flags.frontier ? runFrontiers() : runLoads());
const out = flags.out ?? `bench/results/solver${flags.frontier ? '-frontier' : ''}.json`;
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify({ environment, results }, null, 2)}\n`);
console.log(`results in ${out}`);
