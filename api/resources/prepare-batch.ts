import * as z from 'zod';
import { contentHash } from '../../domain/hash.ts';
import { BadInputError, parseInput, type InputProblem } from '../bad-input.ts';
import { packStudy, type PreparedStudy } from '../prepared-study.ts';
import { collecting } from '../resolve-problem.ts';
import { limited, type StudyLimits } from '../study-limits.ts';
import { prepareStudy, REQUEST_SCHEMAS } from '../studies.ts';
import type { Uploads } from './uploads.ts';

/** Jobs of one batch. */
export const MOST_ITEMS = 1000;

/** Every study carries its whole problem: of all together, as text. */
const MOST_BYTES = 128 * 2 ** 20;

const item = <K extends keyof typeof REQUEST_SCHEMAS>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), request: REQUEST_SCHEMAS[kind] });

const items = <S extends z.ZodType>(schema: S) => z.array(schema).min(1).max(MOST_ITEMS);

/** As the document has it. */
export const BatchRequest = z
  .strictObject({
    items: items(
      z.discriminatedUnion('kind', [
        item('frontier'),
        item('plan'),
        item('evaluation'),
        item('explanation'),
        item('drift'),
      ]),
    ).describe('One job each.'),
  })
  .meta({ id: 'BatchRequest', description: 'Requests of any kind of job, each as its own resource takes it.' });
export type BatchRequest = z.input<typeof BatchRequest>;

/** The frame alone: each request is checked once, by its own kind. */
const Frame = z.strictObject({
  items: items(
    z.strictObject({ kind: z.enum(['frontier', 'plan', 'evaluation', 'explanation', 'drift']), request: z.unknown() }),
  ),
});

export interface PreparedBatch {
  readonly hash: string;
  readonly studies: readonly PreparedStudy[];
}

/**
 * Checks all requests of a batch.
 * @throws BadInputError that lists every problem of every item.
 */
export function prepareBatch(body: unknown, uploads: Uploads, limits: StudyLimits): PreparedBatch {
  const { items: given } = parseInput(Frame, body);
  const faults: InputProblem[] = [];
  let bytes = 0;
  const studies = given.flatMap(({ kind, request }, i) => {
    if (bytes > MOST_BYTES) return [];
    const own: InputProblem[] = [];
    const study = collecting(own, () => packStudy(limited(prepareStudy(kind, request, uploads), limits)));
    faults.push(...own.map((found) => ({ ...found, pointer: `/items/${i}/request${found.pointer}` })));
    if (study === undefined) return [];
    bytes += study.json.length;
    return [study];
  });
  if (bytes > MOST_BYTES)
    faults.push({
      pointer: '/items',
      seen: `${given.length} items`,
      rule: `at most ${MOST_BYTES / 2 ** 20} MiB of problems and traces, with all that they name`,
      maybe: `Maybe send them as several batches: ${studies.length} of these fit.`,
    });
  if (faults.length > 0) throw new BadInputError(faults);
  return { hash: contentHash(studies.map(({ hash }) => hash)), studies };
}
