import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    pgliteTemplate: string;
  }
}

/** An empty PGlite takes three seconds of CPU to make, and half a one to unpack: it is made once for all test files and runs. */
export default async function provideTemplate(project: TestProject): Promise<void> {
  const { version } = JSON.parse(
    readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const key = createHash('sha256').update(`${version} ${process.version}`).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `shardwright-test-pglite-${process.getuid?.() ?? 0}-${key}.tgz`);
  if (!existsSync(path)) {
    const lite = await PGlite.create({ dataDir: 'memory://' });
    const tarball = await lite.dumpDataDir('gzip');
    await lite.close();
    // Whole or not at all: other runs may be looking for it.
    const part = `${path}.${process.pid}`;
    writeFileSync(part, Buffer.from(await tarball.arrayBuffer()), { mode: 0o600 });
    renameSync(part, path);
  }
  project.provide('pgliteTemplate', path);
}
