import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ShellBlock } from './shell-blocks.ts';

/** What a reader would have: a clone with its packages installed, and a shell in it. */
export interface Shell {
  /** Runs a block to its end; a server is left running once it answers. Rejects with the output where a command fails. */
  run(block: ShellBlock): Promise<void>;
  close(): Promise<void>;
}

/** A block that starts what runs until it is stopped. */
const SERVES = /^(?:\w+=\S+ )*(?:npm start|npx shardwright (?:serve|worker))\b.*$/m;

export async function openShell(root: string): Promise<Shell> {
  const clone = copyOf(root);
  const port = await freePort();
  const servers: ChildProcess[] = [];
  const environment = { ...process.env, PORT: String(port), LOG_LEVEL: 'silent' };
  const start = ({ text }: ShellBlock): ChildProcess =>
    spawn('bash', ['-euo', 'pipefail', '-c', text.replaceAll('8080', String(port))], {
      cwd: clone,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  return {
    run: async (block) => {
      const child = start(block);
      if (!SERVES.test(block.text)) return ended(child, block);
      servers.push(child);
      await Promise.race([ended(child, block), answers(port)]);
    },
    close: async () => {
      await Promise.all(servers.map(stopped));
      rmSync(clone, { recursive: true, force: true });
    },
  };
}

function copyOf(root: string): string {
  const clone = mkdtempSync(join(tmpdir(), 'shardwright-docs-'));
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root }).toString().split('\0');
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(root, file), join(clone, file));
  }
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  return clone;
}

function ended(child: ChildProcess, { page, line, text }: ShellBlock): Promise<void> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${page}:${line} ended with ${code}:\n${text}\n---\n${output.slice(-4000)}`));
    });
  });
}

async function answers(port: number): Promise<void> {
  const isUp = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/v1/fixtures`).then(
      (response) => response.ok,
      () => false,
    );
  while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Ends a server with all that its shell started. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await closed;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
