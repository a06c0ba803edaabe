import { createServer, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { answerClientErrors } from './client-errors.ts';
import { PROBLEM_TYPES, problemBody } from './problem-details.ts';

/** Of sockets that send slowly or too much; problem-details.ts states them too. */
const SOCKET_LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  // Longer than clients and proxies keep idle connections: else one is closed just as its next request is under way.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16 * 1024,
  // Node would refuse it with an empty answer; refused below.
  requireHostHeader: false,
};
/** Over all clients, idle ones among them. */
const MAX_CONNECTIONS = 4096;

/** Serves an app to sockets, within limits. Rejects where the address is taken. */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  hostname: string,
  port: number,
): Promise<{ readonly server: Server; readonly address: AddressInfo }> {
  const answer = getRequestListener(app.fetch, { errorHandler: answerMalformed });
  const server = createServer(SOCKET_LIMITS, (request, response) => void answer(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  answerClientErrors(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  return { server, address: server.address() as AddressInfo };
}

/** What is HTTP, and yet names nothing that can be asked: no host, a target that is no URL. */
const answerMalformed = (): Response =>
  new Response(
    JSON.stringify(problemBody('malformed-http', 'The request names no host, or a target that is no URL.', '')),
    {
      status: PROBLEM_TYPES['malformed-http'].status,
      headers: { 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' },
    },
  );
