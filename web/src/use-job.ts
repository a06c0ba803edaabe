import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api.ts';

interface AnyJob {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
}

export const isOpen = (job: AnyJob | undefined): boolean => job?.status === 'queued' || job?.status === 'running';

export interface JobView<J> {
  readonly job?: J | undefined;
  readonly error?: ApiError | undefined;
}

/** Milliseconds between two looks at a job; twice that after a minute. */
const POLL_MS = 400;

/** Follows a job until it has ended. `get` asks for it; a new id starts afresh. */
export function useJob<J extends AnyJob>(
  id: string | undefined,
  get: (id: string) => Promise<J>,
  onState?: (job: J) => void,
): JobView<J> {
  const [view, setView] = useState<JobView<J> & { readonly of?: string | undefined }>({});
  const calls = useRef({ get, onState });
  calls.current = { get, onState };
  useEffect(() => {
    if (id === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    let failures = 0;
    const started = performance.now();
    const look = async (): Promise<void> => {
      try {
        const job = await calls.current.get(id);
        if (isLeft) return;
        failures = 0;
        setView({ job, of: id });
        calls.current.onState?.(job);
        if (isOpen(job))
          timer = setTimeout(() => void look(), performance.now() - started > 60_000 ? 2 * POLL_MS : POLL_MS);
      } catch (error) {
        if (isLeft) return;
        // A server that restarts, or a network that blinks, is waited for; a refusal is final.
        failures += 1;
        const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
        if (error instanceof ApiError && (refused || failures > 5)) setView((last) => ({ ...last, error, of: id }));
        else timer = setTimeout(() => void look(), 1000 * failures);
      }
    };
    void look();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [id]);
  return id !== undefined && view.of === id ? view : {};
}
