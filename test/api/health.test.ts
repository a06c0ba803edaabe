import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingRows, withSettingsTable } from '../../api/http/settings-table.ts';
import type { Job } from '../../api/jobs/job.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const TOKEN = 'nightly-0123456789abcdef';
const folder = mkdtempSync(join(tmpdir(), 'health-'));
const main = new URL('../../api/cli/main.ts', import.meta.url).pathname;
const log: string[] = [];
let server: ChildProcess;
let url = '';
let made = '';

const serve = (): ChildProcess =>
  spawn(process.execPath, [main, 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      SHARDWRIGHT_DATA: join(folder, 'jobs'),
      SHARDWRIGHT_TOKENS: `nightly:${TOKEN}`,
      LOG_LEVEL: 'trace',
    },
  });
const hearUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with code ${code}: ${log.join('\n')}`)));
    for (const stream of [child.stdout!, child.stderr!])
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        const found = /"url":"([^"]+)"/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
  });
const ask = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
  fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}`, ...init.headers } });

beforeAll(async () => {
  server = serve();
  url = await hearUrl(server);
});
afterAll(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('a server in operation', () => {
  it('says without a token that it is alive and ready', async () => {
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok' });
  });

  it('counts what it did, by route and not by path, and shows it to whoever has a token', async () => {
    const body = JSON.stringify({ problem: smallProblem(), measure: false, objectives: undefined });
    const init = { method: 'POST', headers: { 'content-type': 'application/json', prefer: 'wait=50' }, body };
    const job = (await (await ask('/v1/plans', init)).json()) as Job;
    expect(job.status).toBe('succeeded');
    const judged = JSON.stringify({ problem: smallProblem(), placement: smallPlacement(), measure: false });
    await ask('/v1/evaluations', { ...init, body: judged });
    for (const path of ['/v1/plans/1', '/v1/plans/2', '/nowhere', '/elsewhere']) await ask(path);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const metrics = await (await ask('/metrics')).text();
    const value = (name: string): number =>
      Number(
        metrics
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')
          .at(-1),
      );
    expect(value('shardwright_jobs_open{status="queued"}')).toBe(0);
    expect(value('shardwright_work_ended_total{kind="plan",work="study",outcome="done"}')).toBe(1);
    expect(value('shardwright_study_seconds_count{kind="plan",phase="solving"}')).toBe(1);
    expect(value('shardwright_study_seconds_count{kind="evaluation",phase="measuring"}')).toBe(1);
    expect(value('shardwright_plan_gap_count{objective="peakLoad"}')).toBe(1);
    expect(metrics).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(metrics).toContain('route="/v1/plans/:id"');
    expect(metrics).not.toContain('nowhere');
  });

  it('logs a job under the id of the request that made it', async () => {
    const body = JSON.stringify({ problem: smallProblem(), measure: false, seed: 7 });
    const headers = { 'content-type': 'application/json', prefer: 'wait=50', 'x-request-id': 'made-by-this-test' };
    const job = (await (await ask('/v1/plans', { method: 'POST', headers, body })).json()) as Job;
    made = job.id;
    const lines = log.filter((line) => line.includes('"made-by-this-test"'));
    expect(lines.some((line) => line.includes('"work ended"') && line.includes(job.id))).toBe(true);
    expect(lines.some((line) => line.includes('"msg":"request"'))).toBe(true);
  });

  it('never logs a secret, whatever is asked and at whatever level', async () => {
    const body = '{"problem": "hunter2"';
    for (const init of [
      { method: 'POST', body },
      { method: 'POST', body, headers: { 'content-type': 'application/json' } },
    ])
      await ask(`/v1/plans?token=${TOKEN}`, init);
    await fetch(`${url}/v1/plans`, { headers: { authorization: 'Bearer guessed-0123456789abcdef' } });
    expect(log.length).toBeGreaterThan(10);
    for (const secret of [TOKEN, 'hunter2', 'guessed-0123456789abcdef']) expect(log.join('\n')).not.toContain(secret);
  });

  it('ends in good order when told to, and its jobs are there afterwards', async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    server = serve();
    url = await hearUrl(server);
    expect((await ask(`/v1/plans/${made}`)).status).toBe(200);
  });
});

describe('settings', () => {
  it('all stand in the table of docs/operations.md (npm run openapi writes it)', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    expect(withSettingsTable(page)).toBe(page);
    expect(settingRows().length).toBeGreaterThan(20);
  });

  it('that are wrong end the server at once, without showing a secret', async () => {
    const child = spawn(process.execPath, [main, 'serve'], {
      env: { PATH: process.env['PATH'], PORT: 'x', SHARDWRIGHT_TOKENS: 'hunter2', DATABASE_URL: 'hunter3' },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect((await once(child, 'exit'))[0]).toBe(2);
    expect(said).toContain('/PORT');
    expect(said).toContain('/DATABASE_URL');
    expect(said).not.toContain('hunter');
  });
});
