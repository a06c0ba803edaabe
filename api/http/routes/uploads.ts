import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import * as z from 'zod';
import type { ZodOpenApiMediaTypeObject, ZodOpenApiOperationObject } from 'zod-openapi';
import { Fleet } from '../../../domain/fleet.ts';
import { Model } from '../../../domain/model.ts';
import { Trace, Workload } from '../../../domain/trace.ts';
import { ProblemInput } from '../../inputs.ts';
import { FleetUpload, ModelUpload, ProblemUpload, TraceUpload, WorkloadUpload } from '../../resources/upload.ts';
import { UPLOAD_KINDS, uploadsPath, type UploadKind } from '../../resources/uploads.ts';
import { ETag, IfNoneMatch, NOT_MODIFIED } from '../conditional.ts';
import { RESOURCE_EXAMPLES } from '../resource-examples.ts';
import { badCursor } from '../jobs/list-jobs.ts';
import { ownerOf } from '../owner.ts';
import { answerPage, pageOf, pageResponse } from '../page.ts';
import { HttpProblem } from '../problem-details.ts';
import { PageQuery, readQuery } from '../query.ts';
import { runReferring, type ReferringServices } from '../referring.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';
import { SMALL_TRACE } from '../small-example.ts';
import { readTraceBytes, TRACE_TYPES, type TraceType } from '../trace-body.ts';
import { readJsonBytes } from '../json-body.ts';

const KINDS = {
  model: { content: Model, upload: ModelUpload, what: 'a model' },
  workload: { content: Workload, upload: WorkloadUpload, what: 'a workload' },
  trace: { content: Trace, upload: TraceUpload, what: 'a trace' },
  fleet: { content: Fleet, upload: FleetUpload, what: 'a fleet' },
  problem: { content: ProblemInput, upload: ProblemUpload, what: 'a problem' },
} as const satisfies Record<UploadKind, unknown>;

/** What is uploaded once and then named by its hash. */
export const uploadRoutes = (services: ReferringServices): Route[] =>
  UPLOAD_KINDS.flatMap((kind) => [
    createRoute(kind, services),
    listRoute(kind, services),
    getRoute(kind, services),
    deleteRoute(kind, services),
  ]);

const HashPath = z.object({ hash: z.string().max(200).describe('As the answer of the POST says.') });
const Location = z.string().describe('The content, for ever: its path ends with its hash.');

