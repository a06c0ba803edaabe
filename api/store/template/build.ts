import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { constants, zstdCompressSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { templateFile } from '../template.ts';

/**
 * `npm run build:template`: the data folder of an empty PGlite, packed. To be run after an update of PGlite; each run differs in what
 * initdb draws by chance, and in nothing that matters.
 */
export async function buildTemplate(): Promise<Buffer> {
  const lite = await PGlite.create({ dataDir: 'memory://' });
  const tarball = await lite.dumpDataDir('none');
  await lite.close();
  const { ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_enableLongDistanceMatching } = constants;
  return zstdCompressSync(Buffer.from(await tarball.arrayBuffer()), {
    // It holds three copies of the catalogs, megabytes apart.
    params: { [ZSTD_c_compressionLevel]: 19, [ZSTD_c_windowLog]: 26, [ZSTD_c_enableLongDistanceMatching]: 1 },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const template = await buildTemplate();
  writeFileSync(templateFile, template);
  const { version } = JSON.parse(
    readFileSync(new URL('../../../node_modules/@electric-sql/pglite/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  process.stdout.write(`${templateFile.pathname}: ${template.length} bytes, PGlite ${version}\n`);
}
