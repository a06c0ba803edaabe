import { largest, type Ground, type Layout } from './certified-layouts.ts';
import { fixedSteps } from './latency.ts';

/** Weights are multiples of one over this. */
const STEPS = 8;

/** What each looked-up table of a net brings at least: on the hosts that are called, or on the main shard. */
interface Load {
  readonly bytes: number;
  readonly seconds: number;
  /** Of the largest part on the fastest host, from the start of the call. */
  readonly partSeconds: number;
  readonly main: { readonly seconds: number; readonly bytes: number } | undefined;
}

/** Seconds on the fastest called hosts; `pooled` is of all of them together. */
interface Pace {
  readonly start: number;
  readonly rpc: number;
  /** Of the fastest host. */
  readonly speed: number;
  readonly perByte: number;
  readonly pooled: { readonly perByte: number; readonly perSecond: number };
  readonly link: number;
  readonly deserialise: number;
  readonly mainSpeed: number;
}

/**
 * The least critical path of a request, in milliseconds: nets run one after another beside and between steps that no placement changes. A net
 * that calls hosts waits for the slowest of them, for all answers on the main shard's link, and for the main shard's own tables; so for any
 * weighted mean of the three.
 * - Called hosts of speeds s_h: s_h times what a host takes beyond the round trip covers its service and RPC, and its bytes at their least time
 *   times speed; added up, no more than the slowest's time times the sum of the largest speeds allowed.
 * - Each table counts with its least bytes and service; on the main shard, whose memory holds shares of tables in order of what they spare a
 *   byte, with its service there alone.
 * Beside that some host serves each table's largest part. So a net whose slowest host takes T uses layouts with parts of at most T: the least is
 * taken over all T at which a layout comes in. A net that calls no host serves all of its tables on the main shard.
 */
export function leastLatencyMs(ground: Ground, isLookedUp: ReadonlySet<string>): number {
  const { problem, costs } = ground;
  const { model } = problem;
  const { bottom, join, top, rounds } = fixedSteps(model, costs);
  const nets = model.nets.map(({ name }) => {
    const tables = model.tables.flatMap((table, t) =>
      table.net === name && isLookedUp.has(table.name) ? [ground.layouts[t]] : [],
    );
    return leastOfNet(ground, tables);
  });
  const embedding = nets.reduce((sum, seconds, n) => sum + (n === 0 ? Math.max(bottom, seconds) : seconds), 0);
  // The last digits of a double are given up.
  return (embedding + join + top) * rounds * 1000 * (1 - 1e-12);
}

function leastOfNet(ground: Ground, tables: readonly (readonly Layout[])[]): number {
  if (tables.length === 0) return 0;
  const pace = paceOf(ground);
  const room = ground.main?.host.capacityBytes ?? 0;
  const loads = tables.map((own) => loadOf(pace, own, Infinity));
  const onMain = loads.map(({ main }) => main);
  const isAllOnMain = onMain.every((main) => main !== undefined) && sum(onMain.map((main) => main?.bytes ?? 0)) <= room;
  const alone = isAllOnMain ? sum(onMain.map((main) => main?.seconds ?? 0)) / pace.mainSpeed : Infinity;
  if (ground.caps.hosts === 0) return alone;
  const parts = loads.map(({ partSeconds, main }) =>
    Math.min(partSeconds, main === undefined ? Infinity : main.seconds / pace.mainSpeed),
  );
  const slowest = tables.flat().flatMap((layout) => (layout.onMain ? [] : [partSecondsOf(layout, pace)]));
  const limits = [...new Set(slowest)].toSorted((a, b) => a - b);
  const waits = (limit: number): number =>
    leastWait(
      ground,
      pace,
      tables.map((own) => loadOf(pace, own, limit)),
    );
  // As the limit rises, what its layouts need falls: the least of the larger is where they cross.
  const cross = firstAt(limits.length, (i) => limits[i] >= waits(limits[i]));
  const called = Math.min(limits[cross] ?? Infinity, cross > 0 ? waits(limits[cross - 1]) : Infinity);
  return Math.max(...parts, Math.min(alone, called));
}

/** The first index at which a test that stays true holds; the count where it never does. */
function firstAt(count: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, count];
  while (from < to) {
    const at = Math.floor((from + to) / 2);
    if (holds(at)) to = at;
    else from = at + 1;
  }
  return from;
}

