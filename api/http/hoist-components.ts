/** JSON of the document, looked at without knowing its schemas. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

type Section = 'parameters' | 'headers' | 'responses';

/** A place where a part stands, and how to put a reference there instead. */
interface Occurrence {
  readonly section: Section;
  readonly name: string;
  readonly part: JsonObject;
  readonly replace: (reference: JsonObject) => void;
}

/** Headers of answers, parameters and problem responses that several operations share become components of the document. */
export function hoistComponents(document: Record<string, unknown>): void {
  const components = (document['components'] ??= {}) as Record<Section, Record<string, unknown>>;
  for (const section of ['headers', 'parameters', 'responses'] as const) {
    const found = [...occurrencesOf(section, document)];
    for (const [name, same] of Map.groupBy(found, (occurrence) => occurrence.name)) {
      const [most] = [...Map.groupBy(same, ({ part }) => JSON.stringify(part)).values()].toSorted(
        (a, b) => b.length - a.length,
      );
      // Another part of the same name stays where it is: a component has one meaning.
      const taken = components[section]?.[name];
      if (most.length < 2 || (taken !== undefined && JSON.stringify(taken) !== JSON.stringify(most[0].part))) continue;
      (components[section] ??= {})[name] = most[0].part;
      for (const { replace } of most) replace({ $ref: `#/components/${section}/${name}` });
    }
    if (components[section] !== undefined) components[section] = sorted(components[section]);
  }
}

function* occurrencesOf(section: Section, document: Record<string, unknown>): Generator<Occurrence> {
  for (const operation of operationsOf(document)) {
    if (section === 'parameters') {
      const parameters = (operation['parameters'] ?? []) as JsonObject[];
      for (const [index, part] of parameters.entries())
        if (!('$ref' in part))
          yield { section, name: parameterName(part), part, replace: (reference) => (parameters[index] = reference) };
      continue;
    }
    const responses = operation['responses'] as Record<string, JsonObject>;
    for (const [status, response] of Object.entries(responses)) {
      if ('$ref' in response) continue;
      if (section === 'responses') {
        const types = response['x-problem-types'] as readonly string[] | undefined;
        const replace = (reference: JsonObject): void => void (responses[status] = reference);
        if (types !== undefined) yield { section, name: types.map(pascal).join('Or'), part: response, replace };
        continue;
      }
      const headers = (response['headers'] ?? {}) as Record<string, JsonObject>;
      for (const [header, part] of Object.entries(headers))
        if (!('$ref' in part))
          yield { section, name: pascal(header), part, replace: (reference) => (headers[header] = reference) };
    }
  }
}

/** Every operation of every path. */
export function* operationsOf(document: Record<string, unknown>): Generator<Record<string, unknown>> {
  const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>;
  for (const methods of Object.values(paths))
    for (const [method, operation] of Object.entries(methods)) if (method !== 'parameters') yield operation;
}

/** A name in a path says little without the path: IdInPath. */
const parameterName = ({ name, in: place }: JsonObject): string =>
  `${pascal(name as string)}${place === 'path' ? 'InPath' : ''}`;

const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (word === '' ? '' : word[0].toUpperCase() + word.slice(1)))
    .join('');

const sorted = (parts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
