export type FinalActivation = 'relu' | 'sigmoid';

/** Hidden layers end in ReLU; without widths the MLP passes its input on. */
export interface MlpSpec {
  readonly inputWidth: number;
  /** Widths of the layers, input left out. */
  readonly widths: readonly number[];
  readonly seed: number;
  readonly finalActivation: FinalActivation;
}

/** A multilayer perceptron with its weights. */
export interface Mlp {
  readonly inputWidth: number;
  readonly outputWidth: number;
  /**
   * Shapes: input [samples x inputWidth], output [samples x outputWidth], or longer. A sample's output has the same
   * bits whatever the batch. Not to be called again before the last call has ended.
   */
  run(input: Float32Array, samples: number, output: Float32Array): Promise<void> | void;
  dispose(): void;
}

/** Runs dense layers on one thread. Engines take the same weights from a seed and agree within 1e-5. */
export interface DenseEngine {
  readonly name: DenseEngineName;
  createMlp(spec: MlpSpec): Promise<Mlp>;
}

export type DenseEngineName = 'onnxruntime' | 'wasm';
