import { writeFileSync } from 'node:fs';
import { describeApi } from './openapi.ts';
import { undeployedRoutes } from './undeployed-routes.ts';

// npm run openapi: writes the API's description beside the README. A test fails where it is stale.
writeFileSync(new URL('../../openapi.yaml', import.meta.url), describeApi(undeployedRoutes()).yaml);
