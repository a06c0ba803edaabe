import type { Endpoint } from 'comlink';
import adapter from 'comlink/dist/umd/node-adapter.js';
import type { MessagePort, Worker } from 'node:worker_threads';

// The adapter's declarations say `export default`, its CommonJS file exports the function itself.
const adapt = adapter as unknown as (port: MessagePort | Worker) => Endpoint;

/** A worker, or a worker's own port, as comlink wants to see it. */
export const endpointOf = (port: MessagePort | Worker): Endpoint => adapt(port);
