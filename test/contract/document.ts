import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** openapi.yaml as the tests read it. */

export type Schema = Readonly<Record<string, unknown>>;

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly 'x-problem-types'?: readonly string[];
  /** JSON pointer to it. */
  readonly pointer: string;
}

export interface Operation {
  readonly method: string;
  /** As the document writes it: /v1/frontiers/{id}. */
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly bodies: Readonly<Record<string, MediaType>>;
  readonly bodyPointer: string;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
  readonly matches: (path: string) => boolean;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, object>>;
}

const ROOT = new URL('../../', import.meta.url);

export interface Document {
  readonly json: Record<string, unknown>;
  readonly operations: readonly Operation[];
  /** What a reference points to; anything else as it is. */
  resolve<T>(part: T): T;
}

export const readDocument = (): Document => asDocument(readFileSync(new URL('openapi.yaml', ROOT), 'utf8'));

export function asDocument(yaml: string): Document {
  const json = parse(yaml) as Record<string, unknown>;
  const resolve = <T>(part: T): T => {
    const reference = (part as { readonly $ref?: unknown }).$ref;
    return typeof reference === 'string' ? resolve(at(json, reference) as T) : part;
  };
  const paths = json['paths'] as Record<string, Record<string, RawOperation>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw, resolve)),
  );
  return { json, operations, resolve };
}

function operationOf(path: string, method: string, raw: RawOperation, resolve: Document['resolve']): Operation {
  const pointer = `#/paths/${escaped(path)}/${method}`;
  const pattern = new RegExp(
    `^${path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '[^/]+')}$`,
  );
  return {
    method: method.toUpperCase(),
    path,
    operationId: raw.operationId,
    parameters: (raw.parameters ?? []).map((parameter) => resolve(parameter as Parameter)),
    bodies: raw.requestBody?.content ?? {},
    bodyPointer: `${pointer}/requestBody/content/application~1json/schema`,
    responses: Object.fromEntries(
      Object.entries(raw.responses).map(([status, response]) => {
        const reference = (response as { readonly $ref?: string }).$ref;
        const at = reference ?? `${pointer}/responses/${status}`;
        return [status, { ...(resolve(response) as DocumentedResponse), pointer: at }];
      }),
    ),
    matches: (asked) => pattern.test(asked),
  };
}

export const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function at(json: unknown, reference: string): unknown {
  const keys = reference
    .replace(/^#\//, '')
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], json);
}
