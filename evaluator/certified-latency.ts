import { largest, type Ground, type Layout } from './certified-layouts.ts';
import { fixedSteps } from './latency.ts';

/** Weights are multiples of one over this. */
const STEPS = 8;

/** What each looked-up table of a net brings at least: on the hosts that are called, or on the main shard. */
interface Load {
  /** As if each replica served every batch. */
  readonly bytes: number;
  readonly seconds: number;
  /** Expected: bytes, and the main shard's work for slices. */
  readonly payload: number;
  readonly handling: number;
  /** Of the largest part on the fastest host, from the start of the call. */
  readonly partSeconds: number;
  readonly main: { readonly seconds: number; readonly bytes: number } | undefined;
}

/** Seconds on the fastest called hosts. */
interface Pace {
  readonly start: number;
  readonly rpc: number;
  /** Of the fastest host. */
  readonly speed: number;
  readonly perByte: number;
  /** Of a byte, times the speed of the host where that is least. */
  readonly speedPerByte: number;
  readonly link: number;
  readonly deserialise: number;
  /** Of the main shard, for each called host. */
  readonly call: number;
  readonly mainSpeed: number;
}

/**
 * The least critical path of a request, in milliseconds: nets run one after another between steps that no placement changes. A net that calls
 * hosts takes the main shard an RPC each and the least that its tables' bytes and slices cost there; beside that it waits for the slowest host, for
 * all answers on the main shard's link, and for what the main shard does meanwhile, its own tables and in the first net the bottom MLP; so for
 * any weighted mean of the three.
 * - Called hosts of speeds s_h: s_h times what a host takes beyond the round trip covers its service and RPC, and its bytes at their least time
 *   times speed; added up, no more than the slowest's time times the sum of the largest speeds of so many hosts.
 * - Each table counts with its least bytes and service; on the main shard, whose memory holds shares of tables in order of what they spare a
 *   byte, with its service there alone.
 * Beside that some host serves each table's largest part. So a net whose slowest host takes T uses layouts with parts of at most T: the least is
 * taken over all T at which a layout comes in, and over ranges of the number of called hosts, with the RPCs of the fewest and the speeds of
 * the most. A net that calls no host serves all of its tables on the main shard.
 */
export function leastLatencyMs(ground: Ground, isLookedUp: ReadonlySet<string>): number {
  const { problem, costs } = ground;
  const { model } = problem;
  const { bottom, join, top, rounds } = fixedSteps(model, costs);
  const nets = model.nets.map(({ name }, n) => {
    const tables = model.tables.flatMap((table, t) =>
      table.net === name && isLookedUp.has(table.name) ? [ground.layouts[t]] : [],
    );
    return leastOfNet(ground, tables, n === 0 ? bottom : 0);
  });
  // The last digits of a double are given up.
  return (sum(nets) + join + top) * rounds * 1000 * (1 - 1e-12);
}

function leastOfNet(ground: Ground, tables: readonly (readonly Layout[])[], beside: number): number {
  if (tables.length === 0) return beside;
  const pace = paceOf(ground);
  const room = ground.main?.host.capacityBytes ?? 0;
  const loads = tables.map((own) => loadOf(pace, own, Infinity));
  const onMain = loads.map(({ main }) => main);
  const isAllOnMain = onMain.every((main) => main !== undefined) && sum(onMain.map((main) => main?.bytes ?? 0)) <= room;
  const alone = isAllOnMain ? beside + sum(onMain.map((main) => main?.seconds ?? 0)) / pace.mainSpeed : Infinity;
  if (ground.caps.hosts === 0) return alone;
  const parts = loads.map(({ partSeconds, main }) =>
    Math.min(partSeconds, main === undefined ? Infinity : main.seconds / pace.mainSpeed),
  );
  const largestPart = Math.max(beside, ...parts);
  const handling = leastOf(loads, room, { byte: 0, second: 0, payload: pace.deserialise, handling: 1, main: 0 }, pace);
  const slowest = tables.flat().flatMap((layout) => (layout.onMain ? [] : [partSecondsOf(layout, pace)]));
  const limits = [...new Set(slowest)].toSorted((a, b) => a - b);
  const called = callRanges(ground, pace).map(({ fewest, most }) => {
    if (fewest * pace.call + largestPart + handling >= alone) return alone;
    const within = tables.map((own) => own.filter((layout) => layout.onMain || layout.parts <= most));
    const waits = (limit: number): number =>
      leastWait(
        ground,
        pace,
        within.map((own) => loadOf(pace, own, limit)),
        { hosts: most, beside },
      );
    // As the limit rises, what its layouts need falls: the least of the larger is where they cross.
    const cross = firstAt(limits.length, (i) => limits[i] + handling >= waits(limits[i]));
    const least = Math.min(
      cross < limits.length ? limits[cross] + handling : Infinity,
      cross > 0 ? waits(limits[cross - 1]) : Infinity,
    );
    return fewest * pace.call + least;
  });
  return Math.max(largestPart + handling, Math.min(alone, ...called));
}

