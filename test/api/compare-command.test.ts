import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../api/cli/exit-codes.ts';
import { runCommand } from './cli-process.ts';
import { smallProblem } from './small-requests.ts';

let folder = '';
const file = (name: string): string => join(folder, name);
const write = (name: string, value: unknown): void => writeFileSync(file(name), JSON.stringify(value));

/** The same tables, asked in smaller batches. */
const rebatched = () => {
  const { workload, ...rest } = smallProblem();
  return { ...rest, workload: { ...workload, batchSize: 8 } };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shardwright-compare-'));
  write('problem.json', { $schema: 'problem.json', ...smallProblem() });
  write('rebatched.json', rebatched());
  const model = smallProblem().model.tables;
  write('crowded.json', {
    shards: [{ host: 'small-0', slices: model.map(({ name }) => ({ kind: 'whole', table: name })) }],
  });
  const hosts = smallProblem().fleet.hostTypes;
  write('impossible.json', {
    ...smallProblem(),
    fleet: {
      ...smallProblem().fleet,
      hostTypes: hosts.map((type) => ({ ...type, memoryBytes: 1000, reservedBytes: 0 })),
    },
  });
  await runCommand('plan', '--problem', file('problem.json'), '--no-measure', '--out', file('plan.json'));
  const { problem: _, ...result } = JSON.parse(readFileSync(file('plan.json'), 'utf8')) as Record<string, unknown>;
  write('bare.json', result);
});
afterAll(() => rmSync(folder, { recursive: true }));

const compare = (...args: readonly string[]) => runCommand('compare', ...args);

describe('shardwright compare', () => {
  it('solves problems, and finds nothing between a plan and its own', async () => {
    const rules = ['--fail-on', 'moved.tables > 0', '--fail-on', 'proof.gap > +0'];
    const { code, stdout } = await compare(file('plan.json'), file('problem.json'), ...rules, '--format', 'json');
    expect(code).toBe(EXIT.good);
    const report = JSON.parse(stdout) as { status: string; rules: unknown[]; notes: string[] };
    expect(report).toMatchObject({
      status: 'passed',
      notes: [],
      comparison: { compared: 'plans', problems: { same: true } },
    });
    expect(report.rules).toHaveLength(2);
  });

  it.each([
    ['compare', [file, file]],
    ['explain', [file]],
    ['export', ['--to', 'torchrec', file]],
  ])('%s knows the problem of a file that --out wrote, fixture or not', async (command, args) => {
    const named = args.map((arg) => (typeof arg === 'string' ? arg : arg('plan.json')));
    expect(await runCommand(command, ...named)).toMatchObject({
      code: EXIT.good,
      stderr: expect.not.stringContaining('refused'),
    });
  });

  it('refuses a plan whose problem nothing tells, and says which options would', async () => {
    const { code, stderr } = await compare(file('bare.json'), file('bare.json'));
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toContain('Maybe --problem');
  });

  it('ends with 1 where a rule fails, says why in every format, and writes what it prints', async () => {
    const crowded = [
      file('plan.json'),
      file('crowded.json'),
      '--problem',
      file('problem.json'),
      '--fail-on',
      'estimate.peakLoad > +5%',
      '--fail-on',
      'measurement.latencyMsP99 > +5%',
    ];
    for (const [format, said] of [
      ['text', /^failed +estimate\.peakLoad > \+5%.*\nundecided/m],
      ['markdown', /^### Shardwright: ❌ 1 of 2 rules failed$/m],
      ['junit', /tests="2" failures="1" errors="0" skipped="1"/],
      ['json', /"status": "failed"/],
    ] as const) {
      const { code, stdout, stderr } = await compare(...crowded, '--format', format, '--out', file('report'));
      expect({ code, stderr }).toEqual({ code: EXIT.refuted, stderr: '' });
      expect(stdout).toMatch(said);
      expect(readFileSync(file('report'), 'utf8')).toBe(stdout);
    }
  });

  it('decides measured rules on plans that served the same requests in turns', async () => {
    const rules = [
      'measurement.rpcsPerRequest > +0',
      'measurement.replayedLatencyMsP50 > +10000%',
      'measurement.latencyMsP99 > +5%',
    ];
    const { code, stdout } = await compare(
      file('plan.json'),
      file('crowded.json'),
      '--problem',
      file('problem.json'),
      '--measure',
      '--requests',
      '30',
      '--format',
      'json',
      ...rules.flatMap((rule) => ['--fail-on', rule]),
    );
    const report = JSON.parse(stdout) as {
      rules: { status: string; note: string }[];
      measured: { figures: { n: number; figure: string }[] };
    };
    expect(code).toBe(report.rules[0].status === 'failed' ? EXIT.refuted : EXIT.good);
    expect(report.rules[1]).toMatchObject({ status: 'passed', note: 'n = 30 pairs of requests, 95%.' });
    expect(report.rules[2]).toMatchObject({ status: 'undecided' });
    expect(report.measured.figures.map(({ figure }) => figure)).toContain('measurement.replayedLatencyMsP50');
    for (const { n } of report.measured.figures) expect(n).toBe(30);
  });

  it('says what it cannot know: a plan of another problem, a rule without evidence', async () => {
    const rule = ['--fail-on', 'measurement.latencyMsP50 > +5%'];
    const other = await compare(file('bare.json'), file('rebatched.json'), ...rule, '--undecided', 'fail');
    expect(other.code).toBe(EXIT.refuted);
    expect(other.stdout.replaceAll(/\s+/g, ' ')).toContain('it is judged under that of');
    expect(other.stdout.replaceAll(/\s+/g, ' ')).toContain('Maybe --measure');
  });

  it.each([
    [
      '2 for a rule that is none, with a mark under it',
      ['crowded.json', '--fail-on', 'estimate.peakload > 5'],
      EXIT.badInput,
      '^^^^^^^^^^^^^^^^^',
    ],
    ['2 for a file that is not there', ['missing.json'], EXIT.badInput, 'missing.json'],
    ['3 where there is no plan', ['impossible.json'], EXIT.noPlan, 'short'],
  ])('ends with %s', async (_, [head, ...options], expected, said) => {
    const { code, stdout, stderr } = await compare(file('problem.json'), file(head), ...options);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(said);
  });
});
