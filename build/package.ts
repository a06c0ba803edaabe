import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildPage } from '../web/build.ts';

// npm run build: the package as JavaScript with declarations in dist/. Node runs TypeScript in a clone, but not inside node_modules.

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** Files that the sources find beside themselves, at the same places in dist/. */
const DATA = [
  'fixtures/fleets.json',
  'fixtures/models',
  'fixtures/README.md',
  'evaluator/runtime/kernels/kernels.wasm',
  'web/dist',
  ...globSync('api/store/template/*.tar.zst', { cwd: ROOT }),
];

rmSync(DIST, { recursive: true, force: true });
const compiler = join(ROOT, 'node_modules/ts7/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (status !== 0) throw new Error(`the compiler ended with status ${status}`);
for (const file of globSync('**/*.{js,d.ts}', { cwd: DIST })) retarget(join(DIST, file));
await buildPage();
for (const path of DATA) cpSync(join(ROOT, path), join(DIST, path), { recursive: true });

/** The compiler rewrites imports, not URLs of worker files, nor what declarations import. */
function retarget(file: string): void {
  const source = readFileSync(file, 'utf8');
  const pattern = file.endsWith('.d.ts')
    ? /((?:from|import\()\s*['"])(\.[^'"]+)\.ts(?=['"])/g
    : /(new URL\(\s*['"])(\.[^'"]+)\.ts(?=['"])/g;
  const rewritten = source.replaceAll(pattern, (_, before: string, path: string) => {
    if (!existsSync(join(dirname(file), `${path}.js`))) throw new Error(`${file}: ${path}.ts was not built`);
    return `${before}${path}.js`;
  });
  if (rewritten !== source) writeFileSync(file, rewritten);
}
