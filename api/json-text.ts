import { BadInputError, jsonPointer, type InputProblem } from './bad-input.ts';

/** The body of a request is not JSON: the message says where it stops being it. */
export class MalformedJsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedJsonError';
  }
}

/** No request needs more: a problem with a placement is 9 deep. */
const MAX_DEPTH = 32;
/** Faults listed of one body. */
const LISTED = 100;

/**
 * Parses a request's text. JSON.parse alone takes the last of two equal keys, so that a typing slip changes a problem in silence.
 * @throws MalformedJsonError, or BadInputError for repeated keys and for nesting beyond any request's.
 */
export function parseJsonText(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedJsonError(error instanceof Error ? error.message : 'not JSON');
  }
  const faults = scan(text);
  if (faults.length > 0) throw new BadInputError(faults);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedJsonError('The text is not UTF-8.');
  }
}

/** One open object or array: where we are in it. */
interface Level {
  /** Keys seen; undefined in an array. */
  readonly keys: Set<string> | undefined;
  key: string | number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Finds what JSON.parse lets pass. `text` is JSON: strings end, brackets match. */
function scan(text: string): InputProblem[] {
  const faults: InputProblem[] = [];
  const levels: Level[] = [];
  let isKeyNext = false;
  for (let i = 0; i < text.length && faults.length < LISTED; i++) {
    const code = text.charCodeAt(i);
    const level = levels[levels.length - 1];
    if (code === QUOTE) {
      const end = endOfString(text, i);
      if (isKeyNext) {
        noteKey(JSON.parse(text.slice(i, end + 1)) as string, levels, faults);
        isKeyNext = false;
      }
      i = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      const isObject = code === OPEN_OBJECT;
      levels.push({ keys: isObject ? new Set() : undefined, key: 0 });
      isKeyNext = isObject;
      if (levels.length > MAX_DEPTH) return [...faults, tooDeep(levels)];
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      levels.pop();
      isKeyNext = false;
    } else if (code === COMMA) {
      isKeyNext = level.keys !== undefined;
      if (typeof level.key === 'number') level.key++;
    }
  }
  return faults;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** Whether an odd number of backslashes stands before a position. */
function isEscaped(text: string, position: number): boolean {
  let first = position;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (position - first) % 2 === 1;
}

function noteKey(key: string, levels: readonly Level[], faults: InputProblem[]): void {
  const level = levels[levels.length - 1];
  level.key = key;
  if (level.keys?.has(key) === true)
    faults.push({
      pointer: pointerOf(levels),
      seen: 'the field a second time',
      rule: 'each field of an object is given once',
      maybe: 'Maybe two versions of it were meant as alternatives: remove one.',
    });
  level.keys?.add(key);
}

const tooDeep = (levels: readonly Level[]): InputProblem => ({
  pointer: pointerOf(levels.slice(0, 8)),
  seen: `nesting deeper than ${MAX_DEPTH}`,
  rule: `objects and arrays nest at most ${MAX_DEPTH} deep`,
  maybe: 'Maybe a bracket was repeated.',
});

const pointerOf = (levels: readonly Level[]): string => jsonPointer(levels.map(({ key }) => key));
