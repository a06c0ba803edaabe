import type { Database } from '../store/database.ts';
import type { PreparedUpload } from './prepare-upload.ts';
import type { Upload } from './upload.ts';
import type { UploadKind } from './uploads.ts';

/** Uploads of every owner: immutable, named by their content, seen by their owner alone. */
export interface UploadStore {
  put(owner: string, upload: PreparedUpload): Promise<Put>;
  /** gzip of the content's canonical JSON. */
  content(owner: string, kind: UploadKind, hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Newest first. Undefined where `after` is no page's `next`. */
  list(filter: UploadFilter): Promise<UploadPage | undefined>;
  /** False where there was none. */
  remove(owner: string, kind: UploadKind, hash: string): Promise<boolean>;
}

export type Put =
  | { readonly status: 'created' | 'known'; readonly upload: Upload }
  /** It would take the owner's uploads beyond the limit. */
  | { readonly status: 'full'; readonly usedBytes: number; readonly limitBytes: number };

export interface UploadFilter {
  readonly owner: string;
  readonly kind: UploadKind;
  readonly limit: number;
  readonly after?: string | undefined;
}

export interface UploadPage {
  readonly uploads: readonly Upload[];
  readonly next?: string;
}

interface Row {
  readonly position: string;
  readonly kind: UploadKind;
  readonly hash: string;
  readonly bytes: number;
  readonly stored_bytes: number;
  readonly created_at: Date;
  readonly summary: Upload['summary'];
}

const COLUMNS = 'position::text, kind, hash, bytes, stored_bytes, created_at, summary';

/** `limitBytes` is of what one owner may keep, as stored. */
export const createUploadStore = (
  opening: Promise<Database>,
  { limitBytes }: { readonly limitBytes: number },
): UploadStore => ({
  put: async (owner, upload) => (await opening).transaction((database) => put(database, owner, upload, limitBytes)),
  content: async (owner, kind, hash) => {
    const [row] = await (
      await opening
    ).query<{ content: Uint8Array }>(
      'select content from shardwright.uploads where owner = $1 and kind = $2 and hash = $3',
      [owner, kind, hash],
    );
    return row === undefined ? undefined : new Uint8Array(row.content);
  },
  list: async (filter) => list(await opening, filter),
  remove: async (owner, kind, hash) => {
    const gone = await (
      await opening
    ).query('delete from shardwright.uploads where owner = $1 and kind = $2 and hash = $3 returning hash', [
      owner,
      kind,
      hash,
    ]);
    return gone.length > 0;
  },
});

async function put(database: Database, owner: string, upload: PreparedUpload, limitBytes: number): Promise<Put> {
  // Uploads of one owner take turns: together they must not pass the limit that each of them keeps.
  await database.query('select pg_advisory_xact_lock(hashtext($1), hashtext($2))', ['shardwright.uploads', owner]);
  const { kind, hash, bytes, summary, packed } = upload;
  const key = [owner, kind, hash];
  const [known] = await database.query<Row>(
    `select ${COLUMNS} from shardwright.uploads where owner = $1 and kind = $2 and hash = $3`,
    key,
  );
  if (known !== undefined) return { status: 'known', upload: uploadOf(known) };
  const [{ used }] = await database.query<{ used: number }>(
    'select coalesce(sum(stored_bytes), 0)::float8 as used from shardwright.uploads where owner = $1',
    [owner],
  );
  if (used + packed.length > limitBytes) return { status: 'full', usedBytes: used, limitBytes };
  const [row] = await database.query<Row>(
    `insert into shardwright.uploads (owner, kind, hash, bytes, stored_bytes, summary, content)
     values ($1, $2, $3, $4, $5, $6::json, $7) returning ${COLUMNS}`,
    [...key, bytes, packed.length, JSON.stringify(summary), packed],
  );
  return { status: 'created', upload: uploadOf(row) };
}

async function list(database: Database, filter: UploadFilter): Promise<UploadPage | undefined> {
  const { owner, kind, limit, after } = filter;
  if (after !== undefined && !/^\d{1,18}$/.test(after)) return undefined;
  const rows = await database.query<Row>(
    `select ${COLUMNS} from shardwright.uploads
     where owner = $1 and kind = $2 and ($3::bigint is null or position < $3::bigint) order by position desc limit $4`,
    [owner, kind, after ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { uploads: page.map(uploadOf), ...(rows.length > limit ? { next: page[limit - 1].position } : {}) };
}

/** A summary is of the kind that its row names: both were written together. */
const uploadOf = (row: Row): Upload =>
  ({
    kind: row.kind,
    hash: row.hash,
    bytes: row.bytes,
    storedBytes: row.stored_bytes,
    createdAt: row.created_at.toISOString(),
    summary: row.summary,
  }) as Upload;
