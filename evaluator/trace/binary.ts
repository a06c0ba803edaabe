import { crc32 } from 'node:zlib';
import type { Trace, TraceRequest } from '../../domain/trace.ts';

/**
 * A compact form of a trace; docs/trace-format.md describes it byte by byte. Counts, lengths and indices are LEB128 integers of 7 bits a byte,
 * low ones first, dense inputs 32-bit floats, little-endian; a CRC-32 of all before it stands at the end.
 */
export const MAGIC = 'SWTRACE1';

const CHECK_BYTES = 4;
/** LEB128 of 2^32 - 1 takes five bytes. */
const MOST_INTEGER_BYTES = 5;

/** Encodes a trace. Features of a request without an entry stay without one. Dense inputs are rounded to 32-bit floats. */
export function encodeTrace(trace: Trace): Uint8Array<ArrayBuffer> {
  const names = [...new Set(trace.requests.flatMap(({ features }) => features.map(({ feature }) => feature)))];
  const numbers = new Map(names.map((name, i) => [name, i]));
  const out = createWriter();
  out.text(MAGIC);
  out.integer(names.length);
  for (const name of names) {
    out.integer(Buffer.byteLength(name));
    out.text(name);
  }
  out.integer(trace.requests.length);
  for (const { samples, features, dense } of trace.requests) {
    out.integer(samples);
    out.integer(features.length);
    for (const { feature, lengths, indices } of features) {
      out.integer(numbers.get(feature)!);
      out.integers(lengths);
      out.integers(indices);
    }
    out.integer(dense.length);
    out.floats(dense);
  }
  return out.finish();
}

export type Decoded =
  | { readonly status: 'read'; readonly trace: Trace }
  | { readonly status: 'refused'; readonly atByte: number; readonly rule: string };

export const isBinaryTrace = (bytes: Uint8Array): boolean =>
  bytes.length >= MAGIC.length && Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;

/**
 * Decodes what encodeTrace wrote. Anything else is refused with the byte at which it went wrong: bytes from outside may say anything, so that
 * nothing is set aside for a count before the bytes that it promises are seen to be there.
 */
export function decodeTrace(bytes: Uint8Array): Decoded {
  if (!isBinaryTrace(bytes)) return { status: 'refused', atByte: 0, rule: `a file that begins with ${MAGIC}` };
  const end = bytes.length - CHECK_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (end < MAGIC.length || view.getUint32(end, true) !== crc32(bytes.subarray(0, end)))
    return {
      status: 'refused',
      atByte: Math.max(0, end),
      rule: 'the CRC-32 of all bytes before it: the file is cut off or damaged',
    };
  const read = createReader(bytes.subarray(MAGIC.length, end));
  try {
    const names = Array.from({ length: read.count() }, () => read.text(read.count()));
    const requests = Array.from({ length: read.count() }, () => readRequest(read, names));
    if (read.left() > 0) throw new FormatError('the end of the file after the last request');
    return { status: 'read', trace: { requests } };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { status: 'refused', atByte: MAGIC.length + read.at(), rule: error.message };
  }
}

function readRequest(read: Reader, names: readonly string[]): TraceRequest {
  const samples = read.integer();
  const features = Array.from({ length: read.count() }, () => {
    const number = read.integer();
    if (number >= names.length) throw new FormatError(`a feature's number below ${names.length}`);
    return { feature: names[number], lengths: read.integers(), indices: read.integers() };
  });
  return { samples, features, dense: read.floats(read.integer()) };
}

/** The bytes are not what the format says. */
class FormatError extends Error {}

type Reader = ReturnType<typeof createReader>;

function createReader(bytes: Uint8Array) {
  let at = 0;
  const need = (count: number): void => {
    if (count > bytes.length - at) throw new FormatError(`${count} more bytes`);
  };
  const integer = (): number => {
    let value = 0;
    for (let i = 0; i < MOST_INTEGER_BYTES; i++) {
      need(1);
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new FormatError('an integer of at most 5 bytes');
  };
  /** A count of things that take a byte each at least. */
  const count = (): number => {
    const value = integer();
    need(value);
    return value;
  };
  return {
    at: () => at,
    left: () => bytes.length - at,
    integer,
    count,
    integers: () => Array.from({ length: count() }, integer),
    text(length: number): string {
      need(length);
      at += length;
      return Buffer.from(bytes.subarray(at - length, at)).toString('utf8');
    },
    floats(length: number): number[] {
      need(4 * length);
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, 4 * length);
      at += 4 * length;
      return Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
    },
  };
}

function createWriter() {
  let bytes = new Uint8Array(2 ** 16);
  let at = 0;
  const reserve = (count: number): void => {
    if (at + count <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, at + count));
    larger.set(bytes);
    bytes = larger;
  };
  const integer = (value: number): void => {
    reserve(MOST_INTEGER_BYTES);
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes[at++] = (left % 0x80) | 0x80;
    bytes[at++] = left;
  };
  return {
    integer,
    integers(values: readonly number[]): void {
      integer(values.length);
      for (const value of values) integer(value);
    },
    text(value: string): void {
      const encoded = Buffer.from(value);
      reserve(encoded.length);
      bytes.set(encoded, at);
      at += encoded.length;
    },
    floats(values: readonly number[]): void {
      reserve(4 * values.length);
      const view = new DataView(bytes.buffer, at, 4 * values.length);
      values.forEach((value, i) => view.setFloat32(4 * i, value, true));
      at += 4 * values.length;
    },
    finish(): Uint8Array<ArrayBuffer> {
      reserve(CHECK_BYTES);
      new DataView(bytes.buffer).setUint32(at, crc32(bytes.subarray(0, at)), true);
      return bytes.slice(0, at + CHECK_BYTES);
    },
  };
}
