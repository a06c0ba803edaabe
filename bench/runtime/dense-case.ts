import type { MlpSpec } from '../../evaluator/runtime/mlp.ts';

/** The MLP of layers of these widths, inputs first. */
export const mlpOf = ([inputWidth, ...widths]: readonly number[]): MlpSpec => ({
  inputWidth,
  widths,
  seed: 1,
  finalActivation: 'relu',
});

export const inputOf = (samples: number, width: number): Float32Array =>
  Float32Array.from({ length: samples * width }, (_, i) => Math.sin(i));
