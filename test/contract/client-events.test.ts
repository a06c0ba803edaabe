import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClient, type JobEvent } from '../../client/index.ts';
import { readEvents, type ServerEvent } from '../../client/events.ts';

const streamOf = (chunks: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe('a stream of events', () => {
  it('is read the same however it is cut, and whatever ends its lines', async () => {
    let reached = 0;
    const events = fc.array(fc.record({ id: fc.nat(), data: fc.string({ unit: 'grapheme' }) }), { maxLength: 5 });
    const property = fc.asyncProperty(
      events.map((list) => list.map(({ id, data }) => ({ id: String(id), data: data.replaceAll(/[\r\n]/g, ' ') }))),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }),
      async (told, end, sizes) => {
        const text = told
          .map(({ id, data }) => [`: heartbeat`, '', 'event: job', `id: ${id}`, `data: ${data}`, '', ''].join(end))
          .join('');
        const bytes = new TextEncoder().encode(`retry: 1000${end}${end}${text}data: cut of`);
        const chunks: Uint8Array<ArrayBuffer>[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length];
          chunks.push(bytes.slice(at, at + size));
          at += size;
        }
        const read: ServerEvent[] = [];
        for await (const event of readEvents(streamOf(chunks))) read.push(event);
        expect(read).toEqual(told);
        reached += told.length;
      },
    );
    await fc.assert(property, { numRuns: 200, seed: 1 });
    expect(reached).toBeGreaterThan(200);
  });
});

/** A service of one job with three states, whose connection breaks after each event. */
function breakingService(hasEvents: boolean) {
  const asked: string[] = [];
  const states = [
    { id: 'j', revision: 1, status: 'queued', bestSoFar: [] },
    { id: 'j', revision: 2, status: 'running', bestSoFar: [] },
    { id: 'j', revision: 3, status: 'succeeded', bestSoFar: [], result: { kind: 'plan' } },
  ];
  let revision = 1;
  const answer = (request: Request): Response => {
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') return Response.json(states[0], { status: 202 });
    if (!pathname.endsWith('/events')) {
      const state = Response.json(states[revision - 1], { headers: { 'retry-after': '0' } });
      if (!hasEvents) revision++;
      return state;
    }
    asked.push(request.headers.get('last-event-id') ?? '');
    if (!hasEvents) return new Response('no such page', { status: 404 });
    const event = `id: ${++revision}\ndata: ${JSON.stringify(states[revision - 1])}\n\ndata: cu`;
    return new Response(event, { headers: { 'content-type': 'text/event-stream' } });
  };
  return { asked, client: createClient({ baseUrl: 'http://service.test', fetch: async (request) => answer(request) }) };
}

const body = { problem: { model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '4x32gib' } } } as const;

describe('the client follows a job', () => {
  it('from the last event that it saw, where the connection breaks', async () => {
    const { client, asked } = breakingService(true);
    const seen: JobEvent[] = [];
    const result = await client.plan(body, { onProgress: (event) => seen.push(event) });
    expect(result.kind).toBe('plan');
    expect(seen.map(({ revision }) => revision)).toEqual([2, 3]);
    expect(asked).toEqual(['', '2']);
  });

  it('by asking again, where no events come through', async () => {
    const { client } = breakingService(false);
    expect((await client.plan(body)).kind).toBe('plan');
  });
});
