import type { DenseEngine, Mlp, MlpSpec } from './mlp.ts';
import { checkShapes, fillBias, fillWeights, layersOf, type Layer } from './dense-weights.ts';
import { aligned, createKernelMemory, type KernelMemory } from './kernels.ts';

/** The engine without dependencies: one thread, no fused multiply-add. */
export const createWasmEngine = (): DenseEngine => ({ name: 'wasm', createMlp });

const PANEL = 16;

interface PackedLayer extends Layer {
  /** Panels of 16 outputs; the last may hold outputs beyond the layer's own, which nobody reads. */
  readonly panels: number;
  /** Address of weights [panels][inputs][16]. */
  readonly weights: number;
  /** Address of biases [panels x 16]. */
  readonly bias: number;
}

async function createMlp(spec: MlpSpec): Promise<Mlp> {
  const { packed, end } = layOut(layersOf(spec));
  const scratchBytes = 4 * Math.max(spec.inputWidth, ...spec.widths);
  const memory = createKernelMemory(end + scratchBytes);
  for (const layer of packed) {
    for (let p = 0; p < layer.panels; p++)
      fillWeights(memory, layer, p * PANEL, PANEL, layer.weights + 4 * p * PANEL * layer.inputs, end);
    fillBias(memory, layer, layer.panels * PANEL, layer.bias, end);
  }
  return mlpOver(memory, spec, packed, end);
}

function layOut(layers: readonly Layer[]): { packed: readonly PackedLayer[]; end: number } {
  let end = 0;
  const packed = layers.map((layer) => {
    const panels = Math.ceil(layer.outputs / PANEL);
    const weights = end;
    const bias = weights + 4 * panels * PANEL * layer.inputs;
    end = aligned(bias + 4 * panels * PANEL);
    return { ...layer, panels, weights, bias };
  });
  return { packed, end };
}

function mlpOver(filled: KernelMemory, spec: MlpSpec, layers: readonly PackedLayer[], staging: number): Mlp {
  let memory: KernelMemory | undefined = filled;
  const { inputWidth, finalActivation } = spec;
  const outputWidth = spec.widths.at(-1) ?? inputWidth;
  const widest = Math.max(inputWidth, ...layers.map((layer) => layer.panels * PANEL));
  return {
    inputWidth,
    outputWidth,
    run(input, samples, output) {
      if (memory === undefined) throw new Error('The MLP was disposed of.');
      checkShapes(inputWidth, outputWidth, samples, input, output);
      const { calls } = memory;
      // Two areas of activations [samples][stride] take turns.
      const area = aligned(4 * samples * widest);
      memory.ensure(staging + 2 * area);
      let from = staging;
      let to = staging + area;
      let stride = inputWidth;
      memory.floats.set(input.subarray(0, samples * inputWidth), from / 4);
      layers.forEach((layer, l) => {
        const relu = l < layers.length - 1 || finalActivation === 'relu';
        calls.linear(from, stride, samples, layer.inputs, layer.weights, layer.bias, layer.panels, relu, to);
        stride = layer.panels * PANEL;
        [from, to] = [to, from];
      });
      copyRows(memory.floats, from / 4, stride, samples, outputWidth, output);
      if (layers.length > 0 && finalActivation === 'sigmoid')
        for (let i = 0; i < samples * outputWidth; i++) output[i] = 1 / (1 + Math.exp(-output[i]));
    },
    dispose() {
      memory = undefined;
    },
  };
}

/** The first `width` of each row's `stride` floats. */
function copyRows(
  floats: Float32Array,
  from: number,
  stride: number,
  rows: number,
  width: number,
  out: Float32Array,
): void {
  if (stride === width) out.set(floats.subarray(from, from + rows * width));
  else
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < width; c++) out[row * width + c] = floats[from + row * stride + c];
}
