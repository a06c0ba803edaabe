import { Option, type Command } from 'commander';
import type { Placement } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { BadInputError } from '../bad-input.ts';
import { csvOfFrontier, csvOfPlacement } from '../interchange/csv-plans.ts';
import { csvOfTables } from '../interchange/csv-tables.ts';
import { torchRecPlanOf } from '../interchange/torchrec-export.ts';
import { STRUCTURAL_VIOLATIONS } from '../structural-violations.ts';
import { prepareStudy } from '../studies.ts';
import { writeResult } from './answer.ts';
import { wrapped } from './format.ts';
import { examples } from './help.ts';
import { addSourceOptions, problemOf, readNumber, type SourceFlags } from './problem-options.ts';
import { placementIn, problemBehind, readStoredFile } from './stored-files.ts';

interface ExportFlags extends SourceFlags {
  readonly to: 'torchrec' | 'csv';
  readonly point?: number;
  readonly out?: string;
}

/** `shardwright export`: a plan, a frontier or tables for other tools. */
export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description("write a plan as TorchRec's sharding plan or as CSV, a frontier or a model's tables as CSV")
    .argument(
      '[file]',
      'plan, placement, frontier or problem, as other commands write them; left out: the tables of the problem that the options state',
    )
    .addOption(new Option('--to <format>', 'what to write').choices(['torchrec', 'csv']).makeOptionMandatory())
    .option('--point <number>', 'of a frontier: write this plan, counted from 0', readNumber);
  addSourceOptions(command)
    .option('--out <file>', 'where to (default: standard output)')
    .addHelpText(
      'after',
      examples(
        'shardwright export --to torchrec plan.json --out sharding-plan.json',
        'shardwright export --to csv frontier.json --out frontier.csv',
        'shardwright export --to csv --model drm1 --out tables.csv',
      ),
    )
    .action((file: string | undefined, flags: ExportFlags) => {
      const text = file === undefined ? tablesOf({}, flags) : textOf(file, flags);
      if (flags.out === undefined) process.stdout.write(text);
      else writeResult(flags.out, text);
    });
}

function textOf(file: string, flags: ExportFlags): string {
  const stored = readStoredFile(file, 'the file');
  if (stored.kind === 'problem') return tablesOf(stored.problem, flags);
  if (stored.kind === 'frontier' && flags.to === 'csv' && flags.point === undefined) return csvOfFrontier(stored.plans);
  const found = placementIn(stored, file, flags.point);
  const { problem, notes } = problemBehind(flags, found, file);
  for (const note of notes) process.stderr.write(`${wrapped(note)}\n`);
  refuseForeign(problem, found.placement, file);
  if (flags.to === 'csv') return csvOfPlacement(problem.model, found.placement);
  const plan = torchRecPlanOf(problem, found.placement);
  for (const note of plan.shardwright?.notes ?? []) process.stderr.write(`${wrapped(note)}\n`);
  return `${JSON.stringify(plan, null, 2)}\n`;
}

function tablesOf(input: Readonly<Record<string, unknown>>, flags: ExportFlags): string {
  if (flags.to === 'torchrec') {
    const rule = 'a plan or a placement: TorchRec plans hold no tables without a place';
    throw new BadInputError([{ pointer: '--to', seen: 'torchrec', rule, maybe: 'Maybe --to csv.' }]);
  }
  const problem = Object.keys(input).length === 0 ? problemOf(flags) : input;
  const { model, workload } = prepareStudy('plan', { problem, measure: false }).problem;
  return csvOfTables(model, workload);
}

/** Shards of tables that are not there, or lie nowhere, have no sizes. */
function refuseForeign(problem: Problem, placement: Placement, file: string): void {
  const faults = findViolations(problem, placement)
    .filter(({ kind }) => STRUCTURAL_VIOLATIONS.includes(kind))
    .map(({ kind, message }) => ({
      pointer: file,
      seen: kind,
      rule: message,
      maybe: 'Maybe it is a plan of another problem: --problem, --model, --fleet.',
    }));
  if (faults.length > 0) throw new BadInputError(faults);
}
