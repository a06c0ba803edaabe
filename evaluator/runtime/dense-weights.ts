import type { MlpSpec } from './mlp.ts';
import { dtypeCodes, seedOf, type KernelMemory } from './kernels.ts';

/** One fully connected layer. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Seed of the weights' hash. */
  readonly seed: number;
  /** Weights and biases are uniform in [-amplitude, amplitude). */
  readonly amplitude: number;
}

/** The layers of an MLP. Amplitude as in He et al. 2015 (ReLU keeps the scale of its input): sqrt(6 / inputs). */
export function layersOf(spec: MlpSpec): readonly Layer[] {
  return spec.widths.map((outputs, l) => {
    const inputs = l === 0 ? spec.inputWidth : spec.widths[l - 1];
    return { inputs, outputs, seed: seedOf(`mlp ${spec.seed} layer ${l}`), amplitude: Math.sqrt(6 / inputs) };
  });
}

// A row that no layer has: inputs are far fewer.
const BIAS_ROW = 0xffffffff;

/** Writes weights [inputs][columns] of columns columnStart and up to `out`; `scratch` takes 4 bytes an input. Addresses in bytes. */
export function fillWeights(
  memory: KernelMemory,
  layer: Layer,
  columnStart: number,
  columns: number,
  out: number,
  scratch: number,
): void {
  const { words, calls } = memory;
  for (let k = 0; k < layer.inputs; k++) words[scratch / 4 + k] = k;
  calls.fillRows(dtypeCodes.fp32, out, scratch, layer.inputs, layer.seed, columnStart, columns, layer.amplitude);
}

/** Writes the biases of columns [0, columns) to `out`. */
export function fillBias(memory: KernelMemory, layer: Layer, columns: number, out: number, scratch: number): void {
  memory.words[scratch / 4] = BIAS_ROW;
  // Smaller than the weights: inputs are.
  memory.calls.fillRows(dtypeCodes.fp32, out, scratch, 1, layer.seed, 0, columns, layer.amplitude / 10);
}

/** Refuses arrays that are too short. */
export function checkShapes(
  inputs: number,
  outputs: number,
  samples: number,
  input: Float32Array,
  output: Float32Array,
): void {
  if (input.length < samples * inputs || output.length < samples * outputs)
    throw new RangeError(
      `${samples} samples of ${inputs} to ${outputs} values do not fit arrays of ${input.length} and ${output.length}.`,
    );
}
