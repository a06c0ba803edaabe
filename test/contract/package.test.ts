import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage, type InstalledPackage } from './installed-package.ts';

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
}, 120_000);
afterAll(() => installed.remove());

const IN_PROCESS = `
import {
  estimate, findViolations, measure, readProblem, runStudy, solve, solveFrontier, verifyCertificate, type Plan,
} from 'shardwright';

const problem = readProblem({ model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '4x32gib' } });
const answer = await solveFrontier(problem, { gridPoints: 3 });
if (answer.status !== 'solved') throw new Error(answer.status);
const plans: readonly Plan[] = answer.frontier.plans;
for (const { placement, proof, estimate: predicted } of plans) {
  if (findViolations(problem, placement).length > 0) throw new Error('illegal');
  if (estimate(problem, placement).peakLoad !== predicted.peakLoad) throw new Error('another estimate');
  if (!verifyCertificate(problem, proof.certificate).holds) throw new Error('refuted');
}
const { measured } = await measure(problem, [plans[0].placement], { requests: 5, warmupRequests: 1 });
const single = await solve({ ...problem, objectives: ['peakLoad'] });
const study = await runStudy('plan', { problem: { model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '4x32gib' } }, measure: false });
console.log(JSON.stringify({
  plans: plans.length,
  agrees: measured[0]?.agreement.holds,
  single: single.status,
  study: study?.answer.status,
}));
`;

const CLIENT = `
import { createClient, ProblemError, type FrontierRequest } from 'shardwright/client';

const client = createClient({ baseUrl: process.argv[2] });
const request: FrontierRequest = {
  problem: { model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '4x32gib' } },
  gridPoints: 3,
  measure: { requests: 5, maxPlans: 1 },
};
const { answer } = await client.frontier(request);
if (answer.status !== 'solved') throw new Error(answer.status);
const refused = await client.frontier({ ...request, gridPoints: 1 }).catch((error: unknown) => error);
console.log(JSON.stringify({
  plans: answer.frontier.plans.length,
  measured: answer.frontier.plans.filter(({ measurement }) => measurement !== undefined).length,
  refused: refused instanceof ProblemError ? refused.type : String(refused),
}));
`;

const write = (name: string, text: string): void => writeFileSync(join(installed.folder, name), text);

describe('the packed and installed package', () => {
  it('solves, judges, verifies and measures in process, typed', async () => {
    write('in-process.ts', IN_PROCESS);
    await installed.check('in-process.ts');
    const { stdout } = await installed.node('in-process.ts');
    expect(JSON.parse(stdout)).toEqual({
      plans: expect.any(Number) as number,
      agrees: true,
      single: expect.stringMatching(/optimal|feasible/) as string,
      study: expect.stringMatching(/optimal|feasible/) as string,
    });
  });

  it('has the command line, which finds its fixtures and executes plans', async () => {
    const bin = 'node_modules/shardwright/bin/shardwright.js';
    const manifest = JSON.parse(
      readFileSync(join(installed.folder, 'node_modules/shardwright/package.json'), 'utf8'),
    ) as { version: string };
    expect((await installed.node(bin, '--version')).stdout.trim()).toBe(manifest.version);
    expect((await installed.node(bin, 'fixtures')).stdout).toContain('criteo-terabyte-dcnv2');
    const options = ['--model', 'criteo-kaggle', '--fleet', '4x32gib', '--requests', '10', '--json'];
    const { stdout } = await installed.node(bin, 'study', ...options);
    const { answer } = JSON.parse(stdout) as { answer: { status: string; frontier: { plans: unknown[] } } };
    expect(answer.status).toBe('solved');
  });

  it('serves, and its client finds a frontier there, typed', async () => {
    const server = await serveInstalled(installed);
    try {
      write('client.ts', CLIENT);
      await installed.check('client.ts');
      const { stdout } = await installed.node('client.ts', server.url);
      expect(JSON.parse(stdout)).toEqual({
        plans: expect.any(Number) as number,
        measured: 1,
        refused: '/problems/invalid-input',
      });
    } finally {
      await server.close();
    }
  });
});

async function serveInstalled({ folder }: InstalledPackage): Promise<{ url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, ['node_modules/shardwright/bin/shardwright.js', 'serve'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/[^\s"]+:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      close: () => {
        child.kill('SIGTERM');
        return ended;
      },
    };
  }
  throw new Error('the server ended before it listened');
}
