import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** Compiles the kernels' AssemblyScript source; the same compiler version gives the same bytes. Throws with the compiler's messages. */
export async function compileKernels(): Promise<Uint8Array> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const written = new Map<string, Uint8Array | string>();
  const messages: string[] = [];
  const { error } = await asc.main(
    [
      'assembly/index.ts',
      `--baseDir=${folder}`,
      '--outFile=kernels.wasm',
      '-O3',
      '--noAssert',
      '--runtime=stub',
      '--importMemory',
      '--noExportMemory',
      '--enable=simd',
      '--enable=relaxed-simd',
    ],
    {
      writeFile: (name, contents) => void written.set(name, contents),
      stderr: { write: (text) => void messages.push(String(text)) },
    },
  );
  const wasm = written.get('kernels.wasm');
  if (error !== null || !(wasm instanceof Uint8Array))
    throw new Error(`kernels did not compile: ${messages.join('')}`, { cause: error });
  return wasm;
}

/** The committed file. */
export const kernelsFile = new URL('./kernels.wasm', import.meta.url);

if (import.meta.main) {
  const wasm = await compileKernels();
  const before = await readFile(kernelsFile).catch(() => new Uint8Array());
  await writeFile(kernelsFile, wasm);
  process.stdout.write(
    `kernels.wasm: ${wasm.length} bytes, ${Buffer.compare(wasm, before) === 0 ? 'unchanged' : 'changed'}\n`,
  );
}
