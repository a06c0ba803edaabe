import { BadInputError, shortened } from '../../bad-input.ts';
import { BadCursorError, type JobFilter, type JobPage, type JobStore } from '../../jobs/job-store.ts';

/**
 * A page of jobs.
 * @throws BadInputError where the cursor is none.
 */
export async function listJobs(store: JobStore, filter: JobFilter): Promise<JobPage> {
  try {
    return await store.list(filter);
  } catch (error) {
    if (error instanceof BadCursorError) throw badCursor(filter.after);
    throw error;
  }
}

export const badCursor = (seen: string | undefined): BadInputError =>
  new BadInputError([
    {
      pointer: '?cursor',
      seen: shortened(seen),
      rule: '`next` of the page before',
      maybe: 'Maybe start again without it: jobs are forgotten after a while.',
    },
  ]);
