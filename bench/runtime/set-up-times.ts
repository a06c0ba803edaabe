import type { Dtype } from '../../domain/model.ts';
import { compactTrace } from '../../evaluator/runtime/compact-trace.ts';
import { createEmbeddingStore } from '../../evaluator/runtime/embedding-store.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { loadModelFixture } from '../../api/fixtures.ts';
import { benchTable } from './pooling-case.ts';

/** What it takes until the first request can be served: CPU seconds of the calling thread. */
export type SetUpTimes =
  | {
      readonly step: 'fill';
      readonly dtype: Dtype;
      readonly dim: number;
      readonly bytes: number;
      readonly seconds: number;
      readonly gigabytesPerSecond: number;
    }
  | {
      readonly step: 'trace';
      readonly model: string;
      readonly requests: number;
      readonly lookups: number;
      readonly touchedRows: number;
      readonly rowBytes: number;
      readonly sampleNanosecondsPerLookup: number;
      readonly compactNanosecondsPerLookup: number;
      readonly fillSeconds: number;
    };

const FILL_BYTES = 256 * 2 ** 20;
const REPEATS = 5;
const REQUESTS = 300;

/** Medians of a few repeats: filling a store's rows from the hash, and sampling and compacting the traces of three models. */
export async function setUpTimes(): Promise<SetUpTimes[]> {
  const clock = await createThreadCpuClock();
  const results: SetUpTimes[] = [];
  for (const dtype of ['fp32', 'fp16', 'int8', 'int4'] as const) results.push(await fillTime(dtype, 64, clock));
  for (const model of ['drm1', 'criteo-terabyte-dcnv2', 'synthetic-medium'])
    results.push(await traceTimes(model, clock));
  for (const result of results) console.log(JSON.stringify(result));
  return results;
}

async function fillTime(dtype: Dtype, dim: number, clock: () => number): Promise<SetUpTimes> {
  const table = benchTable(dtype, dim);
  const bytesOfRow = { fp32: 4 * dim, fp16: 2 * dim, int8: dim + 4, int4: dim / 2 + 4 }[dtype];
  const rowIds = Uint32Array.from({ length: Math.floor(FILL_BYTES / bytesOfRow) }, (_, row) => row);
  const times: number[] = [];
  let bytes = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const start = clock();
    const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: dim, rowIds }]);
    times.push((clock() - start) / 1000);
    bytes = store.bytes;
    store.dispose();
  }
  const seconds = median(times);
  return { step: 'fill', dtype, dim, bytes, seconds, gigabytesPerSecond: bytes / seconds / 1e9 };
}

async function traceTimes(name: string, clock: () => number): Promise<SetUpTimes> {
  const { model, workload } = loadModelFixture(name);
  const [sampling, compacting, filling]: [number[], number[], number[]] = [[], [], []];
  let [lookups, touchedRows, rowBytes] = [0, 0, 0];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const start = clock();
    const trace = synthesizeTrace(model, workload, { requests: REQUESTS, seed: 1 });
    const sampled = clock();
    const compact = compactTrace(model, trace, workload.batchSize);
    const slices = model.tables.map((table, t) => {
      const { rowIds } = compact.table(t, 'shuffled');
      return { table, columnStart: 0, columnEnd: table.dim, rowIds };
    });
    const compacted = clock();
    const store = await createEmbeddingStore(slices);
    filling.push((clock() - compacted) / 1000);
    lookups = trace.requests.reduce(
      (sum, { features }) => sum + features.reduce((inner, { indices }) => inner + indices.length, 0),
      0,
    );
    touchedRows = slices.reduce((sum, { rowIds }) => sum + rowIds.length, 0);
    rowBytes = store.bytes;
    sampling.push(((sampled - start) * 1e6) / lookups);
    compacting.push(((compacted - sampled) * 1e6) / lookups);
    store.dispose();
  }
  return {
    step: 'trace',
    model: name,
    requests: REQUESTS,
    lookups,
    touchedRows,
    rowBytes,
    sampleNanosecondsPerLookup: median(sampling),
    compactNanosecondsPerLookup: median(compacting),
    fillSeconds: median(filling),
  };
}

const median = (values: readonly number[]): number =>
  Number(values.toSorted((a, b) => a - b)[values.length >> 1].toPrecision(3));
