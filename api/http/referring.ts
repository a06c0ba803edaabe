import type { JobStore } from '../jobs/job-store.ts';
import type { TaskPool } from '../offload/task-pool.ts';
import type { TaskArgument, TaskResult } from '../offload/tasks.ts';
import type { Found, Reference } from '../resources/references.ts';
import type { UploadStore } from '../resources/upload-store.ts';

export interface ReferringServices {
  readonly store: JobStore;
  readonly tasks: TaskPool;
  readonly uploads: UploadStore;
}

type ReferringTask = 'prepareStudy' | 'prepareBatch' | 'prepareUpload' | 'estimate' | 'compare';
type Value<N extends ReferringTask> = Extract<TaskResult<N>, { readonly value: unknown }>['value'];

/**
 * Runs a task whose body may name uploads and jobs: what it needs is looked up among those of the owner, and it is run again with them.
 * @throws as the task does.
 */
export async function runReferring<N extends ReferringTask>(
  services: ReferringServices,
  owner: string,
  name: N,
  body: Uint8Array,
  argument: Omit<TaskArgument<N>, 'found'>,
): Promise<Value<N>> {
  // Each round needs what no round before did: an upload names nothing in its turn.
  for (let found: readonly Found[] = []; ;) {
    const answer = await services.tasks.run(name, body, { ...argument, found });
    if ('value' in answer) return answer.value;
    found = [...found, ...(await Promise.all(answer.needs.map((reference) => find(services, owner, reference))))];
  }
}

async function find({ store, uploads }: ReferringServices, owner: string, reference: Reference): Promise<Found> {
  const { kind, name } = reference;
  if (kind !== 'job') return { ...reference, bytes: await uploads.content(owner, kind, name) };
  const [job, study] = await Promise.all([store.get(name, owner), store.study(name, owner)]);
  if (job === undefined || study === undefined) return { ...reference, bytes: undefined };
  // The study is text already, and long: it is put beside the job as it is.
  return { ...reference, bytes: Buffer.from(`{"job":${JSON.stringify(job)},"study":${study}}`) };
}
