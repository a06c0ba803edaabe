import { readFileSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../schemas/json-schemas.ts';
import { describeTypes } from './client-types.ts';
import { describeApi } from './openapi.ts';
import { describeProblems } from './problem-page.ts';
import { withSettingsTable } from './settings-table.ts';
import { undeployedRoutes } from './undeployed-routes.ts';

// npm run openapi: writes the API's description beside the README, the client's types, the page of errors, the table of settings, and schemas of files. Tests fail where they are stale.
const { yaml } = describeApi(undeployedRoutes());
writeFileSync(new URL('../../openapi.yaml', import.meta.url), yaml);
writeFileSync(new URL('../../client/openapi.ts', import.meta.url), await describeTypes(yaml));
writeFileSync(new URL('../../docs/problems.md', import.meta.url), describeProblems());
for (const [file, text] of jsonSchemas()) writeFileSync(new URL(`../../schemas/${file}`, import.meta.url), text);
const operations = new URL('../../docs/operations.md', import.meta.url);
writeFileSync(operations, withSettingsTable(readFileSync(operations, 'utf8')));
