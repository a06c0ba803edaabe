// How long the solver needs to proven gaps. Run: npm run bench:solver -- [options]
//   --all                  every group below (reference where --instances is given), each into its results file
//   --groups <names>       by commas (default: reference where --instances is given, else generated):
//     reference              instances in the reference format, from --instances (never committed)   solver.json
//     generated              instances of the same shapes and larger ones, seed 1                    solver-generated.json
//     fixtures               the model fixtures                                                      solver-fixtures.json
//     frontier               hosts x load x fan-out of the reference instances, or else of the
//                            generated ones, with the tables dealt to 2 and to 4 nets                solver-frontier.json
//   --instances <folder>
//   --fixtures <names>     by commas (default: all)
//   --fleet <names>        by commas: each fixture over the first of these that it is not proven too large for
//   --only <text>          cases whose name contains the text
//   --runs <number>        of each case, medians taken (default 3); frontiers run once
//   --out <folder>         default: bench/results
// Table-wise, load in lookup bytes. The first case runs on a cold engine, as every process's first does.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { systemClock } from '../../domain/clock.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';
import { fixtureCases, generatedCases, referenceCases, type Case } from './cases.ts';
import { sweepTimes } from './sweep-times.ts';
import { GAPS, timeToGaps } from './time-to-gap.ts';

const Group = z.enum(['reference', 'generated', 'fixtures', 'frontier']);
type Group = z.infer<typeof Group>;
const FILES: Readonly<Record<Group, string>> = {
  reference: 'solver.json',
  generated: 'solver-generated.json',
  fixtures: 'solver-fixtures.json',
  frontier: 'solver-frontier.json',
};

const { values: flags } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    groups: { type: 'string' },
    instances: { type: 'string' },
    fixtures: { type: 'string', default: '' },
    fleet: { type: 'string', default: '8x32gib,8x64gib,8x256gib,16x256gib' },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    out: { type: 'string', default: 'bench/results' },
  },
});

const listed = (names: string): string[] => names.split(',').filter((name) => name !== '');

function groupsAsked(): Group[] {
  const groups = z
    .array(Group)
    .parse(listed(flags.groups ?? (flags.instances === undefined ? 'generated' : 'reference')));
  return flags.all ? Group.options.filter((group) => group !== 'reference' || flags.instances !== undefined) : groups;
}

function casesOf(group: Group): Case[] {
  if (group === 'fixtures') return fixtureCases(listed(flags.fixtures), listed(flags.fleet));
  const isReference = group === 'reference' || (group === 'frontier' && flags.instances !== undefined);
  if (!isReference) return generatedCases();
  if (flags.instances === undefined) throw new Error('the group reference needs --instances <folder>');
  return referenceCases(flags.instances);
}

/** Tight instances need every host: their frontier has one point of hosts used, and little else to show. */
const isSwept = ({ name }: Case): boolean => flags.only !== '' || !name.includes('tight');

const percent = (gap: number | undefined): string => (gap === undefined ? '-' : `${(gap * 100).toPrecision(2)}%`);
const inSeconds = (value: number | null | undefined): string => (value == null ? '-' : `${value.toFixed(3)} s`);

async function runLoads(cases: readonly Case[]): Promise<unknown[]> {
  const results = [];
  for (const { name, problem } of cases) {
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

async function runFrontiers(cases: readonly Case[]): Promise<unknown[]> {
  const results = [];
  for (const { name, problem } of cases)
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

for (const group of groupsAsked()) {
  const environment = benchEnvironment(systemClock);
  console.log(`${group}: ${environment.cpu}, ${environment.cores} cores, Node ${environment.node}`);
  const cases = casesOf(group).filter(({ name }) => name.includes(flags.only));
  const results = await (group === 'frontier' ? runFrontiers(cases.filter(isSwept)) : runLoads(cases));
  writeResults(join(flags.out, FILES[group]), { environment, results });
}
