import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeTypes } from '../../api/http/client-types.ts';
import { describeApi } from '../../api/http/openapi.ts';
import { undeployedRoutes } from '../../api/http/undeployed-routes.ts';
import { DriftJob, EvaluationJob, ExplanationJob, FrontierJob, PlanJob } from '../../api/jobs/job.ts';
import { runApp } from './running-app.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly example?: string } }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly examples: Record<string, { value: unknown }> } };
  };
  readonly responses: Record<string, unknown>;
}

const root = new URL('../../', import.meta.url);
const written = readFileSync(new URL('openapi.yaml', root), 'utf8');
const { paths } = parse(written) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const service = runApp();
afterAll(() => service.close());

describe('openapi.yaml', () => {
  it('is what the routes say (npm run openapi writes it)', () => {
    expect(written).toBe(describeApi(undeployedRoutes()).yaml);
  });

  it('is what the client has types of (npm run openapi writes them too)', async () => {
    expect(readFileSync(new URL('client/openapi.ts', root), 'utf8')).toBe(await describeTypes(written));
  });

  it('passes the linter', async () => {
    const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const cli = new URL('node_modules/@redocly/cli/bin/cli.js', root).pathname;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, 'lint', 'openapi.yaml'], {
      cwd: root.pathname,
      env: environment,
    });
    expect(stdout + stderr).toContain('Your API description is valid');
    expect(stdout + stderr).not.toContain('Warning');
  });

  it('has an example of every operation that takes a body', () => {
    const posts = operations.filter(({ method }) => method === 'post');
    expect(posts).toHaveLength(5);
    for (const { operation } of posts)
      expect(Object.keys(operation.requestBody?.content['application/json'].examples ?? {}).length).toBeGreaterThan(1);
  });

  it('documents a GET that is answered as it says, for every path', async () => {
    const gets = operations.filter(({ path, method }) => method === 'get' && !path.includes('{id}'));
    expect(gets.length).toBeGreaterThanOrEqual(6);
    for (const { path, operation } of gets) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const example = operation.parameters?.find((parameter) => parameter.name === name)?.schema.example;
        return example ?? `no example of ${name}`;
      });
      expect((await service.app.request(filled)).status, filled).toBe(200);
    }
  });
});

describe('every example', () => {
  const examples = operations.flatMap(({ path, operation }) =>
    Object.entries(operation.requestBody?.content['application/json'].examples ?? {}).map(
      ([name, { value }]) => [path, name, value] as const,
    ),
  );

  it.each(examples)('POST %s %s runs, and its job is as documented', async (path, name, value) => {
    const response = await service.post(path, value);
    expect(response.status).toBe(202);
    const job = await service.settle(response.headers.get('location') ?? '');
    expect(job.status).toBe('succeeded');
    const schemas = {
      frontier: FrontierJob,
      plan: PlanJob,
      evaluation: EvaluationJob,
      explanation: ExplanationJob,
      drift: DriftJob,
    };
    const schema = schemas[job.kind];
    expect(schema.safeParse(job).error).toBeUndefined();
    if ((job.kind === 'frontier' || job.kind === 'plan') && job.result !== undefined)
      expect(job.result.answer.status === 'infeasible').toBe(name === 'infeasible');
    if (job.kind === 'evaluation') expect(job.result?.violations.length === 0).toBe(name !== 'illegal');
  });
});
