import type { Document, Schema } from './document.ts';

/** A place where one schema allows what the other does not. */
export interface Excess {
  /** The nearest named schema and the way from there: `FrontierRequest/problem/seed`. */
  readonly place: string;
  readonly what: string;
}

interface Side {
  readonly document: Document;
  readonly schema: Schema;
}

export interface InclusionOptions {
  /** Readers of answers pass over fields that they do not know. */
  readonly isOpen: boolean;
}

/**
 * Why values of `inner` are not all values of `outer`: nothing where they are. Keywords are compared one by one, so that an excess may be
 * claimed where two of them together exclude it; never the other way round for the keywords that the document uses.
 */
export function excessOf(inner: Side, outer: Side, place: string, options: InclusionOptions): Excess[] {
  const known = new Map<string, Excess[]>();
  const compare = (a: Schema, b: Schema, at: string): Excess[] => {
    const name = nameOf(a) ?? nameOf(b);
    const pair = `${JSON.stringify(a)} ${JSON.stringify(b)}`;
    const found = name === undefined ? undefined : known.get(pair);
    if (found !== undefined) return found;
    // A schema that holds itself adds nothing the second time.
    if (name !== undefined) known.set(pair, []);
    const excess = compareFlat(flat(inner.document, a), flat(outer.document, b), name ?? at, compare, options, [
      inner.document,
      outer.document,
    ]);
    if (name !== undefined) known.set(pair, excess);
    return excess;
  };
  return compare(inner.schema, outer.schema, place);
}

type Compare = (a: Schema, b: Schema, at: string) => Excess[];

const nameOf = ({ $ref }: Schema): string | undefined =>
  typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1).replace(/Output$/, '') : undefined;

/** References followed, parts of allOf put together. */
function flat(document: Document, schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema;
  const parts = [
    ...($ref === undefined ? [] : [flat(document, document.resolve<Schema>({ $ref }))]),
    ...((allOf as Schema[] | undefined) ?? []).map((part) => flat(document, part)),
    own,
  ];
  return parts.reduce((all, part) => ({
    ...all,
    ...part,
    ...both(all, part, 'properties', (a, b) => ({ ...a, ...b })),
    ...both(all, part, 'required', (a, b) => [...(a as string[]), ...(b as string[])]),
  }));
}

const both = (a: Schema, b: Schema, key: string, join: (x: object, y: object) => unknown): Schema =>
  a[key] !== undefined && b[key] !== undefined ? { [key]: join(a[key] as object, b[key] as object) } : {};

function compareFlat(
  a: Schema,
  b: Schema,
  at: string,
  compare: Compare,
  options: InclusionOptions,
  documents: readonly [Document, Document],
): Excess[] {
  const excess = (what: string): Excess[] => [{ place: at, what }];
  const [innerBranches, outerBranches] = [branchesOf(a), branchesOf(b)];
  if (innerBranches !== undefined) return innerBranches.flatMap((branch) => compare(branch, b, at));
  if (outerBranches !== undefined) {
    // Its own kind is meant, however much that has changed inside: the one whose fields are most like its own.
    const likeness = outerBranches.map((branch) => strangeness(a, flat(documents[1], branch), documents));
    const alike = outerBranches.filter((_, position) => likeness[position] === Math.min(...likeness));
    const tried = alike.map((branch) => compare(a, branch, at));
    return tried.toSorted((x, y) => x.length - y.length)[0];
  }
  const [innerValues, outerValues] = [valuesOf(a), valuesOf(b)];
  if (outerValues !== undefined) {
    if (innerValues === undefined) return excess('other values than those listed');
    return innerValues
      .filter((value) => !outerValues.includes(value))
      .flatMap((value) => excess(`the value ${JSON.stringify(value)}`));
  }
  const innerTypes = innerValues === undefined ? typesOf(a) : [...new Set(innerValues.map(typeOfValue))];
  const strange = innerTypes.filter(
    (type) => !typesOf(b).some((known) => known === type || (known === 'number' && type === 'integer')),
  );
  if (b['type'] !== undefined && strange.length > 0) return excess(`the type ${strange.join(', ')}`);
  if (innerValues !== undefined) return [];
  return [
    ...rangeExcess(a, b).flatMap(excess),
    ...(b['pattern'] !== undefined && a['pattern'] !== b['pattern']
      ? excess(`other text than ${b['pattern'] as string}`)
      : []),
    ...(a['items'] !== undefined && b['items'] !== undefined
      ? compare(a['items'] as Schema, b['items'] as Schema, `${at}[]`)
      : []),
    ...objectExcess(a, b, at, compare, options),
  ];
}

const typeOfValue = (value: unknown): string => {
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

/** How many fields, at the top alone, tell that one schema is not the other's kind: another value, unknown, or missing. */
function strangeness(a: Schema, b: Schema, [inner, outer]: readonly [Document, Document]): number {
  const [own, known] = [propertiesOf(a), propertiesOf(b)];
  const strange = Object.keys(own).filter((name) => {
    if (!(name in known)) return b['additionalProperties'] === false;
    const [here, there] = [valuesOf(flat(inner, own[name])), valuesOf(flat(outer, known[name]))];
    return here !== undefined && there !== undefined && !here.some((value) => there.includes(value));
  });
  const missing = ((b['required'] ?? []) as string[]).filter((name) => !(name in own));
  const isOtherType =
    typesOf(a).length > 0 && typesOf(b).length > 0 && !typesOf(a).some((type) => typesOf(b).includes(type));
  return strange.length + missing.length + (isOtherType ? 100 : 0);
}

function objectExcess(a: Schema, b: Schema, at: string, compare: Compare, { isOpen }: InclusionOptions): Excess[] {
  const [inner, outer] = [propertiesOf(a), propertiesOf(b)];
  const missing = ((b['required'] ?? []) as string[]).filter(
    (name) => !((a['required'] ?? []) as string[]).includes(name),
  );
  return [
    ...missing.map((name) => ({ place: `${at}/${name}`, what: 'nothing: the field may be left out' })),
    ...Object.keys(inner).flatMap((name) => {
      if (name in outer) return compare(inner[name], outer[name], `${at}/${name}`);
      const rest = b['additionalProperties'];
      if (rest === false && !isOpen) return [{ place: `${at}/${name}`, what: 'the field' }];
      return typeof rest === 'object' && rest !== null && !isOpen
        ? compare(inner[name], rest as Schema, `${at}/${name}`)
        : [];
    }),
  ];
}

/** Bounds: a keyword, and whether more of it allows less. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];

const rangeExcess = (a: Schema, b: Schema): string[] => [
  ...LOWER.flatMap((key) => (isBeyond(b[key], a[key], 1) ? [`less than ${key} ${b[key] as number}`] : [])),
  ...UPPER.flatMap((key) => (isBeyond(b[key], a[key], -1) ? [`more than ${key} ${b[key] as number}`] : [])),
  ...(b['multipleOf'] !== undefined && a['multipleOf'] !== b['multipleOf']
    ? [`other than multiples of ${b['multipleOf'] as number}`]
    : []),
];

const isBeyond = (limit: unknown, own: unknown, sign: number): boolean =>
  typeof limit === 'number' && (typeof own !== 'number' || sign * own < sign * limit);

const branchesOf = (schema: Schema): Schema[] | undefined =>
  (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : [type].flat()) as string[];
const propertiesOf = (schema: Schema): Record<string, Schema> => (schema['properties'] ?? {}) as Record<string, Schema>;
const valuesOf = (schema: Schema): unknown[] | undefined =>
  'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined);
