import type { Context } from 'hono';
import * as z from 'zod';
import { BadInputError, shortened } from '../bad-input.ts';

/** draft-ietf-httpapi-idempotency-key-header: a structured-field string; the same without quotes is taken too. */
const KEY =
  /^(?:"([\u0020\u0021\u0023-\u005b\u005d-\u007e]{1,255})"|([\u0021\u0023-\u002b\u002d-\u003a\u003c-\u005b\u005d-\u007e]{1,255}))$/;

export const IdempotencyKeyHeader = z
  .string()
  .optional()
  .describe(
    'A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs.',
  )
  .meta({ example: '8e03978e-40d5-43e8-bc93-6894a57f9324' });

/**
 * The request's key.
 * @throws BadInputError where it is none.
 */
export function idempotencyKeyOf(c: Context): string | undefined {
  const header = c.req.header('idempotency-key')?.trim();
  if (header === undefined) return undefined;
  const [, quoted, bare] = KEY.exec(header) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  throw new BadInputError([
    {
      pointer: 'Idempotency-Key:',
      seen: shortened(header),
      rule: '1 to 255 printable ASCII characters, quoted or not, without quotes, backslashes, commas or semicolons within',
      maybe: 'Maybe a random UUID.',
    },
  ]);
}
