import type { FileSource } from './draft.ts';

/** Reads a problem from JSON or YAML: a problem, or a whole request with a `problem` in it. */
export async function readProblem(name: string, text: string): Promise<FileSource> {
  const base = { kind: 'file', name, text } as const;
  if (text.trim() === '') return base;
  try {
    const { parse } = await import('yaml');
    const document: unknown = parse(text);
    const problem = isRecord(document) && isRecord(document['problem']) ? document['problem'] : document;
    return isRecord(problem)
      ? { ...base, problem }
      : { ...base, fault: 'This is no problem: an object with model, workload and fleet is expected.' };
  } catch (error) {
    return {
      ...base,
      fault: `Not readable as JSON or YAML: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** Characters of the text that stand there. */
  readonly start: number;
  readonly end: number;
}

/** Where a JSON pointer of the API's answer stands in the text of a problem; the nearest parent where the field is missing. */
export async function placeOf(text: string, pointer: string): Promise<Place | undefined> {
  const { parseDocument, isMap, isSeq, isNode, isPair } = await import('yaml');
  const document = parseDocument(text);
  let node: unknown = document.contents;
  let path = segments(pointer);
  // The file may be the problem alone, where the request's pointers begin with /problem.
  if (path[0] === 'problem' && !(isMap(node) && node.has('problem'))) path = path.slice(1);
  let range: readonly number[] | undefined = isNode(node) ? (node.range ?? undefined) : undefined;
  for (const segment of path) {
    const pair: unknown = isMap(node)
      ? node.items.find((item) => keyOf(item.key) === segment)
      : isSeq(node)
        ? node.items[Number(segment)]
        : undefined;
    if (pair === undefined) break;
    const from = isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined;
    node = isPair(pair) ? pair.value : pair;
    const own = isNode(node) ? node.range : undefined;
    if (own) range = [from ?? own[0], own[1]];
  }
  if (range === undefined) return undefined;
  const [start, end] = range;
  return { line: text.slice(0, start).split('\n').length, start, end };
}

export const segments = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

const keyOf = (key: unknown): string => String(isRecord(key) && 'value' in key ? key['value'] : key);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
