// A sparse shard that waits its recorded service time, and a hop on either side, in place of computing.
import { workerData } from 'node:worker_threads';
import { ANSWERED, EXIT, mailboxOf, SENT, sleep } from './mailbox.ts';

const { cells, times } = mailboxOf(workerData as SharedArrayBuffer);
for (let answered = 0; ; answered++) {
  while (Atomics.load(cells, SENT) === answered) Atomics.wait(cells, SENT, answered);
  if (Atomics.load(cells, EXIT) === 1) break;
  const [serviceMs, hopMs] = times;
  // One wait, not three: each would end some tens of microseconds late.
  sleep(hopMs + serviceMs + hopMs);
  Atomics.add(cells, ANSWERED, 1);
  Atomics.notify(cells, ANSWERED);
}
