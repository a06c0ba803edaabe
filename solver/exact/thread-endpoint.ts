import type { Endpoint } from 'comlink';
import nodeAdapter from 'comlink/dist/umd/node-adapter.js';
import type { MessagePort, Worker } from 'node:worker_threads';

/** Comlink's node adapter. Its types describe an ES module where Node finds the function itself, hence the cast. */
export const endpointOf = nodeAdapter as unknown as (port: MessagePort | Worker) => Endpoint;
