import type { Job } from '../../jobs/job.ts';
import type { Created } from '../../jobs/job-store.ts';
import { HttpProblem } from '../problem-details.ts';

/** @throws HttpProblem where the job was refused. */
export function createdJob(created: Created): { readonly job: Job; readonly isRepeated: boolean } {
  switch (created.status) {
    case 'queueFull':
      throw new HttpProblem('queue-full', 'The queue of this server is full.', { 'retry-after': '30' });
    case 'keyReused':
      throw new HttpProblem('key-reused', 'Another body came with this Idempotency-Key before.');
    default:
      return { job: created.job, isRepeated: created.status === 'repeated' };
  }
}
