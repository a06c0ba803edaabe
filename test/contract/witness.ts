import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { escaped, type Document, type DocumentedResponse, type Operation } from './document.ts';

type Send = (request: Request) => Promise<Response>;

/** Watches answers of the service and says where one is not as documented. */
export interface Witness {
  /** Answers as `send` does, and judges what came. */
  watch(send: Send): Send;
  /** Whether the document allows this body of a request. */
  allowsBody(operation: Operation, body: unknown): boolean;
  /** Whether the schema at a pointer of the document allows a value. */
  allows(pointer: string, value: unknown): boolean;
  /** Everything that was not as documented, in words. */
  readonly faults: readonly string[];
  /** Answers judged, by operation and status: `createPlan 202`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Types of the problems that came. */
  readonly problems: ReadonlySet<string>;
}

/** An answer, read. */
interface Answer {
  readonly place: string;
  readonly status: number;
  readonly headers: Headers;
  readonly type: string;
  /** JSON where it is that, else text; undefined where there is none to judge. */
  readonly body: unknown;
}

/** Refusals before any operation is found: a target that is none, an unknown path or method, no token, too much at once. */
const AT_THE_DOOR = [400, 401, 404, 405, 413, 415, 421, 429, 503];

export function createWitness(document: Document): Witness {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);
  ajv.addSchema(document.json, 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const found = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi${pointer}` });
    compiled.set(pointer, found);
    return found;
  };
  const faultsOfBody = (pointer: string, body: unknown): string[] => {
    const validate = validator(pointer);
    if (validate(body)) return [];
    return [`${ajv.errorsText(validate.errors)}: ${(JSON.stringify(body) ?? 'nothing').slice(0, 300)}`];
  };

  const faultsOf = (documented: DocumentedResponse, { headers, type, body }: Answer): string[] => {
    const faults = Object.entries(documented.headers ?? {}).flatMap(([name, header]) =>
      document.resolve(header).required === true && !headers.has(name) ? [`no ${name} header`] : [],
    );
    if (body === undefined) return faults;
    if (documented.content === undefined) return [...faults, 'a body where none is documented'];
    if (!(type in documented.content)) return [...faults, `content type ${type} is not documented`];
    if (documented.content[type].schema === undefined) return faults;
    return [...faults, ...faultsOfBody(`${documented.pointer}/content/${escaped(type)}/schema`, body)];
  };

  const faults: string[] = [];
  const counts = new Map<string, number>();
  const problems = new Set<string>();
  const judge = (operation: Operation | undefined, answer: Answer): string[] => {
    if (answer.type === 'application/problem+json' && answer.body !== undefined)
      problems.add((answer.body as { readonly type: string }).type);
    if (operation === undefined) {
      if (!AT_THE_DOOR.includes(answer.status)) return ['no operation answers so'];
      return answer.body === undefined ? [] : faultsOfBody('#/components/schemas/ProblemDetails', answer.body);
    }
    const label = `${operation.operationId} ${answer.status}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    const documented = operation.responses[String(answer.status)];
    return documented === undefined ? ['the status is not documented'] : faultsOf(documented, answer);
  };

  return {
    watch: (send) => async (request) => {
      const response = await send(request);
      const answer = await readAnswer(request, response);
      faults.push(...judge(operationOf(document, request), answer).map((fault) => `${answer.place}: ${fault}`));
      return response;
    },
    allowsBody: (operation, body) => validator(operation.bodyPointer)(body),
    allows: (pointer, value) => validator(pointer)(value),
    faults,
    counts,
    problems,
  };
}

async function readAnswer(request: Request, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const type = (headers.get('content-type') ?? '').split(';')[0].trim();
  const place = `${request.method} ${new URL(request.url).pathname} -> ${status}`;
  // Events may go on for as long as a job does: the test that reads them judges them.
  const isEndless = type === 'text/event-stream';
  const hasBody = request.method !== 'HEAD' && response.body !== null && !isEndless;
  const text = hasBody ? await response.clone().text() : '';
  const isJson = /^application\/(?:[\w.-]+\+)?json$/.test(type);
  return {
    place,
    status,
    headers,
    type,
    body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
  };
}

/** A path that is written out is meant before one with parameters. */
function operationOf(document: Document, { method, url }: Request): Operation | undefined {
  const { pathname } = new URL(url);
  const candidates = document.operations.filter(({ matches }) => matches(pathname));
  const literal = candidates.filter(({ path }) => path === pathname);
  const asked = method === 'HEAD' ? 'GET' : method;
  return (literal.length > 0 ? literal : candidates).find((operation) => operation.method === asked);
}
