import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeTypes } from '../../api/http/client-types.ts';
import { describeApi } from '../../api/http/openapi.ts';
import { undeployedRoutes } from '../../api/http/undeployed-routes.ts';

const root = new URL('../../', import.meta.url);
const written = readFileSync(new URL('openapi.yaml', root), 'utf8');

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
});
