import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBatch } from '../../api/batch/batch-lines.ts';
import { BatchStoppedError, runBatch } from '../../api/batch/run-batch.ts';
import { EXIT } from '../../api/cli/exit-codes.ts';
import type { StudyResult } from '../../api/results.ts';
import { launcher, runCommand } from './cli-process.ts';
import { runApp } from './running-app.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

interface Line {
  readonly id: string;
  readonly status: string;
  readonly result?: Record<string, unknown>;
}

let folder = '';
const file = (name: string): string => join(folder, name);
const linesOf = (name: string): Line[] =>
  readFileSync(file(name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** Plans under different seeds, a frontier, an evaluation, and lines that are none. */
const problems = (): string =>
  [
    ...Array.from({ length: 6 }, (_, seed) => JSON.stringify({ id: `plan ${seed}`, problem: smallProblem(), seed })),
    JSON.stringify({ id: 'frontier', kind: 'frontier', problem: smallProblem(), gridPoints: 2 }),
    '{"id": "torn", "problem": ',
    JSON.stringify({ id: 'typo', problem: { ...smallProblem(), objectives: ['peakLod'] } }),
    JSON.stringify({ id: 'evaluation', kind: 'evaluation', problem: smallProblem(), placement: smallPlacement() }),
    JSON.stringify({ id: 'plan 0', problem: smallProblem() }),
  ]
    .join('\n')
    .concat('\n');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shardwright-batch-'));
  writeFileSync(file('problems.ndjson'), problems());
});
afterAll(() => rmSync(folder, { recursive: true }));

const batch = (out: string, ...args: readonly string[]) =>
  runCommand('batch', file('problems.ndjson'), '--out', file(out), ...args);

