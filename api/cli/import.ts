import { Option, type Command } from 'commander';
import { findViolations } from '../../evaluator/violations.ts';
import { placementOfCsv } from '../interchange/csv-plans.ts';
import { tablesOfCsv } from '../interchange/csv-tables.ts';
import { placementOfTorchRec } from '../interchange/torchrec-import.ts';
import { problemOfTorchRec, type ImportOptions } from '../interchange/torchrec-problem.ts';
import { prepareStudy } from '../studies.ts';
import { writeResult } from './answer.ts';
import { wrapped } from './format.ts';
import { examples } from './help.ts';
import { fleetOf, FLEET_HELP } from './fleet-option.ts';
import { readDocument, readText } from './input-files.ts';
import {
  DEFAULT_FLEET,
  DEFAULT_NET,
  DEFAULT_ZIPF_EXPONENT,
  nameOf,
  problemOf,
  readNumber,
  type SourceFlags,
} from './problem-options.ts';

interface ImportFlags extends SourceFlags {
  readonly name?: string;
  readonly net: string;
  readonly zipf: number;
  readonly samples?: number;
  readonly out?: string;
}

/** `shardwright import`: tables or plans of other tools. */
export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('make a problem of the tables of another tool, or a placement of its plan')
    .addHelpText(
      'after',
      examples(
        'shardwright import torchrec configs.json --out problem.json',
        'shardwright import csv tables.csv --out problem.json',
      ),
    );
  addTorchRec(command);
  addCsv(command);
}

function addTorchRec(parent: Command): void {
  const command = parent
    .command('torchrec')
    .description("read TorchRec's table configs and constraints as a problem, or its sharding plan as a placement")
    .argument('<file>', 'JSON: EmbeddingBagConfigs, or {"plan": ...} (`-`: standard input)');
  addImportOptions(command)
    .addHelpText(
      'after',
      examples(
        'shardwright import torchrec configs.json --fleet 8x32gib --out problem.json',
        'shardwright import torchrec plan.json --model criteo-terabyte-dcnv2 --out placement.json',
      ),
    )
    .action((file: string, flags: ImportFlags) => {
      const document = readDocument(file, 'the file');
      const isPlan = document !== null && typeof document === 'object' && 'plan' in document;
      if (!isPlan) {
        const { value, notes } = problemOfTorchRec(document, optionsOf(file, flags));
        return writeProblem(value, notes, flags);
      }
      const { problem } = prepareStudy('plan', { problem: problemOf(flags), measure: false });
      const { value, notes } = placementOfTorchRec(document, problem);
      return write(value, [...notes, ...findViolations(problem, value).map(({ message }) => message)], flags);
    });
}

function addCsv(parent: Command): void {
  const command = parent
    .command('csv')
    .description('read a CSV of tables as a problem, or a CSV of table slices as a placement')
    .argument('<file>', 'CSV with a header: name,rows,dim ..., or table,host ... (`-`: standard input)');
  addImportOptions(command)
    .addHelpText(
      'after',
      examples(
        'shardwright import csv tables.csv --fleet 8x32gib --out problem.json',
        'shardwright import csv slices.csv --out placement.json',
      ),
    )
    .action((file: string, flags: ImportFlags) => {
      const text = readText(file, 'the file');
      if (isOfSlices(text)) return write(placementOfCsv(text, file), [], flags);
      const options = optionsOf(file, flags);
      const value = { ...tablesOfCsv(text, file, options), fleet: fleetOf(options.fleet) };
      return writeProblem(value, [], flags);
    });
}

/** Tables are named in one column or the other; only slices lie on hosts. */
const isOfSlices = (text: string): boolean => /(^|[,;\t"])host($|[,;\t"\r])/.test(text.split('\n', 1)[0]);

const addImportOptions = (command: Command): Command =>
  command
    .option('--name <name>', "of the model (default: the file's)")
    .option('--net <name>', 'of the tables that name none', DEFAULT_NET)
    .option('--batch-size <number>', 'samples of a batch', readNumber)
    .option('--samples <number>', 'samples of a request (default: one batch)', readNumber)
    .option('--zipf <exponent>', 'popularity of the rows of every table', readNumber, DEFAULT_ZIPF_EXPONENT)
    .option('--fleet <name>', `${FLEET_HELP} (default: ${DEFAULT_FLEET})`)
    .addOption(new Option('--model <name>', 'model of the fixtures that a plan belongs to'))
    .addOption(new Option('--problem <file>', 'problem in JSON or YAML that a plan belongs to'))
    .addOption(new Option('--tables <file>', 'model as CSV that a plan belongs to'))
    .option('--out <file>', 'where to (default: standard output)');

const optionsOf = (file: string, { name, net, zipf, batchSize, samples, fleet }: ImportFlags): ImportOptions => ({
  name: name ?? nameOf(file),
  net,
  zipfExponent: zipf,
  fleet: fleet ?? DEFAULT_FLEET,
  ...(batchSize === undefined ? {} : { batchSize }),
  ...(samples === undefined ? {} : { samplesPerRequest: samples }),
});

/** What is written can be planned: it is checked as a request would be. */
function writeProblem(problem: unknown, notes: readonly string[], flags: ImportFlags): void {
  prepareStudy('plan', { problem, measure: false });
  write(problem, notes, flags);
}

function write(value: unknown, notes: readonly string[], { out }: ImportFlags): void {
  for (const note of notes) process.stderr.write(`${wrapped(note)}\n`);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeResult(out, text);
}
