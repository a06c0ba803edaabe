import type { Context } from 'hono';
import type { TraceFormat } from '../trace-files.ts';
import { HttpProblem } from './problem-details.ts';

/** Media types of traces. None of them can be sent by a form of a web page: that needs the server's consent (CORS) first. */
export const TRACE_TYPES = {
  'application/json': { format: 'json' },
  'application/x-ndjson': { format: 'ndjson' },
  'application/octet-stream': { format: 'binary' },
} as const satisfies Record<string, { readonly format: TraceFormat }>;
export type TraceType = keyof typeof TRACE_TYPES;

export interface TraceBody {
  readonly bytes: Uint8Array;
  readonly format: TraceFormat;
}

/**
 * The body of a request that says it is a trace.
 * @throws HttpProblem where it does not say so.
 */
export async function readTraceBytes(c: Context): Promise<TraceBody> {
  const contentType = c.req.header('content-type') ?? '';
  const type = contentType.split(';')[0].trim().toLowerCase();
  if (!Object.hasOwn(TRACE_TYPES, type))
    throw new HttpProblem(
      'unsupported-media-type',
      `The content-type is ${contentType === '' ? 'missing' : JSON.stringify(contentType.slice(0, 80))}. Maybe one of: ${Object.keys(TRACE_TYPES).join(', ')}.`,
    );
  return { bytes: new Uint8Array(await c.req.arrayBuffer()), format: TRACE_TYPES[type as TraceType].format };
}