/** Starts a batch, and sends it a signal once it has written so many lines. */
async function interrupted(out: string, signal: NodeJS.Signals, after: number): Promise<number | null> {
  const child = spawn(
    process.execPath,
    [launcher, 'batch', file('problems.ndjson'), '--out', file(out), '--concurrency', '1'],
    { stdio: 'ignore' },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  while (child.exitCode === null && !(existsSync(file(out)) && linesOf(out).length >= after))
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill(signal);
  return ended;
}

describe('shardwright batch', () => {
  it('answers every line in order, refuses those that are none, and ends with the gravest', async () => {
    const { code, stdout, stderr } = await batch('whole.ndjson');
    expect({ code, stdout }).toEqual({ code: EXIT.badInput, stdout: '' });
    expect(stderr).toContain('11 of 11 answered now, 3 refused');
    expect(linesOf('whole.ndjson').map(({ id, status }) => `${id}: ${status}`)).toEqual([
      ...Array.from({ length: 6 }, (_, seed) => `plan ${seed}: answered`),
      'frontier: answered',
      'line 8: refused',
      'typo: refused',
      'evaluation: answered',
      'line 11: refused',
    ]);
    expect(linesOf('whole.ndjson')[6].result).toMatchObject({ kind: 'frontier', measurements: { plansMeasured: 0 } });
    expect(existsSync(file('whole.ndjson.lock'))).toBe(false);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('goes on after %s, to the very same bytes', async (signal) => {
    const code = await interrupted(signal, signal, 3);
    expect(code).toBe(signal === 'SIGINT' ? EXIT.cancelled : null);
    const before = linesOf(signal).length;
    expect(before).toBeGreaterThanOrEqual(3);
    expect(before).toBeLessThan(11);
    // As if it had died while it wrote the next line.
    appendFileSync(file(signal), '{"id":"plan 5","li');
    const { stderr } = await batch(signal, '--concurrency', '2');
    expect(stderr).toContain(`${before} had been before. A torn last line was dropped`);
    expect(readFileSync(file(signal), 'utf8')).toBe(readFileSync(file('whole.ndjson'), 'utf8'));
  });

  it('answers nothing twice, and a line anew that was mended since it was refused', async () => {
    const text = problems().replace('peakLod', 'peakLoad');
    writeFileSync(file('mended.ndjson'), text);
    writeFileSync(file('again.ndjson'), readFileSync(file('whole.ndjson')));
    const { stderr } = await runCommand('batch', file('mended.ndjson'), '--out', file('again.ndjson'));
    expect(stderr).toContain('1 of 11 answered now; 10 had been before.');
    expect(linesOf('again.ndjson').at(-1)).toMatchObject({ id: 'typo', status: 'answered' });
  });

  it('refuses results of other requests, and files of something else', async () => {
    writeFileSync(file('other.ndjson'), `${JSON.stringify({ id: 'plan 0', problem: smallProblem(), seed: 77 })}\n`);
    const other = await runCommand('batch', file('other.ndjson'), '--out', file('whole.ndjson'));
    expect(other).toMatchObject({ code: EXIT.badInput });
    expect(other.stderr).toContain('--restart');
    const foreign = await runCommand('batch', file('other.ndjson'), '--out', file('problems.ndjson'));
    expect(foreign.stderr).toContain('this file holds something else');
    expect(readFileSync(file('problems.ndjson'), 'utf8')).toBe(problems());
  });

  it('has a service answer the same', async () => {
    const app = runApp();
    const server = serve({ fetch: app.app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      await batch('served.ndjson', '--server', `http://127.0.0.1:${port}`, '--concurrency', '4');
      const answered = (name: string) => linesOf(name).filter(({ status }) => status === 'answered');
      expect(answered('served.ndjson')).toEqual(answered('whole.ndjson'));
      expect(linesOf('served.ndjson').map(({ status }) => status)).toEqual(
        linesOf('whole.ndjson').map(({ status }) => status),
      );
      // Somebody cancels a job, and its line is asked for again.
      writeFileSync(file('one.ndjson'), `${JSON.stringify({ id: 'one', problem: smallProblem(), seed: 99 })}\n`);
      const [{ hash }] = readBatch(readFileSync(file('one.ndjson'), 'utf8'));
      const body = JSON.stringify({ problem: smallProblem(), seed: 99, measure: false });
      const headers = { 'content-type': 'application/json', 'idempotency-key': hash };
      const posted = await app.app.request('/v1/plans', { method: 'POST', body, headers });
      await app.app.request(posted.headers.get('location') ?? '', { method: 'DELETE' });
      const { status } = await app.settle(posted.headers.get('location') ?? '');
      await runCommand(
        'batch',
        file('one.ndjson'),
        '--out',
        file('one-out.ndjson'),
        '--server',
        `http://127.0.0.1:${port}`,
      );
      expect(['cancelled', 'succeeded']).toContain(status);
      expect(linesOf('one-out.ndjson')).toMatchObject([{ id: 'one', status: 'answered' }]);
    } finally {
      server.close();
      await app.close();
    }
  });
});

describe('records of a batch', () => {
  it('come in the order of the lines, whichever is answered first', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (waits, concurrency) => {
          const lines = readBatch(waits.map((wait, i) => JSON.stringify({ id: `${i}`, wait })).join('\n'));
          const seen: string[] = [];
          let running = 0;
          const isWhole = await runBatch(lines, {
            concurrency,
            signal: new AbortController().signal,
            answer: async (_, { wait }) => {
              expect(++running).toBeLessThanOrEqual(concurrency);
              for (let i = 0; i < Number(wait); i++) await Promise.resolve();
              running--;
              return { kind: 'plan' } as StudyResult;
            },
            onRecord: ({ id }) => seen.push(id),
          });
          expect(isWhole).toBe(true);
          expect(seen).toEqual(waits.map((_, i) => `${i}`));
          cases++;
        },
      ),
      { numRuns: 100, seed: 8 },
    );
    expect(cases).toBe(100);
  });

  it('are none of lines that no service answered: the batch goes on later', async () => {
    const lines = readBatch(['a', 'b', 'c'].map((id) => JSON.stringify({ id })).join('\n'));
    const seen: string[] = [];
    const batch = runBatch(lines, {
      concurrency: 2,
      signal: new AbortController().signal,
      answer: async (_, __, { key }) => {
        if (key === lines[1].hash) throw new BatchStoppedError('gone');
        return Promise.resolve({ kind: 'plan' } as StudyResult);
      },
      onRecord: ({ id }) => seen.push(id),
    });
    await expect(batch).rejects.toThrow('gone');
    expect(seen).toEqual(['a']);
  });

  it('are written up to where a stop came', async () => {
    const lines = readBatch(['a', 'b', 'c', 'd'].map((id) => JSON.stringify({ id })).join('\n'));
    const stop = new AbortController();
    const seen: string[] = [];
    const isWhole = await runBatch(lines, {
      concurrency: 1,
      signal: stop.signal,
      answer: () => Promise.resolve(stop.signal.aborted ? undefined : ({ kind: 'plan' } as StudyResult)),
      onRecord: ({ id }) => {
        seen.push(id);
        if (id === 'b') stop.abort();
      },
    });
    expect({ isWhole, seen }).toEqual({ isWhole: false, seen: ['a', 'b'] });
  });
});
