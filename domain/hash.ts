import { createHash } from 'node:crypto';

/** JSON with the keys of every object in code-unit order and undefined fields left out. */
export function canonicalJson(value: unknown): string {
  // Large problems have many objects of few shapes: each shape's keys are sorted once.
  const orders = new Map<string, readonly string[]>();
  const sorted = (field: unknown): unknown => {
    if (field === null || typeof field !== 'object') return field;
    if (Array.isArray(field)) return field.map(sorted);
    const source = field as Readonly<Record<string, unknown>>;
    const keys = Object.keys(source);
    const shape = keys.join('\n');
    const order = orders.get(shape) ?? keys.toSorted();
    orders.set(shape, order);
    const fields: Record<string, unknown> = {};
    for (const key of order) fields[key] = sorted(source[key]);
    return fields;
  };
  return JSON.stringify(sorted(value));
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export const contentHash = (value: unknown): string => contentHashOfText(canonicalJson(value));

/** SHA-256 of a text's UTF-8, in hexadecimal. */
export const contentHashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');