/** Numbers of called hosts: each by itself where they are few, then ranges of a tenth; all in one where a call costs the main shard nothing. */
function callRanges({ caps }: Ground, pace: Pace): { readonly fewest: number; readonly most: number }[] {
  if (pace.call === 0) return [{ fewest: 1, most: caps.hosts }];
  const ranges: { readonly fewest: number; readonly most: number }[] = [];
  for (let fewest = 1, most = 0; fewest <= caps.hosts; fewest = most + 1) {
    most = Math.min(caps.hosts, Math.floor(fewest * 1.1));
    ranges.push({ fewest, most });
  }
  return ranges;
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

/** Over all mixtures of the three waits, with what the main shard does for its calls but their RPCs. */
function leastWait(
  ground: Ground,
  pace: Pace,
  loads: readonly Load[],
  { hosts, beside }: { readonly hosts: number; readonly beside: number },
): number {
  const room = ground.main?.host.capacityBytes ?? 0;
  const speeds = sum(
    largest(
      ground.hosts.map(({ cpuSpeed }) => cpuSpeed),
      hosts,
    ),
  );
  let least = 0;
  for (let onHosts = 0; onHosts <= STEPS; onHosts++)
    for (let onLink = 0; onLink <= STEPS - onHosts; onLink++) {
      const [called, link, main] = [onHosts, onLink, STEPS - onHosts - onLink].map((steps) => steps / STEPS);
      if (main > 0 && ground.main === undefined && beside === 0) continue;
      const prices = {
        byte: (called * pace.speedPerByte) / speeds,
        second: called / speeds,
        payload: link * pace.link + pace.deserialise,
        handling: 1,
        main,
      };
      const start = called * (pace.start + pace.rpc) + link * pace.start + main * beside;
      least = Math.max(least, start + leastOf(loads, room, prices, pace));
    }
  return least;
}

function paceOf({ costs, hosts }: Ground): Pace {
  const { coefficients, batchesPerRequest } = costs;
  const [mainHost] = costs.hosts;
  const serialise = 1 / coefficients.serializationBytesPerSecond;
  const perByte = hosts.map(
    ({ link, cpuSpeed }) => (serialise / cpuSpeed + 1 / link.bandwidthBytesPerSecond) / batchesPerRequest,
  );
  const speeds = hosts.map(({ cpuSpeed }) => cpuSpeed);
  return {
    start: Math.min(...hosts.map(({ link }) => link.roundTripMs)) / 1000,
    rpc: coefficients.rpcSeconds / Math.max(...speeds),
    speed: Math.max(...speeds),
    perByte: Math.min(...perByte),
    speedPerByte: Math.min(...perByte.map((seconds, h) => seconds * speeds[h])),
    link: 1 / mainHost.link.bandwidthBytesPerSecond / batchesPerRequest,
    deserialise: serialise / batchesPerRequest / mainHost.cpuSpeed,
    call: (coefficients.mainRpcSeconds ?? 0) / mainHost.cpuSpeed,
    mainSpeed: mainHost.cpuSpeed,
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
    payload: least((layout) => layout.wireBytes),
    handling: least((layout) => layout.handlingSeconds) / pace.mainSpeed,
    partSeconds: least((layout) => partSecondsOf(layout, pace)),
    main: stayed && { seconds: stayed.batchSeconds, bytes: stayed.bytes },
  };
}

/** Of a unit of each part of a load; `main` of a second there. */
interface Prices {
  readonly byte: number;
  readonly second: number;
  readonly payload: number;
  readonly handling: number;
  readonly main: number;
}

/** What all tables come to at least, over all shares of tables on the main shard. */
function leastOf(loads: readonly Load[], room: number, price: Prices, pace: Pace): number {
  const stayed = ({ main }: Load): number => ((main?.seconds ?? 0) * price.main) / pace.mainSpeed;
  const forced = loads.filter(({ bytes }) => bytes === Infinity);
  const free = loads.filter(({ bytes }) => bytes < Infinity);
  const away = ({ bytes, seconds, payload, handling }: Load): number =>
    bytes * price.byte + seconds * price.second + payload * price.payload + handling * price.handling;
  let left = room - sum(forced.map(({ main }) => main?.bytes ?? Infinity));
  if (left < 0) return Infinity;
  let total = sum(forced.map(stayed)) + sum(free.map(away));
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
