import { writeFileSync } from 'node:fs';
import { describeTypes } from './client-types.ts';
import { describeApi } from './openapi.ts';
import { undeployedRoutes } from './undeployed-routes.ts';

// npm run openapi: writes the API's description beside the README, and the client's types. A test fails where they are stale.
const { yaml } = describeApi(undeployedRoutes());
writeFileSync(new URL('../../openapi.yaml', import.meta.url), yaml);
writeFileSync(new URL('../../client/openapi.ts', import.meta.url), await describeTypes(yaml));
