import { startPostgres, whyNoPostgres } from './postgres-server.ts';

/** With TEST_DATABASE=postgres the tests of the service run on a real PostgreSQL, which this starts for all of them. */
export default async function setUpPostgres(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DATABASE'] !== 'postgres') return undefined;
  if (whyNoPostgres !== undefined) throw new Error(`TEST_DATABASE=postgres: ${whyNoPostgres}`);
  const server = await startPostgres();
  // Where test-jobs.ts makes databases.
  process.env['TEST_POSTGRES'] = server.url;
  return () => server.close();
}
