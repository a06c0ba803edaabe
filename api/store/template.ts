import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';

/** The PGlite that made the template: initdb's catalogs belong to its version of PostgreSQL. */
export const TEMPLATE_VERSION = '0.5.16';

export const templateFile = new URL(`./template/pglite-${TEMPLATE_VERSION}.tar.zst`, import.meta.url);

/** An empty PGlite's data folder as a tarball. Unpacked it takes a quarter of the CPU time that initdb does. */
export const readTemplate = (): Blob => new Blob([zstdDecompressSync(readFileSync(templateFile))]);
