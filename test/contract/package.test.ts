import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { installPackage, type InstalledPackage } from './installed-package.ts';

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
}, 120_000);
afterAll(() => installed.remove());

const write = (name: string, text: string): void => writeFileSync(join(installed.folder, name), text);

describe('the packed and installed package', () => {
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
});

/** Sections of the page that hold programs: the blocks of one make one file. */
const SECTIONS = readFileSync(new URL('../../docs/typescript.md', import.meta.url), 'utf8')
  .split(/^## /m)
  .map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    program: [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n'),
  }))
  .filter(({ program }) => program !== '');

/** What a program of the page has to print. */
const PRINTS: Readonly<Record<string, RegExp>> = {
  'A frontier, from a fixture': /^\d hosts, peak load \d+ B, gap [\d.e-]+, outputs agree: true$/m,
  'A model of your own, under a cap': /^(optimal|feasible) [\d.]+ bytes a request\nhost-\d .*(users|items) \(/m,
  'What was refused, and why': /^\/problems\/invalid-input 400\n\/problem\/constraints\/0\/table /m,
  'Stop a job and keep what it found': /^cancelled ([2-9]|\d\d+) plans were found$/m,
  'Any operation, by its path': /^26 tables; [1-5] frontiers, newest first$/m,
  'In your own process':
    /^\d hosts, legal: true, bound [\d.]+ holds: true$[^]*^(optimal|feasible) by nsbp$[^]*outputs agree: true$/m,
  'In a thread of its own': /^\d+ plans so far$/m,
};

describe('docs/typescript.md', () => {
  it('is all run here', () => {
    expect(SECTIONS.map(({ title }) => title)).toEqual(Object.keys(PRINTS));
  });

  it('compiles and prints what it says: the client at a server from the package, and in process', async () => {
    const server = await serveInstalled(installed);
    try {
      const files = SECTIONS.map(({ program }, position) => {
        write(`section-${position}.ts`, program);
        return `section-${position}.ts`;
      });
      await installed.check(...files);
      vi.stubEnv('SHARDWRIGHT_URL', server.url);
      for (const [position, { title }] of SECTIONS.entries()) {
        const { stdout } = await installed.node(files[position]);
        expect(stdout, title).toMatch(PRINTS[title]);
      }
    } finally {
      vi.unstubAllEnvs();
      await server.close();
    }
  }, 120_000);
});

async function serveInstalled({ folder }: InstalledPackage): Promise<{ url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, ['node_modules/shardwright/bin/shardwright.js', 'serve'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', SHARDWRIGHT_DATA: 'memory://' },
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
