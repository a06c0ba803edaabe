import { Option, type Command } from 'commander';
import { systemClock } from '../../domain/clock.ts';
import { compareFrontiers } from '../comparison/compare-frontiers.ts';
import { comparePlans } from '../comparison/compare-plans.ts';
import { measurePair } from '../paired-measuring.ts';
import { RULE_FIELDS } from '../rules/fields.ts';
import { judgeRules } from '../rules/judge.ts';
import { parseRules, type Rule } from '../rules/rule.ts';
import { prepareStudy, type PlanStudy } from '../studies.ts';
import { STRUCTURAL_VIOLATIONS } from '../structural-violations.ts';
import { writeResult } from './answer.ts';
import { FORMATS, reportComparison, type Format } from './compare-report.ts';
import { statusOf, type ComparisonReport } from './compare-sections.ts';
import { loadSides, whyNotTogether, type SideFlags, type Sides } from './compare-sides.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';
import { addSolvingOptions, addSourceOptions, readNumber, withoutUndefined } from './problem-options.ts';
import { readTrace } from '../trace-files.ts';
import { readBytes } from './input-files.ts';

interface CompareFlags extends SideFlags {
  readonly failOn: readonly string[];
  readonly undecided: 'pass' | 'fail';
  readonly format: Format;
  readonly measure?: true;
  readonly requests?: number;
  readonly warmup?: number;
  readonly trace?: string;
  readonly transport?: string;
  readonly out?: string;
}

/** `shardwright compare`: what changed between two plans, and whether that is more than rules allow. */
export function addCompareCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('compare')
    .description('say what changed between two plans, frontiers or problems, and fail where a rule says so')
    .argument('<base>', 'plan, frontier, placement or problem, as other commands write them; problems are solved')
    .argument('<head>', 'what is to take its place')
    .addOption(
      new Option('--fail-on <rule>', "end with 1 where it holds: 'estimate.latencyMs > +5%'; may be repeated")
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none'),
    )
    .addOption(new Option('--format <name>', 'of what is printed').choices(FORMATS).default('text'))
    .option('--measure', 'serve both plans in turns on the same requests, so that measured rules can be decided')
    .addOption(
      new Option('--undecided <what>', 'what a rule does that the measurement cannot decide')
        .choices(['pass', 'fail'])
        .default('pass'),
    )
    .option('--frontier', 'solve problems as frontiers, not as plans')
    .option('--grid-points <number>', 'of a frontier: caps tried on a quantity that is not a count', readNumber)
    .option('--point <number>', 'of frontiers: compare this plan, counted from 0', readNumber)
    .option('--head-point <number>', 'the same, of head alone', readNumber)
    .option('--requests <number>', 'requests timed (default: 100, or 500 where a rule is on a P99)', readNumber)
    .option('--warmup <number>', 'requests served before them', readNumber)
    .option('--trace <file>', 'requests to serve (default: synthesised from the workload)')
    .option('--transport <name>', 'between main and sparse shards')
    .option('--seed <number>', 'of every random choice', readNumber);
  addSolvingOptions(addSourceOptions(command))
    .option('--out <file>', 'write what is printed to a file as well')
    .addHelpText('after', HELP)
    .action(async (base: string, head: string, flags: CompareFlags) => end(await compare([base, head], flags)));
}

const HELP = `
Rules: <field> <comparator> <bound>, where the comparator is one of > >= < <= and the bound a number with or without a unit.
A bound with a sign is a change from base: +5% relative, +2ms absolute; one without is a value of head. A measured rule
fails only where the whole interval of the paired change lies beyond its bound; where it straddles, it is undecided.
Fields:
${RULE_FIELDS.map(({ name, about }) => `  ${name.padEnd(38)} ${about}`).join('\n')}
${examples(
  'shardwright compare base.json head.json',
  "shardwright compare base.json head.json --fail-on 'estimate.latencyMs > +5%' --fail-on 'moved.bytes > 10GiB'",
  "shardwright compare base.json problem.yaml --measure --fail-on 'measurement.latencyMsP99 > +5%' --format markdown",
  'shardwright compare old-frontier.json new-frontier.json --format junit --out compare.xml',
)}

Exit codes:
  0    good: no rule failed
  1    a rule failed, or was undecided with --undecided fail
  2    bad input: nothing was run; every fault is listed
  3    no plan: a problem is infeasible, or none was found
  70   internal error: a bug of Shardwright
  130  cancelled by a signal`;

