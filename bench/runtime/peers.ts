import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPeer, type PeerProcess } from './peer-process.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export type PeerKind = 'kernel' | 'revectorized' | 'store' | 'c' | 'c-no-prefetch' | 'torch';

/** Starts peers; those that this machine lacks (a C compiler, a Python with torch) are undefined. */
export interface Peers {
  start(kind: PeerKind): PeerProcess | undefined;
  /** What the compiler and the Python say that they are. */
  readonly versions: Readonly<Record<string, string>>;
}

/** `scratch` is a folder for the compiled program. */
export async function findPeers(scratch: string): Promise<Peers> {
  const c = compileC(scratch);
  const python = pythonWithTorch();
  const versions: Record<string, string> = {};
  if (c !== undefined) versions['c'] = c.version;
  if (python !== undefined) {
    const torch = startPeer('torch', python, [here('embedding_bag.py')]);
    versions['torch'] = await torch.ask('version');
    torch.stop();
  }
  return {
    versions,
    start(kind) {
      if (kind === 'kernel') return kernel();
      if (kind === 'revectorized') return kernel('--experimental-wasm-revectorize');
      if (kind === 'store') return startPeer(kind, process.execPath, [here('pooling-peer.ts'), 'store']);
      if (kind === 'torch')
        return python === undefined ? undefined : startPeer(kind, python, [here('embedding_bag.py')]);
      return c === undefined ? undefined : startPeer(kind, c.program, []);
    },
  };
}

function compileC(scratch: string): { program: string; version: string } | undefined {
  const program = join(scratch, 'sparse-lengths-sum');
  const flags = ['-O3', '-march=native', '-mprefer-vector-width=512'];
  try {
    execFileSync('cc', [...flags, '-o', program, here('sparse-lengths-sum.c')]);
    const version = execFileSync('cc', ['--version'], { encoding: 'utf8' }).split('\n')[0];
    return { program, version: `${version} ${flags.join(' ')}` };
  } catch {
    console.log('No C compiler that knows -march=native: the comparison with C is left out.');
    return undefined;
  }
}

const kernel = (...flags: string[]): PeerProcess =>
  startPeer('kernel', process.execPath, [...flags, here('pooling-peer.ts'), 'kernel']);

/** SHARDWRIGHT_TORCH_PYTHON, or the Python of bench/peers' environment. */
function pythonWithTorch(): string | undefined {
  const named = process.env['SHARDWRIGHT_TORCH_PYTHON'] ?? here('../peers/.venv/bin/python');
  if (existsSync(named)) {
    try {
      execFileSync(named, ['-c', 'import torch'], { stdio: 'ignore' });
      return named;
    } catch {
      // Said below.
    }
  }
  console.log('No Python with torch (SHARDWRIGHT_TORCH_PYTHON): the comparison with PyTorch is left out.');
  return undefined;
}
