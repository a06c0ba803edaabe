import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { exitCodeOf } from '../../api/cli/answer.ts';
import { EXIT } from '../../api/cli/exit-codes.ts';
import { loadFleetFixture } from '../../api/fixtures.ts';
import type { EvaluationResult, FrontierResult, PlanResult } from '../../api/results.ts';
import { launcher, runCommand as run } from './cli-process.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shardwright-cli-'));
  writeFileSync(file('problem.yaml'), stringify(smallProblem()));
  writeFileSync(file('problem.json'), JSON.stringify(smallProblem()));
  writeFileSync(file('placement.json'), JSON.stringify(smallPlacement()));
  writeFileSync(file('illegal.json'), JSON.stringify({ shards: [] }));
  writeFileSync(file('broken.json'), '{"model": ');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A study without what differs from run to run. */
async function planned(): Promise<unknown> {
  const args = ['--problem', file('problem.json'), '--no-measure', '--grid-points', '2', '--json'];
  return { ...JSON.parse((await run('study', ...args)).stdout), seconds: undefined };
}

/** Only what the exit code depends on. */
const plan = (holds: boolean) => ({ measurement: { agreement: { holds } } });
const frontier = (...plans: unknown[]) =>
  ({ kind: 'frontier', answer: { status: 'solved', frontier: { plans } } }) as unknown as FrontierResult;

describe('the command line', () => {
  it('prints a table for people, and says how every plan was judged', async () => {
    const args = [
      '--problem',
      file('problem.yaml'),
      '--requests',
      '30',
      '--grid-points',
      '2',
      '--out',
      file('out.json'),
    ];
    const { code, stdout, stderr } = await run('study', ...args);
    expect({ code, stderr }).toEqual({ code: EXIT.good, stderr: '' });
    const result = JSON.parse(readFileSync(file('out.json'), 'utf8')) as FrontierResult;
    if (result.answer.status !== 'solved') throw new Error('not solved');
    const { plans, strategies } = result.answer.frontier;
    const rows = stdout.split('\n').filter((line) => /within bound|bit-identical/.test(line));
    expect(rows).toHaveLength(plans.length);
    for (const { strategy } of strategies) expect(stdout).toContain(strategy);
    expect(stdout).toContain('n = 30');
    expect(stdout).toMatch(/\d+ cores?, Node v/);
    const tables = stdout.split('\n').filter((line) => /^[\d-]/.test(line));
    expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(140);
  });

  it('prints JSON alone for programs', async () => {
    const { code, stdout } = await run('plan', '--problem', file('problem.json'), '--no-measure', '--json');
    expect(code).toBe(EXIT.good);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'plan', measurements: { plansMeasured: 0 } });
  });

  it('gives the same plans for the same seed', async () => {
    expect(await planned()).toEqual(await planned());
  });

  it('ends with 1 where the evaluated placement has violations', async () => {
    const { code, stdout } = await run(
      'evaluate',
      '--problem',
      file('problem.json'),
      '--placement',
      file('illegal.json'),
    );
    expect(code).toBe(EXIT.refuted);
    expect(stdout).toContain('no host holds it');
  });

  it('judges a placement of the user', async () => {
    const args = [
      '--problem',
      file('problem.json'),
      '--placement',
      file('placement.json'),
      '--requests',
      '5',
      '--json',
    ];
    const { code, stdout } = await run('evaluate', ...args);
    expect(code).toBe(EXIT.good);
    const result = JSON.parse(stdout) as EvaluationResult;
    expect(result.measurement?.agreement).toMatchObject({ holds: true, requestsCompared: 5 });
  });

  it('ends with 3 and the bytes that are short where there is no plan', async () => {
    const { code, stdout } = await run('plan', '--model', 'synthetic-jumbo', '--fleet', '4x32gib');
    expect(code).toBe(EXIT.noPlan);
    expect(stdout).toMatch(/\(\d+ bytes\) short/);
  });

  it('takes equal hosts by their number and size, or a fleet in a file, as a fixture of the same hosts', async () => {
    writeFileSync(file('fleet.json'), JSON.stringify(loadFleetFixture('8x32gib')));
    const placed = async (fleet: string): Promise<unknown> => {
      const args = ['--model', 'criteo-kaggle', '--fleet', fleet, '--no-measure', '--json'];
      return (JSON.parse((await run('plan', ...args)).stdout) as PlanResult).answer;
    };
    const answers = await Promise.all(['8x32gib', '8X32GiB', file('fleet.json')].map(placed));
    expect(answers[0]).toMatchObject({ status: expect.any(String), plan: {} });
    expect(answers.map((answer) => JSON.stringify(answer)).every((answer, _, [first]) => answer === first)).toBe(true);
  });

  it.each([
    ['a fault of the problem', ['plan', '--model', 'criteo-kagle'], '/problem/model/fixture'],
    [
      'every fault of the options',
      ['study', '--seed', '-1', '--epsilon', 'hostUsed=3'],
      '/problem/epsilons/0/objective',
    ],
    ['a file that is not there', ['plan', '--problem', 'no-such-file.json'], '--problem'],
    ['an option that is not there', ['plan', '--modle', 'x'], 'unknown option'],
    ['a number that is none', ['plan', '--seed', 'many'], 'number'],
    ['a fixture that is not there', ['fixtures', 'no-such-fixture'], 'no-such-fixture'],
    ['a fleet that is misspelt', ['fixtures', '8x32gi'], 'Maybe 8x32gib.'],
  ])('ends with 2 for %s, before any work', async (_, args, said) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: EXIT.badInput, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('ends with 2 for a file that is not JSON, and says where', async () => {
    const { code, stderr } = await run('plan', '--problem', file('broken.json'));
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toContain('broken.json');
  });

  it('lists fixtures and exit codes', async () => {
    expect((await run('fixtures')).stdout).toContain('criteo-terabyte-dcnv2');
    const help = await run('--help');
    expect(help.code).toBe(EXIT.good);
    for (const code of Object.values(EXIT)) expect(help.stdout).toMatch(new RegExp(`^ {2}${code} `, 'm'));
  });
});

