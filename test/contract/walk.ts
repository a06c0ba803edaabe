import type { Document, Operation } from './document.ts';

type Send = (request: Request) => Promise<Response>;

/** One example of an operation, as it was sent and answered. */
export interface Walked {
  readonly operation: Operation;
  readonly example: string;
  readonly status: number;
  readonly type: string;
  /** JSON where it is that, else text. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** What a POST made: its fields fill the parameters of the paths below. */
type Made = Readonly<Record<string, unknown>> & { readonly '#example': string };

const NONE: Made = { '#example': 'default' };

/**
 * Runs every operation of the document by its own examples: first each POST with each of its bodies, until the jobs that it starts have
 * ended; then each GET, on what was made or by the examples of its parameters; each DELETE last.
 */
export async function* walk(document: Document, baseUrl: string, send: Send): AsyncGenerator<Walked> {
  const made = new Map<string, Made[]>();
  const posts = document.operations.filter(({ method }) => method === 'POST');
  const others = document.operations.filter(({ method }) => method !== 'POST');
  let waiting = posts.flatMap(callsOf);
  // An example may name what another one uploads: those that are refused at first have another turn after the rest.
  for (let turn = 0; turn < 2; turn++) {
    const refused: typeof waiting = [];
    for (const call of waiting) {
      const walked = await ask(call.operation, NONE, { baseUrl, send }, call);
      if (turn === 0 && walked.status >= 400) {
        refused.push(call);
        continue;
      }
      yield walked;
      if (walked.status >= 400) continue;
      // What was stored is there when it is sent again.
      if (walked.status === 201) yield await ask(call.operation, NONE, { baseUrl, send }, call);
      const fields = { ...(walked.body as object), '#example': call.example } as Made;
      made.set(call.operation.path, [...(made.get(call.operation.path) ?? []), fields]);
      if (isOpen(walked.body)) await ended(`${baseUrl}${walked.headers.get('location') ?? ''}`, send);
    }
    waiting = refused;
  }
  for (const operation of others.toSorted((a, b) => rank(a) - rank(b))) {
    const collection = operation.path.slice(0, operation.path.indexOf('/{'));
    const targets = operation.path.includes('/{') ? (made.get(collection) ?? [NONE]) : [NONE];
    for (const target of targets) yield await ask(operation, target, { baseUrl, send });
    for (const accept of Object.keys(operation.responses['200']?.content ?? {}).slice(1))
      yield await ask(operation, targets[0], { baseUrl, send }, { headers: { accept } });
  }
}

const rank = ({ method }: Operation): number => (method === 'DELETE' ? 1 : 0);

interface Call {
  readonly example: string;
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** A POST by each of its examples. The last one prefers to wait for its end, where the operation allows that. */
function callsOf(operation: Operation): (Call & { readonly operation: Operation })[] {
  const examples = Object.entries(Object.values(operation.bodies)[0]?.examples ?? {});
  const mayWait = operation.parameters.some(({ name }) => name.toLowerCase() === 'prefer');
  return examples.map(([example, { value }], position) => ({
    operation,
    example,
    value,
    headers: mayWait && position === examples.length - 1 ? { prefer: 'wait=60' } : {},
  }));
}

/** The path with its parameters filled: by what was made, else by their own examples. */
function pathOf({ path, parameters }: Operation, made: Made): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((known) => known.name === name && known.in === 'path');
    const value = made[name] ?? parameter?.example ?? parameter?.schema['example'];
    if (typeof value !== 'string') throw new Error(`${path}: no example of ${name}`);
    return encodeURIComponent(value);
  });
}

async function ask(
  operation: Operation,
  made: Made,
  { baseUrl, send }: { readonly baseUrl: string; readonly send: Send },
  { example = made['#example'], value, headers = {} }: Partial<Call> = {},
): Promise<Walked> {
  const type = Object.keys(operation.bodies)[0];
  const request = new Request(`${baseUrl}${pathOf(operation, made)}`, {
    method: operation.method,
    ...(value === undefined ? {} : { body: typeof value === 'string' ? value : JSON.stringify(value) }),
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
  });
  const response = await send(request);
  const answered = (response.headers.get('content-type') ?? '').split(';')[0];
  const text = await response.text();
  const body = /[/+]json$/.test(answered) && text !== '' ? (JSON.parse(text) as unknown) : text;
  return { operation, example, status: response.status, type: answered, body, headers: response.headers };
}

const isOpen = (body: unknown): boolean =>
  ['queued', 'running'].includes(String((body as { readonly status?: unknown } | null)?.status));

async function ended(url: string, send: Send): Promise<void> {
  while (isOpen(await (await send(new Request(url))).json())) await new Promise((resolve) => setTimeout(resolve, 50));
}
