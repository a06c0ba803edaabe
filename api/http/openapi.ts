import { stringify } from 'yaml';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { VERSION } from '../version.ts';
import { exemplify } from './recorded-answers.ts';
import type { Documents } from './routes/documents.ts';
import { completed, describeHeaders, SECURITY_SCHEMES } from './common-answers.ts';
import { hoistComponents } from './hoist-components.ts';
import type { Route } from './route.ts';

const DESCRIPTION = [
  'Places the embedding tables of a recommendation model on hosts, proves how far each plan is from the best, and executes each plan as sharded inference.',
  'Work is a job: POST answers 202 with its Location, GET shows its progress, the plans found so far and its result, DELETE cancels it and keeps what was found. An impossible problem is no error: the job succeeds, and its answer says `infeasible` and what is short.',
  'What takes long can be waited for (`Prefer: wait=N`), followed (server-sent events) and sent again (`Idempotency-Key`). What is sent often can be uploaded once and then be named by its hash, wherever `{"hash": ...}` is allowed. docs/http-api.md shows all of it by example.',
  'GB is 10^9 bytes, GiB 2^30. Fields carry their unit: Bytes, Ms, PerSecond. Errors are problem details (RFC 9457) with a stable `type`; a refused request lists every fault with its JSON pointer.',
].join('\n\n');

/** The API's description, made of its routes. The same routes give the same bytes. */
export function describeApi(routes: readonly Route[]): Documents {
  const paths: ZodOpenApiPathsObject = {};
  for (const { method, path, operation } of routes)
    paths[path] = { ...paths[path], [method]: completed(path, method, operation) };
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Shardwright',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [
        { url: '/', description: 'The server that this document comes from.' },
        { url: 'http://127.0.0.1:8080', description: 'Where npm start listens.' },
      ],
      security: [],
      tags: [
        { name: 'frontiers', description: 'Plans none of which dominates another.' },
        { name: 'plans', description: 'One plan for one objective.' },
        { name: 'evaluations', description: 'A placement of your own, judged.' },
        { name: 'explanations', description: 'Why a plan is as it is, and what would help.' },
        { name: 'drifts', description: 'How far requests have moved from what a plan was made for.' },
        { name: 'batches', description: 'Many jobs by one request.' },
        { name: 'estimates', description: 'A placement judged at once, without being run.' },
        { name: 'comparisons', description: 'Two plans, placements, frontiers or problems.' },
        { name: 'models', description: 'Models of your own, uploaded once.' },
        { name: 'workloads', description: 'Workloads of your own, uploaded once.' },
        { name: 'traces', description: 'Traces of your own, uploaded once.' },
        { name: 'problems', description: 'Whole problems, uploaded once.' },
        { name: 'fleets', description: 'Fleets of your own, uploaded once.' },
        { name: 'fixtures', description: 'Models and fleets that ship with Shardwright.' },
        { name: 'documents', description: 'The service about itself.' },
        { name: 'operation', description: 'For those who run it: probes and figures.' },
      ],
      paths,
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    {
      // A client made today must survive a field added tomorrow: responses stay open.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );
  openReferences(document);
  exemplify(document as unknown as Record<string, unknown>);
  describeHeaders(document as unknown as Record<string, unknown>);
  hoistComponents(document as unknown as Record<string, unknown>);
  return {
    json: document,
    yaml: stringify(document, { aliasDuplicateObjects: false, blockQuote: 'literal', lineWidth: 0 }),
  };
}

/** The generator closes a schema that only names another one and describes it: that would allow no property at all. */
function openReferences(part: unknown): void {
  if (part === null || typeof part !== 'object') return;
  if ('$ref' in part && 'additionalProperties' in part) delete part.additionalProperties;
  for (const inner of Object.values(part)) openReferences(inner);
}
