import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DenseEngine, Mlp, MlpSpec } from './mlp.ts';
import { checkShapes, fillBias, fillWeights, layersOf, type Layer } from './dense-weights.ts';
import { aligned, createKernelMemory, gib } from './kernels.ts';
import { encodeMlp, type OnnxLayer } from './onnx-graph.ts';

type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>;

/** onnxruntime on one thread; undefined where its package or its binary is missing. */
export async function createOnnxEngine(): Promise<DenseEngine | undefined> {
  const runtime = await loadRuntime();
  return runtime && { name: 'onnxruntime', createMlp: (spec) => createMlp(runtime, spec) };
}

async function loadRuntime(): Promise<Runtime | undefined> {
  try {
    return await import('onnxruntime-node');
  } catch {
    // An optional dependency, without a binary on some platforms: the caller has another engine.
    return undefined;
  }
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

// A protobuf message may not be larger.
const GRAPH_LIMIT_BYTES = 2 ** 31 - 2 ** 20;

async function createMlp(runtime: Runtime, spec: MlpSpec): Promise<Mlp> {
  const layers = layersOf(spec);
  if (layers.length === 0) return identity(spec.inputWidth);
  const bytes = layers.reduce((sum, layer) => sum + 4 * (layer.inputs + 1) * layer.outputs, 0);
  if (bytes > GRAPH_LIMIT_BYTES)
    throw new RangeError(`An MLP of ${gib(bytes)} exceeds the 2 GiB of an ONNX file. Maybe use the engine \`wasm\`.`);
  const graph: OnnxLayer[] = [];
  for (const [l, layer] of layers.entries())
    graph.push({
      ...(await materialise(layer)),
      activation: l < layers.length - 1 || spec.finalActivation === 'relu' ? 'Relu' : 'Sigmoid',
    });
  const session = await runtime.InferenceSession.create(encodeMlp(graph), OPTIONS);
  return mlpOver(runtime, session, spec.inputWidth, layers[layers.length - 1].outputs);
}

/** The layer's weights, row by row, from the hash that the other engine uses too. */
async function materialise(layer: Layer): Promise<Omit<OnnxLayer, 'activation'>> {
  const { inputs, outputs } = layer;
  const bias = aligned(4 * inputs * outputs);
  const scratch = aligned(bias + 4 * outputs);
  const memory = createKernelMemory(scratch + 4 * inputs);
  fillWeights(memory, layer, 0, outputs, 0, scratch);
  fillBias(memory, layer, outputs, bias, scratch);
  const bytes = (from: number, count: number) => new Uint8Array(memory.words.buffer, from, 4 * count);
  return { inputs, outputs, weights: bytes(0, inputs * outputs), bias: bytes(bias, outputs) };
}

function mlpOver(runtime: Runtime, session: InferenceSession, inputWidth: number, outputWidth: number): Mlp {
  const batch = (values: Float32Array, samples: number, width: number): Tensor =>
    new runtime.Tensor('float32', values.subarray(0, samples * width), [samples, width]);
  return {
    inputWidth,
    outputWidth,
    async run(input, samples, output) {
      checkShapes(inputWidth, outputWidth, samples, input, output);
      await session.run({ x: batch(input, samples, inputWidth) }, { y: batch(output, samples, outputWidth) });
    },
    dispose() {
      void session.release();
    },
  };
}

const identity = (width: number): Mlp => ({
  inputWidth: width,
  outputWidth: width,
  run(input, samples, output) {
    checkShapes(width, width, samples, input, output);
    output.set(input.subarray(0, samples * width));
  },
  dispose() {},
});
