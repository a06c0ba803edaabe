// The kernels against what an expert would hold them to: C at -O3 -march=native with prefetch, PyTorch's EmbeddingBag and
// Linear, onnxruntime. Every peer runs in a process of its own on one thread and is timed by that thread's CPU clock;
// contestants of a case take turns within one run. All pool the same rows by the same slots, uniform over the table: the
// hardest case for the caches. Answers are held to a float64 reference before anything is timed.
// Run: node bench/runtime/against-peers.ts [--rounds 40] [--mebibytes 1,32,512] [--only pooling,dtypes,dense,setUp]
//   [--quick] [--json FILE]; sizes are those of the tables as fp32
// SHARDWRIGHT_TORCH_PYTHON names a Python that has torch.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { denseAgainstPeers } from './dense-against-peers.ts';
import { findPeers } from './peers.ts';
import { dtypesAgainstFp32, poolingAgainstPeers } from './pooling-against-peers.ts';
import { setUpTimes } from './set-up-times.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    mebibytes: { type: 'string', default: '1,32,512' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'pooling,dtypes,dense,setUp' },
    json: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const mebibytes = options.mebibytes.split(',').map(Number);
const parts = options.only.split(',');
const scratch = mkdtempSync(join(tmpdir(), 'shardwright-bench-'));
const peers = await findPeers(scratch);
const environment = {
  cpu: cpus()[0].model.trim(),
  cores: availableParallelism(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  ...peers.versions,
  date: new Date().toISOString(),
  loadAverageAtStart: loadavg()[0],
};
console.log(environment);
const results = {
  pooling: parts.includes('pooling') ? await poolingAgainstPeers(peers, rounds, mebibytes, options.quick) : [],
  dtypes: parts.includes('dtypes') ? await dtypesAgainstFp32(peers, rounds, mebibytes, options.quick) : [],
  dense: parts.includes('dense') ? await denseAgainstPeers(peers, rounds) : [],
  setUp: parts.includes('setUp') ? await setUpTimes() : [],
};
rmSync(scratch, { recursive: true });
const report = { environment: { ...environment, loadAverageAtEnd: loadavg()[0], rounds }, ...results };
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, undefined, 1)}\n`);
