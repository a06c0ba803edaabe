import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernels, kernelsFile } from '../../../evaluator/runtime/kernels/build.ts';

test('the committed kernels.wasm is what its source compiles to', async () => {
  const [compiled, committed] = await Promise.all([compileKernels(), readFile(kernelsFile)]);
  expect(Buffer.compare(compiled, committed)).toBe(0);
}, 60_000);
