import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(import.meta.dirname, 'dist');
const STAMP = join(DIST, '.sources');

/** What the page is made of. The lockfile stands for the libraries. */
const SOURCES = ['web/index.html', 'web/vite.config.ts', 'web/src/**/*', 'client/**/*.ts', 'package-lock.json'];

/** Builds web/dist where it is not what the sources as they are would give. */
export async function buildPage(): Promise<'built' | 'fresh'> {
  const hash = sourcesHash();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return 'fresh';
  const { build } = await import('vite');
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
  mkdirSync(DIST, { recursive: true });
  writeFileSync(STAMP, hash);
  return 'built';
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // Without the development dependencies (npm ci --omit=dev) the API still starts, and / says what is missing.
  await buildPage().catch((error: unknown) => {
    process.stderr.write(`the page was not built: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.argv.includes('--strict')) process.exitCode = 1;
  });
}