/** Over all mixtures of the three waits. */
function leastWait(ground: Ground, pace: Pace, loads: readonly Load[]): number {
  const room = ground.main?.host.capacityBytes ?? 0;
  const mixtures: number[] = [];
  for (let hosts = 0; hosts <= STEPS; hosts++)
    for (let link = 0; link <= STEPS - hosts; link++) {
      const main = STEPS - hosts - link;
      if (main === 0 || ground.main !== undefined)
        mixtures.push(mixed(loads, room, pace, { hosts: hosts / STEPS, link: link / STEPS, main: main / STEPS }));
    }
  return Math.max(...mixtures);
}

function paceOf({ costs, hosts, caps, main }: Ground): Pace {
  const { coefficients, batchesPerRequest } = costs;
  const [mainHost] = costs.hosts;
  const serialise = 1 / coefficients.serializationBytesPerSecond;
  const perByte = hosts.map(({ link }) => (serialise + 1 / link.bandwidthBytesPerSecond) / batchesPerRequest);
  const speeds = hosts.map(({ cpuSpeed }) => cpuSpeed);
  const speed = sum(largest(speeds, caps.hosts));
  return {
    start: Math.min(...hosts.map(({ link }) => link.roundTripMs)) / 1000,
    rpc: coefficients.rpcSeconds / Math.max(...speeds),
    speed: Math.max(...speeds),
    perByte: Math.min(...perByte),
    pooled: { perByte: Math.min(...perByte.map((seconds, h) => seconds * speeds[h])) / speed, perSecond: 1 / speed },
    link: 1 / mainHost.link.bandwidthBytesPerSecond / batchesPerRequest,
    deserialise: serialise / batchesPerRequest / mainHost.cpuSpeed,
    mainSpeed: main?.host.cpuSpeed ?? 1,
  };
}

/** When the largest part of a layout has answered, on the fastest host. */
const partSecondsOf = ({ largestAnswerBytes, longestPart }: Layout, pace: Pace): number =>
  pace.start + pace.rpc + largestAnswerBytes * pace.perByte + longestPart.batchServiceSeconds / pace.speed;

function loadOf(pace: Pace, layouts: readonly Layout[], limit: number): Load {
  const called = layouts.filter((layout) => !layout.onMain && partSecondsOf(layout, pace) <= limit);
  const stayed = layouts.find(({ onMain }) => onMain);
  const least = (of: (layout: Layout) => number): number => Math.min(...called.map(of));
  return {
    bytes: least((layout) => layout.answerBytes),
    seconds: least((layout) => layout.batchSeconds),
    partSeconds: least((layout) => partSecondsOf(layout, pace)),
    main: stayed && { seconds: stayed.batchSeconds, bytes: stayed.bytes },
  };
}

interface Mixture {
  readonly hosts: number;
  readonly link: number;
  readonly main: number;
}

/** The weighted mean of the three waits at its least over all shares of tables on the main shard. */
function mixed(loads: readonly Load[], room: number, pace: Pace, weight: Mixture): number {
  const perByte = weight.hosts * pace.pooled.perByte + weight.link * pace.link + pace.deserialise;
  const perSecond = weight.hosts * pace.pooled.perSecond;
  const start = weight.hosts * (pace.start + pace.rpc) + weight.link * pace.start;
  const stayed = ({ main }: Load): number => ((main?.seconds ?? 0) * weight.main) / pace.mainSpeed;
  const forced = loads.filter(({ bytes }) => bytes === Infinity);
  const free = loads.filter(({ bytes }) => bytes < Infinity);
  const away = ({ bytes, seconds }: Load): number => bytes * perByte + seconds * perSecond;
  let left = room - sum(forced.map(({ main }) => main?.bytes ?? Infinity));
  if (left < 0) return Infinity;
  let total = start + sum(forced.map(stayed)) + sum(free.map(away));
  const worth = free
    .flatMap((load) => (load.main === undefined ? [] : [{ gain: away(load) - stayed(load), bytes: load.main.bytes }]))
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => b.gain / b.bytes - a.gain / a.bytes);
  for (const { gain, bytes } of worth) {
    if (left <= 0) break;
    total -= gain * Math.min(1, left / bytes);
    left -= bytes;
  }
  return total;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
