import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../api/bad-input.ts';
import { MalformedJsonError, parseJsonText } from '../../api/json-text.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): unknown => parseJsonText(bytesOf(text));

const pointersOf = (text: string): string[] => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof BadInputError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};

describe('a JSON text', () => {
  it('without repeated keys is what JSON.parse makes of it, however it is written', () => {
    let nested = 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        if (text.includes('{') && text.includes('[')) nested++;
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
    expect(nested).toBeGreaterThan(50);
  });

  it('that gives a field twice is refused where it stands, however the key is written', () => {
    expect(pointersOf('{"a": 1, "b": [0, {"c": {}, "d": "}{", "c": []}], "a": 2}')).toEqual(['/b/1/c', '/a']);
    expect(pointersOf(String.raw`{"x\"": [[], {"k": 1, "\u006b": 2}]}`)).toEqual(['/x"/1/k']);
    expect(pointersOf(String.raw`{"a\\": 1, "a": 2}`)).toEqual([]);
    expect(pointersOf('{"__proto__": 1, "__proto__": 2}')).toEqual(['/__proto__']);
  });

  it('that repeats a key anywhere is refused, whatever stands around it', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), fc.string(), (before, value, key) => {
        const name = JSON.stringify(key);
        const text = `[${JSON.stringify(before)}, {${name}: ${JSON.stringify(value)}, ${name}: 1}]`;
        expect(pointersOf(text)).toHaveLength(1);
        refused++;
      }),
      { numRuns: 200 },
    );
    expect(refused).toBe(200);
  });

  it.each([10_000, 1_000_000])('nested %d deep is refused, and short pointed at', (depth) => {
    expect(pointersOf(`{"a": ${'['.repeat(depth)}${']'.repeat(depth)}}`)[0]?.length).toBeLessThan(100);
  });

  it.each([
    ['cut off', '{"a": '],
    ['with a comma too many', '[1,]'],
    ['that holds NaN', '{"a": NaN}'],
    ['that is nothing', ''],
  ])('%s is malformed', (_, text) => {
    expect(() => parse(text)).toThrow(MalformedJsonError);
  });

  it('that is not UTF-8 is malformed', () => {
    expect(() => parseJsonText(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).toThrow(/UTF-8/);
  });
});
