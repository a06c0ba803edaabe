import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { createDenseEngine } from '../../../evaluator/runtime/dense-engine.ts';
import type { DenseEngine, MlpSpec } from '../../../evaluator/runtime/mlp.ts';
import { seedOf } from '../../../evaluator/runtime/kernels.ts';
import { createOnnxEngine } from '../../../evaluator/runtime/onnx-engine.ts';
import { uniformOf } from './row-values.ts';

/** In float64, from the weights' definition. */
function runReference(spec: MlpSpec, input: Float32Array, samples: number): number[] {
  let activations = Array.from({ length: samples }, (_, s) => [
    ...input.subarray(s * spec.inputWidth, (s + 1) * spec.inputWidth),
  ]);
  spec.widths.forEach((outputs, l) => {
    const inputs = l === 0 ? spec.inputWidth : spec.widths[l - 1];
    const seed = seedOf(`mlp ${spec.seed} layer ${l}`);
    const amplitude = Math.sqrt(6 / inputs);
    const sigmoid = l === spec.widths.length - 1 && spec.finalActivation === 'sigmoid';
    activations = activations.map((row) =>
      Array.from({ length: outputs }, (_, j) => {
        let sum = uniformOf(seed, 0xffffffff, j, amplitude / 10);
        row.forEach((x, k) => (sum += x * uniformOf(seed, k, j, amplitude)));
        return sigmoid ? 1 / (1 + Math.exp(-sum)) : Math.max(0, sum);
      }),
    );
  });
  return activations.flat();
}

const inputOf = (samples: number, width: number): Float32Array => {
  const random = seededRandom(samples, `input ${width}`);
  return Float32Array.from({ length: samples * width }, () => 2 * random.next() - 1);
};

const specs = fc.record({
  inputWidth: fc.integer({ min: 1, max: 90 }),
  widths: fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 4 }),
  seed: fc.nat(1000),
  finalActivation: fc.constantFrom('relu' as const, 'sigmoid' as const),
});

// Wide layers, where an engine blocks over inputs too.
const wide: MlpSpec = { inputWidth: 479, widths: [1024, 512, 1], seed: 3, finalActivation: 'sigmoid' };

async function greatestDifference(engine: DenseEngine, spec: MlpSpec, samples: number): Promise<number> {
  const mlp = await engine.createMlp(spec);
  expect(mlp.outputWidth).toBe(spec.widths.at(-1) ?? spec.inputWidth);
  const input = inputOf(samples, spec.inputWidth);
  const output = new Float32Array(samples * mlp.outputWidth).fill(NaN);
  await mlp.run(input, samples, output);
  const wanted = runReference(spec, input, samples);
  mlp.dispose();
  return wanted.reduce((greatest, value, i) => Math.max(greatest, Math.abs(value - output[i])), 0);
}

async function runAlone(
  engine: DenseEngine,
  spec: MlpSpec,
  samples: number,
): Promise<{ together: Float32Array; cut: Float32Array }> {
  const mlp = await engine.createMlp(spec);
  const input = inputOf(samples, spec.inputWidth);
  const together = new Float32Array(samples * mlp.outputWidth);
  await mlp.run(input, samples, together);
  const cut = new Float32Array(together.length);
  for (let from = 0, batch = 1; from < samples; from += batch, batch = (batch * 2) % 15) {
    const count = Math.min(batch, samples - from);
    await mlp.run(input.subarray(from * mlp.inputWidth), count, cut.subarray(from * mlp.outputWidth));
  }
  mlp.dispose();
  return { together, cut };
}

const onnx = await createOnnxEngine();
const wasm = await createDenseEngine('wasm');

// onnxruntime is an optional dependency: where it is missing there is nothing to hold to these laws.
describe.each(onnx === undefined ? [wasm] : [wasm, onnx])('$name', (engine) => {
  test('an MLP is within 1e-5 of its definition in float64', async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.integer({ min: 1, max: 9 }), async (spec, samples) => {
        expect(await greatestDifference(engine, spec, samples)).toBeLessThan(1e-5);
      }),
      { seed: 3, numRuns: 40 },
    );
    expect(await greatestDifference(engine, wide, 3)).toBeLessThan(1e-5);
  });

  test("a sample's output has the same bits in whatever batch it runs", async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.integer({ min: 2, max: 40 }), async (spec, samples) => {
        const { together, cut } = await runAlone(engine, spec, samples);
        expect(cut).toEqual(together);
      }),
      { seed: 4, numRuns: 25 },
    );
    const { together, cut } = await runAlone(engine, wide, 64);
    expect(cut).toEqual(together);
    expect(new Set(together).size).toBeGreaterThan(60);
  });

  test('seeds give different weights, and arrays that are too short are refused', async () => {
    const outputs = await Promise.all([1, 2].map((seed) => runAlone(engine, { ...wide, seed }, 2)));
    expect(outputs[0].together).not.toEqual(outputs[1].together);
    const mlp = await engine.createMlp({ ...wide, widths: [4] });
    await expect((async () => mlp.run(new Float32Array(479), 1, new Float32Array(3)))()).rejects.toThrow(
      '479 to 4 values',
    );
  });
});

test('a name gives the engine of that name', () => {
  expect(wasm.name).toBe('wasm');
});

test.skipIf(onnx === undefined)(
  'onnxruntime is taken where it is installed, and agrees with the kernels within 1e-5',
  async () => {
    const taken = await createDenseEngine();
    expect(taken.name).toBe('onnxruntime');
    const bottom: MlpSpec = { inputWidth: 13, widths: [512, 256, 128], seed: 8, finalActivation: 'relu' };
    for (const spec of [wide, bottom]) {
      const answers = [await runAlone(taken, spec, 20), await runAlone(wasm, spec, 20)];
      answers[0].together.forEach((value, i) => expect(Math.abs(value - answers[1].together[i])).toBeLessThan(1e-5));
    }
  },
);
