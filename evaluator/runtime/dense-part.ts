import type { Dense, Model, Table } from '../../domain/model.ts';
import type { DenseEngine } from './mlp.ts';
import { createInteraction } from './interaction.ts';

/** The layers that the main shard runs around the pooled vectors. */
export interface DensePart {
  /** Bottom MLP over dense [samples x inputFeatures]; returns [samples x its width]. */
  runBottom(dense: Float32Array, samples: number): Promise<Float32Array>;
  /** Joins the vectors, runs interaction and top MLP; returns scores [samples x scores a sample]. `blocks` are pooledBlocks. */
  runTop(bottom: Float32Array, blocks: readonly Float32Array[], samples: number): Promise<Float32Array>;
  dispose(): void;
}

/** Creates the dense part of a model with seeded weights. */
export async function createDensePart(
  model: Model & { dense: Dense },
  engine: DenseEngine,
  seed: number,
): Promise<DensePart> {
  const { inputFeatures, bottomMlp, topMlp } = model.dense;
  const bottom = await engine.createMlp({
    inputWidth: inputFeatures,
    widths: bottomMlp,
    seed,
    finalActivation: 'relu',
  });
  const interaction = await createInteraction(model);
  const top = await engine.createMlp({
    inputWidth: interaction.outputWidth,
    widths: topMlp,
    // Another seed, so that equal layers of the two MLPs do not share weights.
    seed: (seed + 1) | 0,
    finalActivation: 'sigmoid',
  });
  // Kept from batch to batch, as a server would: fresh pages cost more than the copying.
  const [joinedBuffer, crossedBuffer] = [createScratch(), createScratch()];
  return {
    async runBottom(dense, samples) {
      const output = new Float32Array(samples * bottom.outputWidth);
      await bottom.run(dense, samples, output);
      return output;
    },
    async runTop(bottomOutput, blocks, samples) {
      const joined = joinedBuffer(samples * interaction.inputWidth);
      joinVectors(model.tables, bottomOutput, blocks, samples, joined);
      const crossed = crossedBuffer(samples * interaction.outputWidth);
      interaction.run(joined, samples, crossed);
      const scores = new Float32Array(samples * top.outputWidth);
      await top.run(crossed, samples, scores);
      return scores;
    },
    dispose() {
      bottom.dispose();
      interaction.dispose();
      top.dispose();
    },
  };
}

/** A buffer that grows as needed; what it held is overwritten by its next user. */
export function createScratch(): (length: number) => Float32Array {
  let buffer = new Float32Array(0);
  return (length) => {
    if (buffer.length < length) buffer = new Float32Array(length);
    return buffer.subarray(0, length);
  };
}

/** joined is [sample][bottom output, then each feature's vector]; a request-level vector repeats for every sample. */
function joinVectors(
  tables: readonly Table[],
  bottom: Float32Array,
  blocks: readonly Float32Array[],
  samples: number,
  joined: Float32Array,
): void {
  const width = joined.length / samples;
  const bottomWidth = bottom.length / samples;
  copyStrided(bottom, 0, bottomWidth, bottomWidth, joined, 0, width, samples);
  let column = bottomWidth;
  tables.forEach(({ dim, features, lookupsPer }, t) => {
    const perRequest = lookupsPer === 'request';
    for (let f = 0; f < features.length; f++) {
      const from = f * dim * (perRequest ? 1 : samples);
      copyStrided(blocks[t], from, perRequest ? 0 : dim, dim, joined, column, width, samples);
      column += dim;
    }
  });
}

/** Copies `count` runs of `length` values; runs begin `fromStride` and `toStride` values apart. */
export function copyStrided(
  source: Float32Array,
  from: number,
  fromStride: number,
  length: number,
  target: Float32Array,
  to: number,
  toStride: number,
  count: number,
): void {
  for (let run = 0; run < count; run++) {
    const fromAt = from + run * fromStride;
    const toAt = to + run * toStride;
    for (let i = 0; i < length; i++) target[toAt + i] = source[fromAt + i];
  }
}
