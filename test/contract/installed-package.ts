import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

export interface InstalledPackage {
  /** A project of its own, with the package among its dependencies. */
  readonly folder: string;
  /** Runs a program in that folder with plain Node. */
  node(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Type-checks a TypeScript file of that folder, as a user's compiler would. */
  check(...files: readonly string[]): Promise<void>;
  remove(): void;
}

/** Packs this repository and installs the archive: its own dependencies alone beside it, taken from ours, no network. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'shardwright-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
  });
  // What the build prints comes before npm's own answer.
  const [{ filename }] = JSON.parse(stdout.slice(stdout.search(/^\[$/m))) as [{ filename: string }];
  const installed = join(folder, 'node_modules/shardwright');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
  const { dependencies, optionalDependencies } = manifest;
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), '@types/node']) link(folder, name);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: [] }));
  return {
    folder,
    node: (...args) => run(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }),
    check: async (...files) => {
      const options = Object.entries(COMPILER_OPTIONS).flatMap(([name, value]) => [`--${name}`, String(value)]);
      await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...files], {
        cwd: folder,
      }).catch((error: unknown) => {
        throw new Error((error as { readonly stdout?: string }).stdout ?? String(error));
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const COMPILER_OPTIONS = {
  target: 'es2024',
  lib: 'esnext',
  module: 'nodenext',
  types: 'node',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** An optional dependency may be missing on this platform. */
function link(folder: string, name: string): void {
  const from = join(ROOT, 'node_modules', name);
  const to = join(folder, 'node_modules', name);
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}
