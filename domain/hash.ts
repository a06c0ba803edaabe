import { createHash } from 'node:crypto';

/** JSON with the keys of every object in code-unit order and undefined fields left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    field !== null && typeof field === 'object' && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export const contentHash = (value: unknown): string => contentHashOfText(canonicalJson(value));

/** SHA-256 of a text's UTF-8, in hexadecimal. */
export const contentHashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');
