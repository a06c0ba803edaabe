import { Trace, TraceRequest } from '../domain/trace.ts';
import { decodeTrace, encodeTrace, isBinaryTrace } from '../evaluator/trace/binary.ts';
import { readLines, writeLines } from '../evaluator/trace/ndjson.ts';
import { BadInputError, listProblems, parseInput, type InputProblem } from './bad-input.ts';

export const TRACE_FORMATS = ['json', 'ndjson', 'binary'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** Faults of so many lines are listed; more say the same. */
const MOST_FAULTS = 100;

/**
 * Reads a trace in any of its forms, told apart by content: the binary one by its first bytes, JSON by being one document.
 * @throws BadInputError that lists every problem; `at` names the file in it.
 */
export function readTrace(bytes: Uint8Array, at: string): Trace {
  if (isBinaryTrace(bytes)) return readBinary(bytes, at);
  const text = new TextDecoder().decode(bytes);
  const document = parseDocument(text);
  if (document !== undefined && isTraceDocument(document.value)) return parseInput(Trace, document.value);
  return readNdjson(text, at);
}

export function writeTrace(trace: Trace, format: TraceFormat): Uint8Array {
  switch (format) {
    case 'json':
      return Buffer.from(`${JSON.stringify(trace)}\n`);
    case 'ndjson':
      return Buffer.from(writeLines(trace.requests));
    case 'binary':
      return encodeTrace(trace);
  }
}

function readBinary(bytes: Uint8Array, at: string): Trace {
  const decoded = decodeTrace(bytes);
  if (decoded.status === 'read') return parseInput(Trace, decoded.trace);
  const { atByte, rule } = decoded;
  const maybe = 'Maybe it was cut off on its way; docs/trace-format.md describes the form.';
  throw new BadInputError([{ pointer: `${at}, byte ${atByte}`, seen: `${bytes.length} bytes`, rule, maybe }]);
}

function parseDocument(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A single line of NDJSON is one document too: a request, which has no `requests`. */
const isTraceDocument = (value: unknown): boolean =>
  value === null || typeof value !== 'object' || Array.isArray(value) || 'requests' in value;

function readNdjson(text: string, at: string): Trace {
  const lines = readLines(text);
  const faults = lines.flatMap((line): InputProblem[] => {
    if (line.status === 'read') return [];
    const before = `${at}, line ${line.line}`;
    if (line.status === 'notJson')
      return [
        { pointer: before, seen: line.message, rule: 'JSON, one request a line', maybe: 'Maybe the line is cut off.' },
      ];
    return listProblems(line.issues, TraceRequest).map((found) => ({
      ...found,
      pointer: `${before} ${found.pointer}`,
    }));
  });
  if (faults.length > MOST_FAULTS) {
    const maybe = 'Maybe the fields are named otherwise; docs/trace-format.md describes the form.';
    const rule = `${faults.length - MOST_FAULTS} more faults are not listed`;
    throw new BadInputError([
      ...faults.slice(0, MOST_FAULTS),
      { pointer: at, seen: `${lines.length} lines`, rule, maybe },
    ]);
  }
  if (faults.length > 0) throw new BadInputError(faults);
  return parseInput(Trace, { requests: lines.flatMap((line) => (line.status === 'read' ? [line.request] : [])) });
}