describe('the exit code', () => {
  it('is 1 as soon as one plan disagrees with singular', () => {
    expect(exitCodeOf(frontier(plan(true), plan(true)))).toBe(EXIT.good);
    expect(exitCodeOf(frontier(plan(true), plan(false)))).toBe(EXIT.refuted);
    expect(exitCodeOf(frontier({}))).toBe(EXIT.good);
  });
});

describe('the server of the command line', () => {
  it('answers over a socket and ends on a signal', async () => {
    const child = spawn(process.execPath, [launcher, 'serve', '--port', '0']);
    const url = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout.on('data', (more: Buffer) => {
        text += more.toString();
        const found = /"url":"([^"]+)"/.exec(text);
        if (found) resolve(found[1]);
      });
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect((await fetch(`${url}/v1/fixtures`)).status).toBe(200);
    expect((await fetch(`${url}/openapi.yaml`)).status).toBe(200);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('ends with 2 where a setting is wrong', async () => {
    const { code, stderr } = await run('serve', '--port', 'http');
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toContain('/PORT');
  });
});

describe('shardwright trace', () => {
  it('makes requests that inspect, convert, drift and study take', async () => {
    const problem = ['--problem', file('problem.json')];
    expect(await run('trace', 'make', ...problem, '--requests', '60', '--out', file('made.ndjson'))).toMatchObject({
      code: EXIT.good,
    });
    await run('trace', 'convert', file('made.ndjson'), '--format', 'binary', '--out', file('made.trace'));
    expect(readFileSync(file('made.trace')).length).toBeLessThan(readFileSync(file('made.ndjson')).length / 2);
    expect((await run('trace', 'inspect', ...problem, file('made.trace'))).stdout).toContain('60 requests');
    for (const seed of ['1', '1', '2'])
      await run(
        'trace',
        'sample',
        file('made.trace'),
        '--requests',
        '20',
        '--seed',
        seed,
        '--out',
        file(`sample-${seed}.ndjson`),
      );
    const made = readFileSync(file('made.ndjson'), 'utf8').split('\n');
    const [first, second] = ['1', '2'].map((seed) =>
      readFileSync(file(`sample-${seed}.ndjson`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    expect(first).toHaveLength(20);
    expect(first).toEqual(made.filter((line) => first.includes(line)).slice(0, 20));
    expect(second).not.toEqual(first);
    const compared = ['--trace', file('made.trace'), '--placement', file('placement.json'), '--json'];
    const drift = await run('trace', 'drift', ...problem, ...compared);
    expect(JSON.parse(drift.stdout)).toMatchObject({ kind: 'drift', drift: { requests: 60, drifted: [] } });
    const served = await run('plan', ...problem, '--trace', file('made.trace'), '--requests', '20', '--json');
    expect(JSON.parse(served.stdout)).toMatchObject({ measurements: { trace: 'given', requests: 20 } });
  });
});