async function compare([base, head]: readonly [string, string], flags: CompareFlags): Promise<ExitCode> {
  const rules = parseRules(flags.failOn);
  if (flags.out !== undefined) writeResult(flags.out, '');
  const sides = await loadSides(base, head, flags);
  if (sides.kind === 'cancelled') return EXIT.cancelled;
  if (sides.kind === 'noPlan') {
    process.stderr.write(`${sides.message}\n`);
    return EXIT.noPlan;
  }
  const report = await reportOf(sides, rules, flags);
  const text = reportComparison({ ...report, base, head }, flags.format);
  if (flags.out !== undefined) writeResult(flags.out, text);
  process.stdout.write(text);
  const status = statusOf(report.verdicts);
  return status === 'failed' || (status === 'undecided' && flags.undecided === 'fail') ? EXIT.refuted : EXIT.good;
}

type Judged = Omit<ComparisonReport, 'base' | 'head'>;

async function reportOf(
  sides: Exclude<Sides, { kind: 'noPlan' | 'cancelled' }>,
  rules: readonly Rule[],
  flags: CompareFlags,
): Promise<Judged> {
  const { notes } = sides;
  if (sides.kind === 'frontiers') {
    const comparison = compareFrontiers(sides.base, sides.head);
    return { comparison, rules, verdicts: judgeRules(rules, { comparison }), notes };
  }
  const comparison = comparePlans(sides.base, sides.head);
  if (flags.measure === undefined) return { comparison, rules, verdicts: judgeRules(rules, { comparison }), notes };
  const isBroken = [...comparison.before.violations, ...comparison.after.violations].some(({ kind }) =>
    STRUCTURAL_VIOLATIONS.includes(kind),
  );
  const whyNot = isBroken
    ? 'Not measured: a placement does not lay out every table.'
    : whyNotTogether(sides.base, sides.head);
  if (whyNot !== undefined)
    return { comparison, rules, verdicts: judgeRules(rules, { comparison }), notes: [...notes, whyNot] };
  const { pair, report } = await measurePair(
    studyOf(sides.head.problem, rules, flags),
    [sides.base.placement, sides.head.placement],
    {
      clock: systemClock,
    },
  );
  const measured =
    pair === undefined
      ? comparison
      : comparePlans({ ...sides.base, measurement: pair.before }, { ...sides.head, measurement: pair.after });
  return {
    comparison: measured,
    rules,
    verdicts: judgeRules(rules, { comparison: measured, pair }),
    pair,
    notes: [...notes, ...report.notes],
  };
}

/** Checked as a request is; P99 of 500 requests has five beyond it, of 100 one. */
function studyOf(problem: unknown, rules: readonly Rule[], flags: CompareFlags): PlanStudy {
  const { requests, warmup: warmupRequests, transport, seed, trace } = flags;
  const hasP99 = rules.some(({ field }) => field.kind === 'measured' && field.name.endsWith('P99'));
  const study = prepareStudy('plan', {
    problem,
    measure: withoutUndefined({ requests: requests ?? (hasP99 ? 500 : undefined), warmupRequests, transport }),
    ...withoutUndefined({
      seed,
      trace: trace === undefined ? undefined : readTrace(readBytes(trace, '--trace'), trace),
    }),
  });
  if (study.kind !== 'plan') throw new Error('a request for a plan becomes the study of one');
  return study;
}
