// CPU of whole requests served by sparse shards over the same requests served by the unsharded model, for each transport.
// Run: node bench/runtime/requests.ts [--requests 300] [--rows 100000] [--threads perShard,perCore] [--out file.json]
// 64 tables x 100k rows x dim 64 (fp32), batch 32, about 21.6k lookups a request, uniform over the rows: the hardest case
// for the caches. Tables lie whole on the shards, dealt in turns. Shard counts of one transport take turns with singular in
// one run. Outputs have to agree before anything is printed. In shared memory, shards have a thread each, or share those that there are cores for.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../domain/clock.ts';
import { Fleet } from '../../domain/fleet.ts';
import { ShardThreads, TransportName, type Measurement, type Phases } from '../../domain/measurement.ts';
import { Model } from '../../domain/model.ts';
import type { Placement } from '../../domain/placement.ts';
import { Workload } from '../../domain/trace.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';

const { values: flags } = parseArgs({
  options: {
    requests: { type: 'string', default: '300' },
    rows: { type: 'string', default: '100000' },
    threads: { type: 'string', default: 'perShard,perCore' },
    transports: { type: 'string', default: 'sharedArrayBuffer,postMessage,comlink' },
    out: { type: 'string' },
  },
});
const REQUESTS = Number(flags.requests);
const WARMUP_REQUESTS = 100;
const TABLES = 64;
const SAMPLES = 32;
const POOLING_FACTOR = 10.55;
const SHARDS = [1, 2, 4, 8];
const THREADS = flags.threads.split(',').map((name) => ShardThreads.parse(name));
const WAYS = flags.transports.split(',').flatMap((name) => {
  const transport = TransportName.parse(name);
  return THREADS.filter((threads) => threads === 'perShard' || transport === 'sharedArrayBuffer').map(
    (shardThreads) => ({ transport, shardThreads }),
  );
});

const names = Array.from({ length: TABLES }, (_, t) => `t${t}`);
/** The dense part of MLPerf's DLRM, with as many vectors as there are tables here; none for the embedding part alone. */
const DENSE = {
  inputFeatures: 13,
  bottomMlp: [512, 256, 64],
  interaction: { kind: 'dot' },
  topMlp: [1024, 1024, 512, 256, 1],
};
const workload = Workload.parse({
  batchSize: SAMPLES,
  samplesPerRequest: SAMPLES,
  tables: names.map((table) => ({
    table,
    popularity: { kind: 'zipf', exponent: 0 },
    features: [{ feature: `${table}/f`, poolingFactor: POOLING_FACTOR, poolingSpread: 3 }],
  })),
});
const host = {
  memoryBytes: 1e12,
  memoryBandwidthBytesPerSecond: 1e11,
  cores: 1,
  link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1.25e9 },
};
const fleet = Fleet.parse({ main: host, hostTypes: [{ name: 'host', count: Math.max(...SHARDS), ...host }] });

interface Row {
  readonly dense: boolean;
  readonly transport: TransportName;
  readonly shardThreads: ShardThreads;
  readonly shards: number;
  readonly measurement: Measurement;
}

