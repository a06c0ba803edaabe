// SparseLengthsSum against what an expert would hold it to: C at -O3 -march=native with prefetch, and PyTorch's EmbeddingBag.
// Run: node bench/runtime/pooling-against-peers.ts [--mebibytes 1,32,512] [--dims 64] [--dtypes fp32] [--poolings 1,10,80]
//   [--rounds 24] [--json FILE]; SHARDWRIGHT_TORCH_PYTHON names a Python that has torch.
// All peers pool the same rows by the same slots, in turns within one run, each in a process of its own on one thread, and
// are timed by that thread's CPU clock. Every answer is held to a float64 reference before anything is timed.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Dtype } from '../../domain/model.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { startPeer, type PeerProcess } from './peer-process.ts';
import { benchTable, writeCase, type PoolingShape } from './pooling-case.ts';
import { validateAnswer } from './pooling-reference.ts';

const { values: options } = parseArgs({
  options: {
    mebibytes: { type: 'string', default: '1,32,512' },
    dims: { type: 'string', default: '64' },
    dtypes: { type: 'string', default: 'fp32' },
    poolings: { type: 'string', default: '1,10,80' },
    rounds: { type: 'string', default: '24' },
    peers: { type: 'string', default: 'kernel,store,kernel-revec,c,c-plain,torch' },
    json: { type: 'string' },
  },
});
const ROUNDS = Number(options.rounds);
const CALLS_A_RUN = 8;
const LOOKUPS_A_CALL = 2560;
// Calls of every run's untimed start, which brings a small table and the answer's memory back into the caches.
const WARM_CALLS = 8;

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'shardwright-bench-'));
const wanted = options.peers.split(',');

function compileC(): string {
  const program = join(scratch, 'sparse-lengths-sum');
  execFileSync('cc', ['-O3', '-march=native', '-mprefer-vector-width=512', '-o', program, here('sparse-lengths-sum.c')]);
  return program;
}
const c = compileC();
const kernelsOverride = process.env['KERNEL_PEERS']?.split(',') ?? [];
const starters: Record<string, () => PeerProcess> = {
  kernel: () => startPeer('kernel', process.execPath, [here('pooling-peer.ts'), 'kernel']),
  store: () => startPeer('store', process.execPath, [here('pooling-peer.ts'), 'store']),
  'kernel-revec': () => startPeer('kernel-revec', process.execPath, ['--experimental-wasm-revectorize', here('pooling-peer.ts'), 'kernel']),
  c: () => startPeer('c', c, []),
  'c-plain': () => startPeer('c-plain', c, []),
  torch: () => startPeer('torch', process.env['SHARDWRIGHT_TORCH_PYTHON']!, [here('embedding_bag.py')]),
};
kernelsOverride.forEach((path, i) => { starters[`k${i}`] = () => startPeer(`k${i}`, process.execPath, [path, 'kernel']); });
const peers = [...wanted, ...kernelsOverride.map((_, i) => `k${i}`)].map((name) => starters[name]());
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

for (const dtype of options.dtypes.split(',') as Dtype[])
  for (const dim of options.dims.split(',').map(Number))
    for (const mebibytes of options.mebibytes.split(',').map(Number))
      for (const pooling of options.poolings.split(',').map(Number)) {
        const bytes = rowBytes(benchTable(dtype, dim));
        const shape: PoolingShape = { dtype, width: dim, rows: Math.floor((mebibytes * 2 ** 20) / bytes), pooling,
          lookups: LOOKUPS_A_CALL, calls: WARM_CALLS + ROUNDS * CALLS_A_RUN };
        const { folder, loadLine, slots } = await writeCase(shape);
        const rows = readFileSync(join(folder, 'rows.bin'));
        for (const peer of peers) {
          const suffix = peer.name === 'c' ? ' 16' : peer.name === 'c-plain' ? ' 0' : '';
          await peer.ask(loadLine + suffix);
          await peer.ask('run 0 0 1');
          await peer.ask(`write ${join(folder, 'answer.bin')}`);
          const read = readFileSync(join(folder, 'answer.bin'));
          validateAnswer(peer.name, rows, bytes, dtype, dim, pooling, slots.subarray(0, LOOKUPS_A_CALL), new Float32Array(read.buffer, read.byteOffset, read.length / 4));
        }
        rmSync(folder, { recursive: true });
        for (let i = 0; i < 20; i++) for (const peer of peers) await peer.ask(`run ${WARM_CALLS} 0 0`);
        const seconds = peers.map((): number[] => []);
        for (let round = 0; round < ROUNDS; round++)
          for (const [p, peer] of peers.entries()) {
            seconds[p].push(Number(await peer.ask(`run ${WARM_CALLS} ${WARM_CALLS + round * CALLS_A_RUN} ${CALLS_A_RUN}`)));
          }
        const perLookup = CALLS_A_RUN * LOOKUPS_A_CALL;
        const base = peers.findIndex((p) => p.name === 'c');
        console.log(`${dtype} dim ${dim} ${mebibytes} MiB pooling ${pooling}: ` + peers.map((p, i) =>
          `${p.name} ${(median(seconds[i]) / perLookup * 1e9).toFixed(1)} ns ${(perLookup * bytes / median(seconds[i]) / 1e9).toFixed(1)} GB/s (${median(seconds[base].map((s, r) => s / seconds[i][r])).toFixed(2)})`).join('; '));
      }
for (const peer of peers) peer.stop();
rmSync(scratch, { recursive: true });
