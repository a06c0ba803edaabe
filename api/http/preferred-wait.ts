import type { Context } from 'hono';
import * as z from 'zod';

export const PreferHeader = z
  .string()
  .optional()
  .describe(
    'RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been.',
  )
  .meta({ example: 'wait=10' });

/** Seconds that the client would like to wait, at most those allowed; undefined where it asked for none. RFC 7240, section 4.3. */
export function preferredWait(c: Context, mostSeconds: number): number | undefined {
  const header = c.req.header('prefer');
  if (header === undefined) return undefined;
  // The first of several counts (section 2); what is not understood is passed over.
  for (const preference of header.split(',')) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;|$)/i.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), mostSeconds);
  }
  return undefined;
}
