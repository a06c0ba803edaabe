import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startLiveServer } from './live-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CLI = join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

const redocly = (...args: readonly string[]): Promise<string> =>
  promisify(execFile)(process.execPath, [CLI, ...args], { cwd: ROOT, env: environment, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      throw new Error(`${stdout}${stderr}`);
    },
  );

interface Outcome {
  readonly files: readonly {
    readonly executedWorkflows: readonly {
      readonly workflowId: string;
      readonly executedSteps: readonly { readonly checks: readonly { readonly status: string }[] }[];
    }[];
  }[];
}

describe('docs/arazzo.yaml', () => {
  it('is a valid description of scenarios', async () => {
    const output = await redocly('lint', 'docs/arazzo.yaml');
    expect(output).toContain('Your API description is valid');
    expect(output).not.toContain('Warning');
  });

  it('holds on a live server, scenario by scenario', async () => {
    const server = await startLiveServer({ SHARDWRIGHT_GRACE_MS: '300' });
    const folder = mkdtempSync(join(tmpdir(), 'shardwright-scenarios-'));
    try {
      const report = join(folder, 'report.json');
      await redocly('respect', 'docs/arazzo.yaml', '--server', `shardwright=${server.url}`, '--json-output', report);
      const { files } = JSON.parse(readFileSync(report, 'utf8')) as Outcome;
      const workflows = Object.values(files).flatMap(({ executedWorkflows }) => executedWorkflows);
      expect(workflows.length).toBeGreaterThanOrEqual(6);
      const checks = workflows.flatMap(({ executedSteps }) => executedSteps.flatMap((step) => step.checks));
      expect(checks.length).toBeGreaterThan(60);
      expect(checks.filter(({ status }) => status !== 'success')).toEqual([]);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