const rows: Row[] = [];
for (const withDense of [false, true]) {
  const model = Model.parse({
    name: 'bench',
    nets: [{ name: 'net' }],
    tables: names.map((name) => ({
      name,
      net: 'net',
      rows: Number(flags.rows),
      dim: 64,
      dtype: 'fp32',
      lookupsPer: 'sample',
      features: [{ name: `${name}/f` }],
    })),
    ...(withDense ? { dense: DENSE } : {}),
  });
  const trace = synthesizeTrace(model, workload, { requests: WARMUP_REQUESTS + REQUESTS, seed: 1 });
  for (const way of WAYS) {
    const measurer = await createMeasurer({ model, workload, fleet }, trace, {
      seed: 1,
      clock: systemClock,
      warmupRequests: WARMUP_REQUESTS,
      ...way,
      loadMeter: createLoadMeter(),
    });
    const measured = await measurer.measureTogether(SHARDS.map(dealt));
    await measurer.dispose();
    measured.forEach(({ measurement }, i) => rows.push({ dense: withDense, ...way, shards: SHARDS[i], measurement }));
    report(rows.slice(-SHARDS.length));
  }
}
if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(asResults(), null, 1)}\n`);

function asResults() {
  const { environment } = rows[0].measurement;
  return {
    bench: 'requests',
    date: systemClock.date().toISOString(),
    cpu: environment.cpu,
    cores: environment.cores,
    node: environment.node,
    denseEngine: rows[rows.length - 1].measurement.environment.denseEngine,
    tables: TABLES,
    rows: Number(flags.rows),
    samples: SAMPLES,
    requests: REQUESTS,
    blockedBy: 'all shard counts of a transport and singular in one run, five requests in turn',
    cases: rows.map(({ dense, transport, shardThreads, shards, measurement: m }) => ({
      dense,
      transport,
      shardThreads,
      threads: m.environment.threads,
      shards,
      ratioToSingular: m.ratioToSingular,
      cpuMsPerRequest: m.cpuMsPerRequest,
      singularCpuMsPerRequest: m.singularCpuMsPerRequest,
      singularOperators: m.singularOperators,
      phases: totalPhases(m),
      unattributedShare: m.unattributedShare,
      foreignLoad: m.foreignLoad,
      agreement: m.agreement.rule,
    })),
  };
}

function totalPhases({ shards }: Measurement): Record<keyof Phases, number> {
  const total = (phase: keyof Phases): number => shards.reduce((sum, { phases }) => sum + phases[phase], 0);
  return {
    denseMs: total('denseMs'),
    embeddingMs: total('embeddingMs'),
    serializationMs: total('serializationMs'),
    deserializationMs: total('deserializationMs'),
    rpcServiceMs: total('rpcServiceMs'),
  };
}

/** Whole tables in turns over the first `shards` hosts. */
function dealt(shards: number): Placement {
  return {
    shards: Array.from({ length: shards }, (_, h) => ({
      host: `host-${h}`,
      slices: names.filter((_, t) => t % shards === h).map((table) => ({ kind: 'whole' as const, table })),
    })),
  };
}

function report(measured: readonly Row[]): void {
  for (const { dense, transport, shardThreads, shards, measurement: m } of measured) {
    if (!m.agreement.holds)
      throw new Error(`Outputs of ${shards} shards over ${transport} differ: nothing is reported.`);
    const { cpu, cpuInterval, cpuOfSums } = m.ratioToSingular;
    const { denseMs, embeddingMs, serializationMs, deserializationMs, rpcServiceMs } = totalPhases(m);
    const { cpuShare, discardedRounds, rounds } = m.foreignLoad;
    console.log(
      `${dense ? 'whole model   ' : 'embedding only'} ${transport.padEnd(17)} ${shardThreads} S=${shards}: CPU / singular ${cpu?.toFixed(3)} ` +
        `[${cpuInterval?.low.toFixed(3)}, ${cpuInterval?.high.toFixed(3)}], of sums ${cpuOfSums?.toFixed(3)}; ` +
        `singular ${m.singularCpuMsPerRequest.toFixed(2)} ms, embedding ${m.singularOperators.embeddingMsPerRequest.toFixed(2)}; ` +
        `dense ${denseMs.toFixed(2)}, embedding ${embeddingMs.toFixed(2)}, serialization ${serializationMs.toFixed(3)}, ` +
        `deserialization ${deserializationMs.toFixed(3)}, RPC service ${rpcServiceMs.toFixed(3)}; others took ` +
        `${(100 * (cpuShare ?? 0)).toFixed(0)}% of the cores, ${discardedRounds} of ${rounds} rounds discarded`,
    );
  }
}
