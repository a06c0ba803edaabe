import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dtype } from '../../domain/model.ts';
import { describe, timeInTurns, type Entry, type Timing } from './interleaved-rounds.ts';
import type { PeerProcess } from './peer-process.ts';
import type { PeerKind, Peers } from './peers.ts';
import { writeCase, type CaseFiles, type PoolingShape } from './pooling-case.ts';
import { validateAnswer } from './pooling-reference.ts';

/** SparseLengthsSum of one table: what each contestant took for a lookup. */
export interface PoolingResult {
  readonly dim: number;
  readonly rows: number;
  /** Of the table as fp32. */
  readonly fp32MiB: number;
  readonly pooling: number;
  /** `ratioToBase` is over this contestant's time. */
  readonly base: string;
  readonly timings: readonly Timing[];
}

interface Contestant {
  readonly kind: PeerKind;
  readonly dtype: Dtype;
}

const CALLS_A_RUN = 8;
const LOOKUPS_A_CALL = 2560;

/** fp32 against C with prefetch and PyTorch's EmbeddingBag. */
export async function poolingAgainstPeers(
  peers: Peers,
  rounds: number,
  mebibytes: readonly number[],
  quick: boolean,
): Promise<PoolingResult[]> {
  const kinds: readonly PeerKind[] = ['c', 'c-no-prefetch', 'torch', 'kernel', 'revectorized', 'store'];
  const contestants = kinds.map((kind) => ({ kind, dtype: 'fp32' as const }));
  const results: PoolingResult[] = [];
  for (const dim of quick ? [64] : [64, 32, 128])
    for (const size of mebibytes)
      for (const pooling of dim === 64 ? [1, 10, 80] : [10])
        results.push(await runCase(peers, contestants, 'c fp32', dim, (size * 2 ** 18) / dim, pooling, rounds));
  return results;
}

/** Rows of other types against as many fp32 rows, and against C and PyTorch on the same rows. */
export async function dtypesAgainstFp32(
  peers: Peers,
  rounds: number,
  mebibytes: readonly number[],
  quick: boolean,
): Promise<PoolingResult[]> {
  const dtypes: readonly Dtype[] = ['fp32', 'fp16', 'int8', 'int4'];
  const contestants = [
    ...dtypes.map((dtype) => ({ kind: 'kernel' as const, dtype })),
    ...dtypes.slice(1).map((dtype) => ({ kind: 'c' as const, dtype })),
    // Its fp16 answers are fp16: not the same sums.
    ...dtypes.slice(2).map((dtype) => ({ kind: 'torch' as const, dtype })),
  ];
  const results: PoolingResult[] = [];
  for (const size of mebibytes)
    for (const pooling of quick ? [10] : [1, 10, 80])
      results.push(await runCase(peers, contestants, 'kernel fp32', 64, size * 4096, pooling, rounds));
  return results;
}

async function runCase(
  peers: Peers,
  contestants: readonly Contestant[],
  base: string,
  dim: number,
  rows: number,
  pooling: number,
  rounds: number,
): Promise<PoolingResult> {
  const calls = CALLS_A_RUN * (1 + rounds);
  const entries: Entry[] = [];
  for (const [dtype, kinds] of Map.groupBy(contestants, (contestant) => contestant.dtype)) {
    const shape = { dtype, width: dim, rows, pooling, lookups: LOOKUPS_A_CALL, calls };
    const files = await writeCase(shape);
    for (const { kind } of kinds) {
      const peer = await loadPeer(peers, kind, shape, files);
      if (peer !== undefined) entries.push({ name: `${kind} ${dtype}`, peer });
    }
    rmSync(files.folder, { recursive: true });
  }
  const timings = await timeInTurns(entries, entries.some(({ name }) => name === base) ? base : entries[0].name, {
    rounds,
    warmCalls: CALLS_A_RUN,
    calls: CALLS_A_RUN,
    freshCalls: true,
    workPerCall: LOOKUPS_A_CALL,
  });
  for (const { peer } of entries) peer.stop();
  const fp32MiB = (rows * dim) / 2 ** 18;
  console.log(`${rows} rows of ${dim} (${fp32MiB} MiB as fp32), ${pooling} a bag; ratios to ${base}`);
  console.log(describe(timings, 'a lookup'));
  return { dim, rows, fp32MiB, pooling, base, timings };
}

/** Starts a peer on a case and holds its first answer to the float64 reference. Undefined where the machine lacks it. */
async function loadPeer(
  peers: Peers,
  kind: PeerKind,
  shape: PoolingShape,
  { folder, loadLine, slots }: CaseFiles,
): Promise<PeerProcess | undefined> {
  const peer = peers.start(kind);
  if (peer === undefined) return undefined;
  const prefetchRows = kind === 'c' ? ' 16' : kind === 'c-no-prefetch' ? ' 0' : '';
  await peer.ask(loadLine + prefetchRows);
  await peer.ask('run 0 0 1');
  const answerFile = join(folder, 'answer.bin');
  await peer.ask(`write ${answerFile}`);
  const answer = readFileSync(answerFile);
  validateAnswer(
    `${kind} ${shape.dtype}`,
    join(folder, 'rows.bin'),
    shape,
    slots.subarray(0, shape.lookups),
    new Float32Array(answer.buffer, answer.byteOffset, answer.length / 4),
  );
  return peer;
}
