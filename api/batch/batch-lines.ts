import { contentHash } from '../../domain/hash.ts';
import type { InputProblem } from '../bad-input.ts';
import { shortened } from '../bad-input.ts';
import { closestName } from '../closest-name.ts';

export const BATCH_KINDS = ['plan', 'frontier', 'evaluation'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

/** One line of a batch: a request, or why it is none. */
export interface BatchLine {
  readonly id: string;
  /** Counted from 1. */
  readonly line: number;
  /** Of what the line says: an answer to it is an answer to nothing else. */
  readonly hash: string;
  readonly asked:
    | { readonly kind: BatchKind; readonly request: Readonly<Record<string, unknown>> }
    | readonly InputProblem[];
}

/** Reads one request a line; blank lines are passed over. A line that cannot be read, or has no id of its own, is named after its number. */
export function readBatch(text: string): BatchLine[] {
  const ids = new Map<string, number>();
  return text.split('\n').flatMap((content, i) => {
    if (content.trim() === '') return [];
    const found = readLine(content, i + 1, ids);
    ids.set(found.id, found.line);
    return [found];
  });
}

function readLine(content: string, line: number, ids: ReadonlyMap<string, number>): BatchLine {
  const unnamed = `line ${line}`;
  const refused = (
    id: string,
    value: unknown,
    pointer: string,
    seen: unknown,
    rule: string,
    maybe: string,
  ): BatchLine => ({
    id,
    line,
    hash: contentHash(value),
    asked: [{ pointer, seen: shortened(seen), rule, maybe }],
  });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const maybe = error instanceof Error ? error.message : 'Maybe the line is cut off.';
    return refused(unnamed, content, '', content, 'JSON, one request a line', maybe);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return refused(unnamed, value, '', value, 'an object', 'Maybe {"id": ..., "problem": ...}.');
  const { id, kind = 'plan', $schema: _, ...request } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '' || id.length > 200)
    return refused(
      unnamed,
      value,
      '/id',
      id,
      'a text of 1 to 200 characters, unlike all others',
      `Maybe "${typeof id === 'number' ? id : line}".`,
    );
  const before = ids.get(id);
  if (before !== undefined)
    return refused(unnamed, value, '/id', id, `an id of its own: line ${before} has it`, 'Maybe the line was copied.');
  const known = BATCH_KINDS.find((one) => one === kind);
  if (known !== undefined) return { id, line, hash: contentHash(value), asked: { kind: known, request } };
  const maybe = `Maybe ${closestName(String(kind), BATCH_KINDS) ?? BATCH_KINDS[0]}.`;
  return refused(id, value, '/kind', kind, `one of ${BATCH_KINDS.join(', ')}`, maybe);
}
