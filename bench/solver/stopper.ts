// A thread that raises a stop flag after a while: the search keeps its own thread busy, so that no timer there would fire.
import { workerData } from 'node:worker_threads';
import { raise, type StopFlag } from '../../api/jobs/stop-flag.ts';

/** moment: when the flag was raised, in ms since the epoch, and the CPU time that the process had spent by then, in ms. */
const { flag, moment, afterMs } = workerData as { flag: StopFlag; moment: SharedArrayBuffer; afterMs: number };
const pause = new Int32Array(new SharedArrayBuffer(4));
Atomics.wait(pause, 0, 0, afterMs);
const { user, system } = process.cpuUsage();
new Float64Array(moment).set([performance.timeOrigin + performance.now(), (user + system) / 1000]);
raise(flag);
