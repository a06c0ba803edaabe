import type { DenseEngine, DenseEngineName } from './mlp.ts';
import { createOnnxEngine } from './onnx-engine.ts';
import { createWasmEngine } from './wasm-engine.ts';

/** onnxruntime where it is installed, else the WASM kernels; a name asks for one. Throws where the one asked for is not installed. */
export async function createDenseEngine(choice?: DenseEngineName): Promise<DenseEngine> {
  if (choice === 'wasm') return createWasmEngine();
  const engine = await createOnnxEngine();
  if (engine !== undefined) return engine;
  if (choice === 'onnxruntime')
    throw new Error('onnxruntime-node, an optional dependency, is not installed here. Maybe use the engine `wasm`.');
  return createWasmEngine();
}
