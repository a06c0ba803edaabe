// What a round of RPCs costs by each transport: S calls out at once, all answers awaited, nothing else to do meanwhile.
// Run: node bench/runtime/rpc.ts [--rounds 2000] [--out file.json]
// A small call carries one lookup and 128 bytes back, a 4 KB call 991 lookups and 4 KB back. Transports and S take turns in
// blocks of rounds. CPU is that of the main shard's thread and all sparse shards' threads together, less the shards' pooling.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../../domain/clock.ts';
import { TransportName } from '../../domain/measurement.ts';
import type { Table } from '../../domain/model.ts';
import type { Call } from '../../evaluator/runtime/router.ts';
import type { ServedPart } from '../../evaluator/runtime/served-parts.ts';
import { createShardPool, type LeasedHost, type LeasedShards } from '../../evaluator/runtime/shard-pool.ts';
import { createDisturbanceWatch } from '../../evaluator/disturbance.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';
import { percentile } from '../../evaluator/statistics.ts';

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '2000' }, out: { type: 'string' } },
});
const ROUNDS = Number(flags.rounds);
const BLOCKS = 10;
const WARMUP_ROUNDS = 500;
const SHARDS = [1, 2, 4, 8];
const ROWS = 1000;
const SIZES = [
  { name: 'small', samples: 1, lookups: 1 },
  { name: '4 KB', samples: 32, lookups: 991 },
] as const;

const table: Table = {
  name: 'bench',
  net: 'net',
  rows: ROWS,
  dim: 32,
  dtype: 'fp32',
  lookupsPer: 'sample',
  features: [{ name: 'f', pooling: 'sum' }],
};
const rowIds = Uint32Array.from({ length: ROWS }, (_, row) => row);
const rows = { table, columnStart: 0, columnEnd: table.dim, rowIds };
const part: ServedPart = {
  part: 0,
  table: 0,
  slice: { kind: 'whole', table: table.name },
  hosts: [],
  columnStart: 0,
  columnEnd: table.dim,
  firstId: 0,
  endId: ROWS,
  rows,
};
const hosts = Array.from({ length: Math.max(...SHARDS) }, (_, h): LeasedHost => ({
  host: `host-${h}`,
  parts: [part],
  slices: [rows],
  shapes: [{ features: 1, perRequest: false, width: table.dim }],
  sizes: { callWords: 1024, answerValues: 32 * table.dim },
}));

interface Case {
  readonly transport: TransportName;
  readonly size: (typeof SIZES)[number];
  readonly shards: number;
  readonly wallUs: number[];
  readonly cpuUs: number[];
}

const cpuMs = await createThreadCpuClock();
const watch = createDisturbanceWatch(createLoadMeter(), systemClock);
watch.begin();
const pools = new Map<TransportName, { pool: ReturnType<typeof createShardPool>; lease: LeasedShards }>();
for (const transport of TransportName.options) {
  const pool = createShardPool();
  pools.set(transport, { pool, lease: await pool.lease([hosts], transport) });
}
const cases = TransportName.options.flatMap((transport) =>
  SIZES.flatMap((size) => SHARDS.map((shards): Case => ({ transport, size, shards, wallUs: [], cpuUs: [] }))),
);
for (let block = 0; block <= BLOCKS; block++)
  for (const timed of cases) {
    const { lease } = pools.get(timed.transport)!;
    await lease.transport.open();
    await serveRounds(timed, lease, block === 0 ? WARMUP_ROUNDS : ROUNDS / BLOCKS, block > 0);
    await lease.transport.close();
  }
for (const { pool } of pools.values()) await pool.dispose();

const { foreignLoad } = watch.end();
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}; ${ROUNDS} rounds a case; others took ${(100 * (foreignLoad.cpuShare ?? 0)).toFixed(0)}% of the cores`,
);
const results = cases.map(({ transport, size, shards, wallUs, cpuUs }) => ({
  transport,
  size: size.name,
  shards,
  wallUsP50: percentile(wallUs, 50).value,
  cpuUsP50: percentile(cpuUs, 50).value,
  cpuUsMean: cpuUs.reduce((sum, us) => sum + us, 0) / cpuUs.length,
}));
for (const { transport, size, shards, wallUsP50, cpuUsP50, cpuUsMean } of results)
  console.log(
    `${transport.padEnd(17)} ${size.padEnd(5)} S=${shards}: wall P50 ${wallUsP50?.toFixed(1)} us, CPU P50 ${cpuUsP50?.toFixed(1)} us, mean ${cpuUsMean.toFixed(1)} us`,
  );
if (flags.out !== undefined)
  writeFileSync(
    flags.out,
    `${JSON.stringify({ bench: 'rpc', date: systemClock.date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, node: process.version, rounds: ROUNDS, foreignCpuShare: foreignLoad.cpuShare, results }, null, 1)}\n`,
  );

async function serveRounds(timed: Case, lease: LeasedShards, rounds: number, isTimed: boolean): Promise<void> {
  const [links] = lease.transport.links;
  const { samples, lookups } = timed.size;
  for (let round = 0; round < rounds; round++) {
    links.begin();
    const cpuBegun = cpuMs();
    const begun = systemClock.now();
    const calls = Array.from({ length: timed.shards }, (_, h) => writeCall(h, samples, lookups));
    links.send(calls, samples);
    const answers = await links.receive();
    const wallMs = systemClock.now() - begun;
    const mainMs = cpuMs() - cpuBegun;
    if (answers.some(({ vectors }) => vectors.length !== samples * table.dim))
      throw new Error('a shard answered another number of values: nothing was timed');
    if (!isTimed) continue;
    timed.wallUs.push(1000 * wallMs);
    const shardsMs = answers.reduce(
      (sum, { times }) => sum + times.deserializeMs + times.serializeMs + times.overheadMs,
      0,
    );
    timed.cpuUs.push(1000 * (mainMs + shardsMs));
  }

  function writeCall(h: number, count: number, indices: number): Call {
    const buffer = links.callBuffers[h];
    buffer.used = 1 + count + indices;
    if (buffer.words.length < buffer.used) buffer.words = new Uint32Array(buffer.used);
    buffer.words[0] = 0;
    const each = Math.floor(indices / count);
    for (let s = 0; s < count; s++) buffer.words[1 + s] = s === 0 ? indices - each * (count - 1) : each;
    for (let i = 0; i < indices; i++) buffer.words[1 + count + i] = i;
    return {
      host: hosts[h].host,
      hostNumber: h,
      words: buffer.words.subarray(0, buffer.used),
      readBytes: 0,
      parts: [part],
    };
  }
}
