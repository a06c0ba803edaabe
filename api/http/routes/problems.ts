import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import * as z from 'zod';
import { HttpProblem, PROBLEM_TYPES, problemUri, type ProblemType } from '../problem-details.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

const ProblemPage = z
  .strictObject({
    type: z.string().describe('As errors state it; the path of this page.'),
    status: z.int().describe('Of the answers that carry it.'),
    title: z.string(),
    mend: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'ProblemPage', description: 'A way in which the service refuses or fails.' });
type ProblemPage = z.infer<typeof ProblemPage>;

const TYPES = Object.keys(PROBLEM_TYPES) as ProblemType[];

/** What the types of errors mean, and how to mend each: a type is the path of its page. */
export const problemRoutes = (): Route[] => [
  {
    method: 'get',
    path: '/problems',
    operation: {
      operationId: 'listProblemTypes',
      tags: ['documents'],
      summary: 'List the types of errors',
      description: 'Every way in which the service refuses or fails, and how to mend it.',
      responses: {
        '200': jsonResponse('All types.', z.strictObject({ problems: z.array(ProblemPage) })),
        ...problemResponses(),
      },
    },
    handle: (c) => c.json({ problems: TYPES.map(pageOf) }),
  },
  {
    method: 'get',
    path: '/problems/{type}',
    operation: {
      operationId: 'getProblemType',
      tags: ['documents'],
      summary: 'Say what a type of error means',
      description: 'JSON; a page for people where text/html is asked for.',
      requestParams: {
        path: z.object({
          type: z.enum(TYPES).meta({ description: 'The last part of the type.', example: 'invalid-input' }),
        }),
      },
      responses: {
        '200': {
          description: 'What it means and how to mend it.',
          content: { 'application/json': { schema: ProblemPage }, 'text/html': { schema: z.string() } },
        },
        ...problemResponses('not-found'),
      },
    },
    handle: (c) => {
      const type = TYPES.find((known) => known === c.req.param('type'));
      if (type === undefined) throw new HttpProblem('not-found', `The types are: ${TYPES.join(', ')}.`);
      return wantsHtml(c) ? c.html(htmlOf(pageOf(type))) : c.json(pageOf(type));
    },
  },
];

const pageOf = (type: ProblemType): ProblemPage => {
  const { status, title, mend } = PROBLEM_TYPES[type];
  return { type: problemUri(type), status, title, mend };
};

/** Programs that name no type get JSON. */
const wantsHtml = (c: Context): boolean =>
  accepts(c, { header: 'Accept', supports: ['application/json', 'text/html'], default: 'application/json' }) ===
  'text/html';

const htmlOf = ({ type, status, title, mend }: ProblemPage): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>
<p>Status ${status}, type <code>${escaped(type)}</code>.</p>
<h2>How to mend it</h2>
<p>${escaped(mend)}</p>
<p><a href="/problems">All types</a>, <a href="/docs">the API</a></p>
</html>
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
