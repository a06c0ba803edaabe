import { gunzipSync } from 'node:zlib';
import type { UploadKind, Uploads } from './uploads.ts';

/** What a request names in place of saying it. */
export interface Reference {
  readonly kind: UploadKind | 'job';
  readonly name: string;
}

/** What was found under a name: JSON, compressed where it was stored so; undefined where there is nothing. */
export interface Found extends Reference {
  readonly bytes: Uint8Array | undefined;
}

/** An answer, or what has to be found before there is one. */
export type Referring<T> = { readonly value: T } | { readonly needs: readonly Reference[] };

/**
 * Does work that looks names up among what was found. Where it asks for more, that is told in place of its answer: whoever has the
 * store finds it and calls again.
 */
export function referring<T>(found: readonly Found[], work: (uploads: Uploads) => T): Referring<T> {
  const needs: Reference[] = [];
  const find: Uploads['find'] = (kind, name) => {
    const known = found.find((one) => one.kind === kind && one.name === name);
    if (known === undefined) needs.push({ kind, name });
    return known?.bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(unpacked(known.bytes)));
  };
  try {
    const value = work({ find });
    return needs.length > 0 ? { needs } : { value };
  } catch (error) {
    // What was not looked up yet is no fault yet.
    if (needs.length > 0) return { needs };
    throw error;
  }
}

/** RFC 1952: no JSON begins so. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export const unpacked = (bytes: Uint8Array): Uint8Array => (isGzip(bytes) ? gunzipSync(bytes) : bytes);
