import { useEffect, useRef, useState } from 'preact/hooks';
import type { JobOf, JobPath } from '../../client/index.ts';
import { client, toApiError, type ApiError } from './api.ts';
import type { JobEvent } from './types.ts';

export const isOpen = (job: Pick<JobEvent, 'status'> | undefined): boolean =>
  job?.status === 'queued' || job?.status === 'running';

export interface JobView<J> {
  /** As it was fetched last: at the start, while it runs every second or so, and at its end. */
  readonly job?: J | undefined;
  /** What its last event told, in short; undefined before the first. */
  readonly event?: JobEvent | undefined;
  readonly error?: ApiError | undefined;
}

/** Plans in full may be megabytes: while a job runs they are fetched this often at most. */
const REFRESH_MS = 1200;

/** Follows a job by its events until it has ended; another id starts afresh. */
export function useJob<P extends JobPath>(
  path: P,
  id: string | undefined,
  onEvent?: (event: JobEvent) => void,
): JobView<JobOf<P>> {
  const [view, setView] = useState<JobView<JobOf<P>> & { readonly of?: string | undefined }>({});
  const heard = useRef(onEvent);
  heard.current = onEvent;
  useEffect(() => {
    if (id === undefined) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const show = (change: JobView<JobOf<P>>): void =>
      setView((last) => (signal.aborted ? last : { ...(last.of === id ? last : {}), ...change, of: id }));
    let refreshedAt = performance.now();
    const refresh = async (): Promise<void> => {
      if (performance.now() - refreshedAt < REFRESH_MS) return;
      refreshedAt = performance.now();
      // Whatever is wrong with this look, the following one, or the job's end, shows it.
      const found = await client.find(path, id, { signal }).catch(() => undefined);
      if (found !== undefined) show({ job: found.job });
    };
    const follow = async (): Promise<void> => {
      const started = await client.find(path, id, { signal });
      show({ job: started.job });
      const onProgress = (event: JobEvent): void => {
        heard.current?.(event);
        show({ event });
        void refresh();
      };
      const job = await started.settled({ signal, onProgress });
      show({ job, event: undefined });
    };
    follow().catch((error: unknown) => show({ error: toApiError(error) }));
    return () => leaving.abort();
  }, [path, id]);
  return id !== undefined && view.of === id ? view : {};
}
