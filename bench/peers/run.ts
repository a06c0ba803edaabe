// What a user would pick instead, on the same costs, beside our own solve. Optional: never part of npm test. Run: node bench/peers/run.ts -- [options]
//   --instances <folder>   instances in the reference format (default: generated ones of the same shapes, seed 1)
//   --only <text>          instances whose name contains the text; criteo-terabyte-dcnv2 over 8 hosts is one of them
//   --peers <text>         peers whose name contains the text
//   --seconds <number>     limit of each peer and question (default 60)
//   --python <path>        default: bench/peers/.venv/bin/python, which bench/peers/setup.sh makes
//   --out <file>           default: bench/results/peers.json
//   --merge                keep what the file has of other questions; refused where the conditions were others
// Every plan is judged by our own evaluator: violations and figures from scratch, the gap against our own verified bound. Peers get 2 workers
// where they take a number; ours is one thread. Seconds are those of building the model and solving, imports left out.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import { Problem, type ObjectiveName } from '../../domain/problem.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';
import { generateInstance, SHAPES } from '../solver/like-instances.ts';
import { problemOfInstance, readInstances } from '../solver/reference-instance.ts';
import { ask } from './ask.ts';
import { refusal, rowOf, solveOurselves, type Comparison, type Question, type Row } from './compare.ts';
import { mergeResults } from './merge.ts';
import { PEERS, type Layouts, type Peer } from './peer.ts';
import { reportOf } from './report.ts';
import { peerTask } from './task.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    instances: { type: 'string' },
    only: { type: 'string', default: '' },
    peers: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    python: { type: 'string', default: new URL('.venv/bin/python', import.meta.url).pathname },
    out: { type: 'string', default: 'bench/results/peers.json' },
    merge: { type: 'boolean', default: false },
  },
});
const flags = { ...values, seconds: z.coerce.number().positive().parse(values.seconds) };

const SEED = 1;
const WORKERS = 2;
/** Larger generated instances say nothing more about the peers, and cost minutes each. */
const MOST_TABLES = 5000;
const CRITEO = 'criteo-terabyte-dcnv2';

function questions(): Question[] {
  const instances =
    flags.instances === undefined
      ? SHAPES.filter((shape) => shape.tables <= MOST_TABLES).map((shape) => generateInstance(shape, SEED))
      : readInstances(flags.instances);
  const ofInstances = instances.flatMap((instance) =>
    (['peakLoad', 'hostsUsed'] as const).map((objective): Question => ({
      instance: instance.name,
      layouts: 'tableWise',
      objective,
      problem: problemOfInstance(instance, 1, [objective]),
    })),
  );
  return [...criteoQuestions(), ...ofInstances].filter(({ instance }) => instance.includes(flags.only));
}

const criteoQuestions = (): Question[] =>
  (['tableWise', 'any'] as const).map((layouts) => ({
    instance: `${CRITEO} over 8x32gib`,
    layouts,
    objective: 'peakLoad',
    // The further objectives are ours alone: of plans with the least peak load, one with few bytes and calls.
    problem: criteoProblem(layouts, ['peakLoad', 'bytesOnWire', 'fanOut']),
  }));

function criteoProblem(layouts: Layouts, objectives: readonly ObjectiveName[]): Problem {
  const { model, workload } = loadModelFixture(CRITEO);
  const allow = layouts === 'any' ? ['whole', 'rowWise', 'columnWise', 'replicated'] : ['whole'];
  const constraints = [{ kind: 'tableOptions', allow }];
  return Problem.parse({ model, workload, fleet: loadFleetFixture('8x32gib'), objectives, constraints });
}

async function compare(question: Question): Promise<Comparison> {
  const { problem, objective, layouts } = question;
  const own = await solveOurselves(question, SEED, systemClock);
  const asked = PEERS.filter(
    (peer) => peer.objectives.includes(objective) && peer.layouts === layouts && peer.name.includes(flags.peers),
  );
  const rows: Row[] = [own.row];
  for (const peer of asked) rows.push(...(await rowsOfPeer(question, peer, own.bound)));
  return {
    instance: question.instance,
    layouts,
    objective,
    tables: problem.model.tables.length,
    hosts: problem.fleet.hostTypes.reduce((sum, type) => sum + type.count, 0),
    bound: own.bound,
    certificate: own.certificate,
    rows,
  };
}

/** Two rows where a plan cuts rows: it says nothing of whether ids are hashed. */
async function rowsOfPeer(question: Question, peer: Peer, bound: number): Promise<Row[]> {
  const task = peerTask(question.problem, { seconds: flags.seconds, workers: WORKERS, seed: SEED }, peer.options);
  const refused = refusal(peer, task);
  if (refused !== undefined) return [{ by: peer.name, outcome: 'notRun', note: refused }];
  const script = new URL(peer.script, import.meta.url).pathname;
  const asked = await ask(flags.python, script, task, systemClock);
  const cutsRows = asked.ran && asked.answer.slices?.some((slice) => slice.rows !== undefined) === true;
  if (!cutsRows) return [rowOf(question, peer.name, asked, bound)];
  return [
    rowOf(question, `${peer.name}; ids hashed`, asked, bound, 'shuffled'),
    rowOf(question, `${peer.name}; ids by popularity`, asked, bound, 'asStored'),
  ];
}

const environment = { ...benchEnvironment(systemClock), secondsLimit: flags.seconds, workers: WORKERS };
console.log(`${environment.cpu}, ${environment.cores} cores, Node ${environment.node}\n`);
const comparisons: Comparison[] = [];
for (const question of questions()) {
  const comparison = await compare(question);
  comparisons.push(comparison);
  console.log(reportOf(comparison));
}
const versions = Object.assign({}, ...comparisons.flatMap(({ rows }) => rows.map((row) => row.versions ?? {})));
const notRun = comparisons.flatMap(({ instance, rows }) =>
  rows.filter((row) => row.outcome === 'notRun').map((row) => `${row.by} on ${instance}: ${row.note}`),
);
console.log(`Peers' versions: ${JSON.stringify(versions)}`);
if (notRun.length > 0) console.log(`Did not run:\n${notRun.join('\n')}`);
const results = { environment: { ...environment, versions }, comparisons };
const isMerged = flags.merge && existsSync(flags.out);
writeResults(flags.out, isMerged ? mergeResults(JSON.parse(readFileSync(flags.out, 'utf8')), results) : results);
