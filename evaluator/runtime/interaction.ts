import { interactionWidth, type Dense, type Model } from '../../domain/model.ts';
import { checkShapes } from './dense-weights.ts';
import { aligned, createKernelMemory, type KernelMemory } from './kernels.ts';

/** Joins the bottom MLP's output and the pooled vectors into the top MLP's input. */
export interface Interaction {
  /** Values of a sample: the bottom MLP's output, then each feature's vector in the model's order of tables and features. */
  readonly inputWidth: number;
  /** `interactionWidth` of the model. */
  readonly outputWidth: number;
  /** Shapes: joined [samples x inputWidth], out [samples x outputWidth], or longer. Deterministic for each sample. */
  run(joined: Float32Array, samples: number, out: Float32Array): void;
  dispose(): void;
}

/**
 * `dot`: the bottom MLP's output followed by the products of all pairs of vectors, (1, 0), (2, 0), (2, 1), ...
 * `cat`: the values themselves, or with a stride their means over windows of that width.
 * Source: DLRM (Naumov et al. 2019), section 2.1.4; lower triangle in the order of its reference code.
 */
export async function createInteraction(model: Model & { dense: Dense }): Promise<Interaction> {
  const { interaction } = model.dense;
  const bottom = model.dense.bottomMlp.at(-1) ?? model.dense.inputFeatures;
  const inputWidth = model.tables.reduce((sum, table) => sum + table.features.length * table.dim, bottom);
  const outputWidth = interactionWidth(model);
  const stride = interaction.kind === 'cat' ? (interaction.stride ?? 1) : undefined;
  if (stride === 1) return concatenation(inputWidth);
  return overKernel(createKernelMemory(0), inputWidth, outputWidth, (memory, samples, out) => {
    if (stride === undefined) memory.calls.dotInteraction(0, samples, inputWidth / bottom, bottom, out);
    else memory.calls.averageWindows(0, samples, inputWidth, stride, out);
  });
}

function overKernel(
  created: KernelMemory,
  inputWidth: number,
  outputWidth: number,
  compute: (memory: KernelMemory, samples: number, out: number) => void,
): Interaction {
  let memory: KernelMemory | undefined = created;
  return {
    inputWidth,
    outputWidth,
    run(joined, samples, out) {
      if (memory === undefined) throw new Error('The interaction was disposed of.');
      checkShapes(inputWidth, outputWidth, samples, joined, out);
      const outAt = aligned(4 * samples * inputWidth);
      memory.ensure(outAt + 4 * samples * outputWidth);
      memory.floats.set(joined.subarray(0, samples * inputWidth));
      compute(memory, samples, outAt);
      out.set(memory.floats.subarray(outAt / 4, outAt / 4 + samples * outputWidth));
    },
    dispose() {
      memory = undefined;
    },
  };
}

const concatenation = (width: number): Interaction => ({
  inputWidth: width,
  outputWidth: width,
  run(joined, samples, out) {
    checkShapes(width, width, samples, joined, out);
    out.set(joined.subarray(0, samples * width));
  },
  dispose() {},
});