function createRoute(kind: UploadKind, services: ReferringServices): Route {
  const { content, upload, what } = KINDS[kind];
  const json: ZodOpenApiMediaTypeObject = { schema: content, examples: RESOURCE_EXAMPLES.uploads[kind] };
  const operation: ZodOpenApiOperationObject = {
    operationId: `upload${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `Upload ${what}`,
    description:
      kind === 'problem'
        ? 'Checked as a job would check it, and kept whole: fixtures and uploads that it names are put in place, a workload is estimated where it names a trace. Then `{"hash": ...}` stands for it in requests.'
        : 'Checked, and kept until you delete it. Then `{"hash": ...}` stands for it in requests. The same content, however it is written, has the same hash.',
    requestBody: {
      required: true,
      content: kind === 'trace' ? { 'application/json': json, ...TRACE_MEDIA } : { 'application/json': json },
    },
    responses: {
      '200': jsonResponse('It was there already.', upload, { headers: z.object({ Location }) }),
      '201': jsonResponse('It is kept from now on.', upload, { headers: z.object({ Location }) }),
      ...problemResponses(
        'malformed-json',
        'invalid-input',
        'too-large',
        'uploads-full',
        'unsupported-media-type',
        'too-heavy',
      ),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const owner = ownerOf(c);
    const { bytes, format } =
      kind === 'trace' ? await readTraceBytes(c) : { bytes: await readJsonBytes(c), format: 'json' as const };
    const prepared = await runReferring(services, owner, 'prepareUpload', bytes, { kind, format });
    const put = await services.uploads.put(owner, prepared);
    if (put.status === 'full')
      throw new HttpProblem(
        'uploads-full',
        `It takes ${prepared.packed.length} bytes compressed; your uploads take ${put.usedBytes} of ${put.limitBytes}.`,
      );
    return c.json(put.upload, put.status === 'created' ? 201 : 200, {
      location: `${uploadsPath(kind)}/${put.upload.hash}`,
    });
  };
  return { method: 'post', path: uploadsPath(kind), operation, handle };
}

const LINES = {
  twoRequests: {
    summary: 'One request a line',
    value: SMALL_TRACE.requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
  },
};

const TRACE_MEDIA: Record<string, ZodOpenApiMediaTypeObject> = {
  'application/x-ndjson': { schema: z.string().describe('A TraceRequest as JSON on each line.'), examples: LINES },
  'application/octet-stream': {
    schema: z
      .string()
      .describe('Any form of docs/trace-format.md, told apart by its content. GET answers the binary one.')
      .meta({ format: 'binary' }),
    examples: LINES,
  },
};

function listRoute(kind: UploadKind, { uploads }: ReferringServices): Route {
  const Query = z.strictObject(PageQuery);
  const operation: ZodOpenApiOperationObject = {
    operationId: `list${capital(kind)}s`,
    tags: [`${kind}s`],
    summary: `List the ${kind}s that you have uploaded`,
    description: 'Their hashes, and each in short: GET one of them for its content.',
    requestParams: { query: Query },
    responses: { '200': pageResponse(PAGES[kind]), ...problemResponses('invalid-input') },
  };
  const handle = async (c: Context): Promise<Response> => {
    const { limit, cursor } = readQuery(c, Query);
    const page = await uploads.list({ owner: ownerOf(c), kind, limit, after: cursor });
    if (page === undefined) throw badCursor(cursor);
    return answerPage(c, page.uploads, page.next);
  };
  return { method: 'get', path: uploadsPath(kind), operation, handle };
}

function getRoute(kind: UploadKind, { uploads, tasks }: ReferringServices): Route {
  const { content, what } = KINDS[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `get${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `The content of ${what}`,
    description: `Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash.${kind === 'trace' ? ' Accept asks for another form.' : ''}`,
    requestParams: { path: HashPath, header: z.object({ 'If-None-Match': IfNoneMatch }) },
    responses: {
      '200': {
        description: 'The content.',
        headers: z.object({ ETag }),
        content: { 'application/json': { schema: content }, ...(kind === 'trace' ? TRACE_MEDIA : {}) },
      },
      '304': NOT_MODIFIED,
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const hash = c.req.param('hash') ?? '';
    const packed = await uploads.content(ownerOf(c), kind, hash);
    if (packed === undefined) throw unknown(kind);
    c.header('cache-control', 'private, max-age=31536000, immutable');
    if (kind !== 'trace') return jsonContent(c, hash, packed);
    c.header('vary', 'Accept');
    const type = preferredType(c);
    const { format } = TRACE_TYPES[type];
    if (format === 'json') return jsonContent(c, hash, packed);
    const bytes = await tasks.run('formatTrace', packed, { format });
    return c.body(new Uint8Array(bytes), 200, { 'content-type': type, etag: `"${hash}-${format}"` });
  };
  return { method: 'get', path: `${uploadsPath(kind)}/{hash}`, operation, handle };
}

/** It is kept compressed, and travels so to those who accept it. */
async function jsonContent(c: Context, hash: string, packed: Uint8Array<ArrayBuffer>): Promise<Response> {
  c.header('vary', 'Accept-Encoding', { append: true });
  const encoding = accepts(c, { header: 'Accept-Encoding', supports: ['gzip', 'identity'], default: 'identity' });
  const type = { 'content-type': 'application/json' };
  // Two encodings of one content are different bytes: a strong tag names one of them.
  if (encoding === 'gzip') return c.body(packed, 200, { ...type, etag: `W/"${hash}"`, 'content-encoding': 'gzip' });
  return c.body(await unpack(packed), 200, { ...type, etag: `"${hash}"` });
}

const unpack = async (packed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await promisify(gunzip)(packed));

const preferredType = (c: Context): TraceType =>
  accepts(c, { header: 'Accept', supports: Object.keys(TRACE_TYPES), default: 'application/json' }) as TraceType;

function deleteRoute(kind: UploadKind, { uploads }: ReferringServices): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: `delete${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `Delete ${KINDS[kind].what}`,
    description: 'Jobs that were made with it are whole without it.',
    requestParams: { path: HashPath },
    responses: { '204': { description: 'It is gone.' }, ...problemResponses('not-found') },
  };
  const handle = async (c: Context): Promise<Response> => {
    if (!(await uploads.remove(ownerOf(c), kind, c.req.param('hash') ?? ''))) throw unknown(kind);
    return c.body(null, 204);
  };
  return { method: 'delete', path: `${uploadsPath(kind)}/{hash}`, operation, handle };
}

const PAGES = {
  model: pageOf(ModelUpload, 'ModelUploadPage'),
  workload: pageOf(WorkloadUpload, 'WorkloadUploadPage'),
  trace: pageOf(TraceUpload, 'TraceUploadPage'),
  fleet: pageOf(FleetUpload, 'FleetUploadPage'),
  problem: pageOf(ProblemUpload, 'ProblemUploadPage'),
} as const;

const unknown = (kind: UploadKind): HttpProblem =>
  new HttpProblem('not-found', `You have uploaded no ${kind} of this hash.`);

const capital = (word: string): string => word[0].toUpperCase() + word.slice(1);
