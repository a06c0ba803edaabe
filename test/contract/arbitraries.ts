import fc from 'fast-check';
import type { Document, Schema } from './document.ts';

/** Values that a schema of the document allows; what its keywords here do not cover, the caller filters by its validator. */
export function valuesOf(document: Document, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const inner = (part: unknown): fc.Arbitrary<unknown> => valuesOf(document, part as Schema, depth + 1);
  if ('$ref' in schema) return valuesOf(document, document.resolve(schema), depth);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const branches = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
  if (branches !== undefined) return fc.oneof(...branches.map(inner));
  if (Array.isArray(schema['allOf'])) return inner((schema['allOf'] as Schema[])[0]);
  const types = [schema['type'] ?? 'null'].flat() as string[];
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, inner, depth)));
}

/** Sizes that keep a request small; counts and bytes of a workload are seldom at the edge of a double. */
const LARGEST = 2 ** 40;

function valuesOfType(
  type: string,
  schema: Schema,
  inner: (part: unknown) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  const number = (key: string): number | undefined => schema[key] as number | undefined;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer': {
      const min = number('minimum') ?? (number('exclusiveMinimum') ?? -10) + 1;
      const step = number('multipleOf') ?? 1;
      const max = Math.max(min, Math.min(number('maximum') ?? LARGEST, LARGEST));
      return fc
        .oneof(fc.integer({ min, max: Math.min(max, min + 20) }), fc.maxSafeInteger().map(Math.abs))
        .map((value) => Math.min(max, Math.max(min, Math.ceil(value / step) * step)));
    }
    case 'number': {
      const min = number('minimum') ?? number('exclusiveMinimum') ?? 0;
      const max = number('maximum') ?? number('exclusiveMaximum') ?? LARGEST;
      const excluded = { minExcluded: schema['exclusiveMinimum'] !== undefined, noNaN: true };
      return fc.double({ min, max, ...excluded });
    }
    case 'string': {
      if (schema['format'] === 'date-time')
        return fc
          .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
          .map((date) => date.toISOString());
      const minLength = number('minLength') ?? 0;
      const maxLength = Math.min(number('maxLength') ?? LARGEST, minLength + 12);
      return fc.string({ unit: 'grapheme', minLength, maxLength });
    }
    case 'array': {
      const minLength = number('minItems') ?? 0;
      const maxLength = Math.min(number('maxItems') ?? LARGEST, minLength + (depth > 6 ? 0 : 2));
      return fc.array(inner(schema['items'] ?? { type: 'null' }), { minLength, maxLength });
    }
    default:
      return objectsOf(schema, inner, depth);
  }
}

function objectsOf(
  schema: Schema,
  inner: (part: unknown) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const required = (schema['required'] ?? []) as string[];
  const kept = properties.filter(([name]) => depth <= 6 || required.includes(name));
  if (kept.length === 0 && typeof schema['additionalProperties'] === 'object')
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), inner(schema['additionalProperties']), {
      maxKeys: 2,
    });
  const fields = Object.fromEntries(kept.map(([name, part]) => [name, inner(part)]));
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields), noNullPrototype: true });
}

/** A place in JSON: keys and positions. */
type Place = readonly (string | number)[];

/** What slips into requests: other types, edges, names of prototypes. */
const SLIPS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '',
  'x',
  ' ',
  '\u0000',
  '__proto__',
  [],
  {},
  [[]],
  { a: 1 },
  'x'.repeat(300),
];

/** JSON with one thing changed: a field left out, added or misspelt, a value replaced, an entry repeated. */
export const changedOnce = (value: unknown): fc.Arbitrary<unknown> =>
  fc.constantFrom(...placesIn(value)).chain((place) =>
    fc.oneof(
      fc.constant(edited(value, place, () => undefined)),
      fc.constantFrom(...SLIPS).map((slip) => edited(value, place, () => slip)),
      fc.constantFrom(...SLIPS).map((slip) => edited(value, place, (seen) => withUnknown(seen, slip))),
      fc.constant(
        edited(value, place, (seen) => (Array.isArray(seen) ? [...(seen as unknown[]), ...(seen as unknown[])] : seen)),
      ),
      fc
        .integer({ min: -3, max: 3 })
        .map((by) => edited(value, place, (seen) => (typeof seen === 'number' ? seen + by : seen))),
    ),
  );

const withUnknown = (seen: unknown, slip: unknown): unknown =>
  seen !== null && typeof seen === 'object' && !Array.isArray(seen) ? { ...seen, unknownField: slip } : slip;

function placesIn(value: unknown, at: Place = []): Place[] {
  if (value === null || typeof value !== 'object') return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, part]) =>
      placesIn(part, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** A copy with the value at a place changed; undefined takes it out. */
function edited(value: unknown, [key, ...rest]: Place, change: (seen: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  const part = edited((copy as Record<string | number, unknown>)[key], rest, change);
  if (part !== undefined) (copy as Record<string | number, unknown>)[key] = part;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}
