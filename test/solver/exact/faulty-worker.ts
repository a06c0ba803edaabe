import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import { endpointOf } from '../../../solver/exact/thread-endpoint.ts';

/** An engine's thread as HiGHS leaves it when its memory is spent. */
const fail = (): never => {
  throw new Error('Aborted()');
};

if (parentPort === null) throw new Error('runs as a worker thread');
Comlink.expose({ solve: fail, relax: fail }, endpointOf(parentPort));
