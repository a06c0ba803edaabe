import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../domain/clock.ts';
import type { BatchRecord, CallRecord, RequestRecord } from '../../../evaluator/service-record.ts';
import { ANSWERED, createMailboxBuffer, EXIT, mailboxOf, SENT, sleep, type Mailbox } from './mailbox.ts';

interface EmulatedShard {
  readonly mailbox: Mailbox;
  readonly worker: Worker;
  sent: number;
}

export interface EmulationOptions {
  readonly roundTripMs: number;
  /** Every time is multiplied by this while it is waited for, and divided out of the answer: the kernel's wake-ups weigh less. */
  readonly scale: number;
  readonly clock: Clock;
}

/**
 * Wall latencies of requests served one at a time by a thread a shard, each waiting where it would compute: main shard with one core, shards
 * with one core each, links of no width. It shares no code with the replay that it validates. Milliseconds, one a record.
 */
export async function emulate(records: readonly RequestRecord[], options: EmulationOptions): Promise<number[]> {
  const names = new Set(records.flatMap(({ batches }) => batches.flatMap(callsOf)).map(({ host }) => host));
  const shards = new Map([...names].map((name) => [name, startShard()]));
  await Promise.all([...shards.values()].map(({ worker }) => once(worker, 'online')));
  const latencies = records.map(({ batches }) => {
    const begun = options.clock.now();
    for (const batch of batches) serve(batch, shards, options);
    return (options.clock.now() - begun) / options.scale;
  });
  await Promise.all([...shards.values()].map(endShard));
  return latencies;
}

const callsOf = ({ nets }: BatchRecord): readonly CallRecord[] => nets.flatMap(({ calls }) => calls);

function serve(
  { nets, bottomMs, topMs }: BatchRecord,
  shards: ReadonlyMap<string, EmulatedShard>,
  { roundTripMs, scale, clock }: EmulationOptions,
): void {
  // Work after an answer ends so long after it: what the main shard has to wait for anew.
  let afterMs = 0;
  nets.forEach(({ serializeMs, localMs, deserializeMs, calls }, n) => {
    const begunMs = clock.now();
    const sentMs = (afterMs + serializeMs) * scale;
    sleep(sentMs);
    for (const call of calls) send(shards.get(call.host)!, serviceMs(call) * scale, (roundTripMs / 2) * scale);
    // Counted from the beginning, so that the first wait's delay does not come twice.
    sleep(sentMs + (localMs + (n === 0 ? bottomMs : 0)) * scale - (clock.now() - begunMs));
    for (const { host } of calls) awaitAnswer(shards.get(host)!);
    afterMs = deserializeMs;
  });
  sleep((afterMs + topMs) * scale);
}

const serviceMs = (call: CallRecord): number =>
  call.deserializeMs + call.embeddingMs + call.serializeMs + call.overheadMs;

function send(shard: EmulatedShard, service: number, hop: number): void {
  const { cells, times } = shard.mailbox;
  [times[0], times[1]] = [service, hop];
  shard.sent++;
  Atomics.add(cells, SENT, 1);
  Atomics.notify(cells, SENT);
}

function awaitAnswer({ mailbox: { cells }, sent }: EmulatedShard): void {
  for (let seen = Atomics.load(cells, ANSWERED); seen < sent; seen = Atomics.load(cells, ANSWERED))
    Atomics.wait(cells, ANSWERED, seen);
}

function startShard(): EmulatedShard {
  const buffer = createMailboxBuffer();
  const worker = new Worker(new URL('./emulated-shard.ts', import.meta.url), { workerData: buffer });
  return { mailbox: mailboxOf(buffer), worker, sent: 0 };
}

async function endShard({ mailbox: { cells }, worker }: EmulatedShard): Promise<void> {
  const exited = once(worker, 'exit');
  Atomics.store(cells, EXIT, 1);
  Atomics.add(cells, SENT, 1);
  Atomics.notify(cells, SENT);
  await exited;
}
