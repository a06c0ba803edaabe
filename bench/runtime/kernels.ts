// What the kernels and dense engines do on one thread of this machine: the source of the cost model's constants.
// Run: node bench/runtime/kernels.ts [MiB of the large table, default 512]. Slots are uniform over the table: the
// hardest case for the caches. Cases take turns, so that a busy spell of the machine meets all of them, and are timed
// by the thread's CPU clock: waiting for a core does not count, waiting for memory does.
import { cpus } from 'node:os';
import type { Dtype, Table } from '../../domain/model.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { seededRandom } from '../../domain/random.ts';
import { createDenseEngine } from '../../evaluator/runtime/dense-engine.ts';
import { createEmbeddingStore, type EmbeddingStore } from '../../evaluator/runtime/embedding-store.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';

const LARGE_MIB = Number(process.argv[2] ?? 512);
const ROUNDS = 60;
const WARMUP_ROUNDS = 30;
// A run is long enough to bring a small table back into the caches that the other cases have emptied.
const CALLS_A_RUN = 8;
const LOOKUPS_A_CALL = 2560;
const WIDTHS = [1024, 1024, 512, 256];

interface Case {
  readonly name: string;
  /** Work of one run, in the unit that `report` divides by. */
  readonly work: number;
  run(round: number): Promise<void> | void;
  report(workPerSecond: number): string;
}

const cpuMs = await createThreadCpuClock();
console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
for (const mebibytes of [1, LARGE_MIB])
  for (const dim of [32, 64, 128]) {
    const stores = await Promise.all(
      (['fp32', 'fp16', 'int8', 'int4'] as const).map((dtype) => materialise(dtype, dim, mebibytes)),
    );
    await timeInTurns(stores.flatMap((held) => [10, 1].map((pooling) => poolingCase(held, pooling))));
    for (const { store } of stores) store.dispose();
  }
for (const samples of [1, 64]) await timeInTurns(await denseCases(samples));

/** Prints the median and the best rate of each case, and its time for a unit of work against the first case's. */
async function timeInTurns(cases: readonly Case[]): Promise<void> {
  const seconds = cases.map((): number[] => []);
  for (let round = -WARMUP_ROUNDS; round < ROUNDS; round++)
    for (const [c, timed] of cases.entries()) {
      const start = cpuMs();
      await timed.run(round + WARMUP_ROUNDS);
      if (round >= 0) seconds[c].push((cpuMs() - start) / 1000 / timed.work);
    }
  cases.forEach((timed, c) => {
    const ratio = median(seconds[c].map((value, round) => value / seconds[0][round]));
    const [middle, best] = [median(seconds[c]), Math.min(...seconds[c])].map((value) => timed.report(1 / value));
    console.log(`${timed.name.padEnd(52)} median ${middle}; best ${best}; time / first ${ratio.toFixed(2)}`);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

interface Materialised {
  readonly table: Table;
  readonly rows: number;
  readonly store: EmbeddingStore;
}

async function materialise(dtype: Dtype, dim: number, mebibytes: number): Promise<Materialised> {
  const features: Table['features'] = [{ name: 'f', pooling: 'sum' }];
  const table: Table = { name: 'bench', net: 'net', rows: 2 ** 32, dim, dtype, lookupsPer: 'sample', features };
  const rows = Math.floor((mebibytes * 2 ** 20) / rowBytes(table));
  const rowIds = Uint32Array.from({ length: rows }, (_, row) => row);
  const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: dim, rowIds }]);
  return { table, rows, store };
}

function poolingCase({ table, rows, store }: Materialised, pooling: number): Case {
  const random = seededRandom(1, `${table.dtype} ${table.dim} ${pooling}`);
  // Every call has its own slots, so that no call finds the rows of an earlier one in the caches.
  const calls = Array.from({ length: (ROUNDS + WARMUP_ROUNDS) * CALLS_A_RUN }, () =>
    Uint32Array.from({ length: LOOKUPS_A_CALL }, () => random.below(rows)),
  );
  const bags = LOOKUPS_A_CALL / pooling;
  const lengths = new Uint32Array(bags).fill(pooling);
  const out = new Float32Array(bags * table.dim);
  validatePooling(store, table.dim, calls[0].subarray(0, pooling));
  const bytes = rowBytes(table);
  return {
    name: `pool ${table.dtype} dim ${table.dim}, ${pooling} a bag, ${Math.round(store.bytes / 2 ** 20)} MiB`,
    work: CALLS_A_RUN * LOOKUPS_A_CALL,
    run(round) {
      for (let c = 0; c < CALLS_A_RUN; c++) store.pool(0, calls[round * CALLS_A_RUN + c], lengths, out);
    },
    report: (lookups) => `${((lookups * bytes) / 1e9).toFixed(2)} GB/s, ${(1e9 / lookups).toFixed(1)} ns a lookup`,
  };
}

/** A bag's sum is the sum of its rows taken one at a time, and not zero. */
function validatePooling(store: EmbeddingStore, dim: number, bag: Uint32Array): void {
  const [whole, row, sum] = [new Float32Array(dim), new Float32Array(dim), new Float32Array(dim)];
  store.pool(0, bag, Uint32Array.of(bag.length), whole);
  for (const slot of bag) {
    store.pool(0, Uint32Array.of(slot), Uint32Array.of(1), row);
    row.forEach((value, c) => (sum[c] += value));
  }
  if (sum.some((value, c) => value !== whole[c]) || whole.every((value) => value === 0))
    throw new Error('pool() answers wrong sums: nothing was timed');
}

/** Both engines on one MLP; they agree within 1e-5 before they are timed. */
async function denseCases(samples: number): Promise<readonly Case[]> {
  const spec = { inputWidth: 480, widths: WIDTHS, seed: 1, finalActivation: 'relu' } as const;
  const input = Float32Array.from({ length: samples * spec.inputWidth }, (_, i) => Math.sin(i));
  const flops = WIDTHS.reduce((sum, width, l) => sum + 2 * width * (l === 0 ? spec.inputWidth : WIDTHS[l - 1]), 0);
  const outputs: Float32Array[] = [];
  const cases: Case[] = [];
  for (const engineName of ['onnxruntime', 'wasm'] as const) {
    const engine = await createDenseEngine(engineName);
    const mlp = await engine.createMlp(spec);
    const output = new Float32Array(samples * mlp.outputWidth);
    await mlp.run(input, samples, output);
    outputs.push(output);
    cases.push({
      name: `MLP 480-${WIDTHS.join('-')} by ${engineName}, batch ${samples}`,
      work: flops * samples,
      run: () => mlp.run(input, samples, output),
      report: (rate) => `${(rate / 1e9).toFixed(1)} GFLOP/s`,
    });
  }
  if (outputs[0].some((value, i) => !(Math.abs(value - outputs[1][i]) < 1e-5)))
    throw new Error('the engines disagree: nothing was timed');
  return cases;
}
