import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillBias, fillWeights, layersOf } from '../../evaluator/runtime/dense-weights.ts';
import { createOnnxEngine } from '../../evaluator/runtime/onnx-engine.ts';
import { aligned, createKernelMemory } from '../../evaluator/runtime/kernels.ts';
import { inputOf, mlpOf } from './dense-case.ts';
import { describe, timeInTurns, type Entry, type Timing } from './interleaved-rounds.ts';
import { startPeer, type PeerProcess } from './peer-process.ts';
import type { Peers } from './peers.ts';

/** An MLP on one thread: nanoseconds of each contestant for a million floating-point operations. */
export interface DenseResult {
  readonly widths: readonly number[];
  readonly batch: number;
  readonly base: string;
  readonly timings: readonly Timing[];
}

const WIDTHS = [480, 1024, 1024, 512, 256];
const FLOPS_PER_SAMPLE = WIDTHS.slice(1).reduce((sum, width, l) => sum + 2 * width * WIDTHS[l], 0);
// As test/evaluator/runtime/dense-engine.test.ts has it for outputs of order 1.
const TOLERANCE = 1e-5;

/** The WASM kernels against onnxruntime and PyTorch's Linear, with the same weights. */
export async function denseAgainstPeers(peers: Peers, rounds: number): Promise<DenseResult[]> {
  const results: DenseResult[] = [];
  for (const batch of [1, 32, 256]) {
    const entries = await loadEntries(peers, batch);
    const calls = Math.max(1, Math.round(64 / batch));
    const timings = await timeInTurns(entries, 'wasm', {
      rounds,
      warmCalls: 1,
      calls,
      freshCalls: false,
      workPerCall: (batch * FLOPS_PER_SAMPLE) / 1e6,
    });
    for (const { peer } of entries) peer.stop();
    console.log(`MLP ${WIDTHS.join('-')}, batch ${batch}; ratios to wasm`);
    console.log(describe(timings, 'a MFLOP'));
    results.push({ widths: WIDTHS, batch, base: 'wasm', timings });
  }
  return results;
}

async function loadEntries(peers: Peers, batch: number): Promise<Entry[]> {
  const program = fileURLToPath(new URL('dense-peer.ts', import.meta.url));
  const node = (engine: string, ...flags: string[]): PeerProcess =>
    startPeer(engine, process.execPath, [...flags, program, engine]);
  const entries: Entry[] = [
    { name: 'wasm', peer: node('wasm') },
    { name: 'wasm revectorized', peer: node('wasm', '--experimental-wasm-revectorize') },
  ];
  if ((await createOnnxEngine()) !== undefined) entries.push({ name: 'onnxruntime', peer: node('onnxruntime') });
  const torch = peers.start('torch');
  if (torch !== undefined) entries.push({ name: 'torch Linear', peer: torch });
  const folder = mkdtempSync(join(tmpdir(), 'shardwright-bench-'));
  writeFileSync(join(folder, 'mlp.bin'), await weightsOf());
  writeFileSync(join(folder, 'x.bin'), inputOf(batch, WIDTHS[0]));
  let reference: Float32Array | undefined;
  for (const { name, peer } of entries) {
    await peer.ask(['load mlp', folder, batch, ...WIDTHS].join(' '));
    await peer.ask('run 0 0 1');
    await peer.ask(`write ${join(folder, 'answer.bin')}`);
    const bytes = readFileSync(join(folder, 'answer.bin'));
    const answer = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    reference ??= answer;
    if (
      answer.length !== batch * WIDTHS[WIDTHS.length - 1] ||
      answer.some((value, i) => !(Math.abs(value - reference![i]) < TOLERANCE))
    )
      throw new Error(`${name} disagrees with ${entries[0].name}: nothing was timed.`);
  }
  rmSync(folder, { recursive: true });
  return entries;
}

/** Each layer's weights [inputs][outputs], then its biases. */
async function weightsOf(): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const layer of layersOf(mlpOf(WIDTHS))) {
    const biasAt = aligned(4 * layer.inputs * layer.outputs);
    const scratch = aligned(biasAt + 4 * layer.outputs);
    const memory = createKernelMemory(scratch + 4 * layer.inputs);
    fillWeights(memory, layer, 0, layer.outputs, 0, scratch);
    fillBias(memory, layer, layer.outputs, biasAt, scratch);
    const bytes = (from: number, count: number) => new Uint8Array(memory.words.buffer, from, 4 * count);
    parts.push(bytes(0, layer.inputs * layer.outputs), bytes(biasAt, layer.outputs));
  }
  return Buffer.concat(parts);
}
