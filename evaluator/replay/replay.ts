import { MAIN_HOST } from '../../domain/fleet.ts';
import type { BatchRecord, CallRecord, NetRecord, RequestRecord } from '../service-record.ts';
import type { Deployment } from './deployment.ts';
import { createLane, send, type Lane } from './link.ts';
import { createMachine, type Machine } from './machine.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** When requests come: one at a time, or at moments (milliseconds, rising), one for each record. */
export type Arrivals = 'closedLoop' | readonly number[];

export interface Replay {
  /** One entry a record, in order: from its arrival, or its turn in the closed loop, to its answer. */
  readonly latencyMs: readonly number[];
  /** Simulated milliseconds from the first arrival to the last answer. */
  readonly spanMs: number;
  /** What each host did in that time. */
  readonly used: ReadonlyMap<string, Usage>;
}

export interface Usage {
  readonly coreMs: number;
  readonly readBytes: number;
  /** Of the link, the busier direction. */
  readonly linkMs: number;
}

interface PlayedHost {
  readonly machine: Machine;
  readonly out: Lane;
  readonly in: Lane;
  readonly hopMs: number;
}

/**
 * Plays recorded service times on a deployment, as discrete events. Batches of a request are served in parallel, as cores of the main shard
 * become free. A net's calls leave once all are built; meanwhile the main shard pools its own tables and, in the first net, runs the bottom
 * MLP; it gives its core back while it waits, and goes on when the last answer is there. Hosts serve calls first come, first served, on as
 * many cores as they have; embedding work on one host shares its memory bandwidth; a hop takes half a round trip, and links carry one message
 * after another in each direction.
 * Source: formulation.md, "Reconstructed latency".
 * @throws Error where a record calls a host that the deployment lacks.
 */
export function replay(records: readonly RequestRecord[], deployment: Deployment, arrivals: Arrivals): Replay {
  const timeline = createTimeline();
  const hosts = new Map(
    [...deployment].map(([name, host]): [string, PlayedHost] => [
      name,
      {
        machine: createMachine(timeline, host),
        out: createLane(host.bandwidthBytesPerSecond),
        in: createLane(host.bandwidthBytesPerSecond),
        hopMs: host.roundTripMs / 2,
      },
    ]),
  );
  const latencyMs = records.map(() => 0);
  let lastMs = 0;
  const start = (r: number, scheduledMs: number): void =>
    serveRequest(timeline, hosts, records[r], () => {
      lastMs = timeline.now();
      latencyMs[r] = lastMs - scheduledMs;
      if (arrivals === 'closedLoop' && r + 1 < records.length) start(r + 1, lastMs);
    });
  if (arrivals !== 'closedLoop') arrivals.forEach((atMs, r) => timeline.at(atMs, () => start(r, atMs)));
  else if (records.length > 0) start(0, 0);
  timeline.run();
  const firstMs = arrivals === 'closedLoop' ? 0 : (arrivals[0] ?? 0);
  const used = [...hosts].map(([name, host]): [string, Usage] => [
    name,
    { ...host.machine.used, linkMs: Math.max(host.in.busyMs, host.out.busyMs) },
  ]);
  return { latencyMs, spanMs: lastMs - firstMs, used: new Map(used) };
}

type Hosts = ReadonlyMap<string, PlayedHost>;

function serveRequest(timeline: Timeline, hosts: Hosts, { batches }: RequestRecord, answered: () => void): void {
  let left = batches.length;
  for (const batch of batches) serveBatch(timeline, hosts, batch, () => --left === 0 && answered());
}

function serveBatch(timeline: Timeline, hosts: Hosts, batch: BatchRecord, answered: () => void): void {
  const { machine } = hosts.get(MAIN_HOST)!;
  const callingNets = batch.nets.filter(({ calls }) => calls.length > 0).length;
  const serveFrom = (n: number): void => {
    if (n < batch.nets.length) {
      const net = batch.nets[n];
      const times = {
        besideMs: n === 0 ? batch.bottomMs : 0,
        rpcMs: net.calls.length > 0 ? batch.rpcMs / callingNets : 0,
      };
      serveNet(timeline, hosts, net, times, () => serveFrom(n + 1));
    } else
      machine.run({ ms: batch.topMs }, () => {
        machine.release();
        answered();
      });
  };
  machine.acquire(() => serveFrom(0));
}

/** Begins and ends with a core of the main shard held. Half of what RPCs cost it comes before its calls leave, half with the answers. */
function serveNet(
  timeline: Timeline,
  hosts: Hosts,
  net: NetRecord,
  { besideMs, rpcMs }: { readonly besideMs: number; readonly rpcMs: number },
  served: () => void,
): void {
  const main = hosts.get(MAIN_HOST)!;
  const { machine } = main;
  let pending = net.calls.length;
  let isWaiting = false;
  const finish = (): void => machine.run({ ms: rpcMs / 2 + net.deserializeMs }, served);
  const onAnswer = (): void => {
    pending--;
    if (pending === 0 && isWaiting) machine.acquire(finish);
  };
  machine.run({ ms: net.serializeMs + rpcMs / 2 }, () => {
    for (const call of net.calls) serveCall(timeline, main, hostOf(hosts, call), call, onAnswer);
    machine.run({ ms: net.localMs, readBytes: net.localReadBytes }, () =>
      machine.run({ ms: besideMs }, () => {
        if (pending === 0) return finish();
        isWaiting = true;
        machine.release();
      }),
    );
  });
}

function serveCall(
  timeline: Timeline,
  main: PlayedHost,
  host: PlayedHost,
  call: CallRecord,
  answered: () => void,
): void {
  const { machine, hopMs } = host;
  send(timeline, { from: main.out, to: host.in, bytes: call.callBytes, hopMs }, () =>
    machine.acquire(() =>
      machine.run({ ms: call.deserializeMs + call.overheadMs }, () =>
        machine.run({ ms: call.embeddingMs, readBytes: call.readBytes }, () =>
          machine.run({ ms: call.serializeMs }, () => {
            machine.release();
            send(timeline, { from: host.out, to: main.in, bytes: call.answerBytes, hopMs }, answered);
          }),
        ),
      ),
    ),
  );
}

function hostOf(hosts: Hosts, call: CallRecord): PlayedHost {
  const host = hosts.get(call.host);
  if (host === undefined) throw new Error(`A record calls host ${call.host}, which the deployment lacks.`);
  return host;
}
