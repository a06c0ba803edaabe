import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, client, dataOf } from './api.ts';
import type { FixtureList, FrontierRequest } from './types.ts';
import { writeLink, type View } from './link.ts';
import { packRequest } from './linked-request.ts';
import { sightingOf, type Sighting } from './parts/run-status.tsx';
import { useJob } from './use-job.ts';

interface Watched {
  readonly of: string | undefined;
  readonly since: number;
  sightings: readonly Sighting[];
}

/** Sightings closer than this are one: a chart shows no more. */
const SIGHTING_SECONDS = 0.05;

/** A frontier's job, and how its gaps closed while it was watched. */
export function useWatchedFrontier(id: string | undefined) {
  const watched = useRef<Watched>({ of: undefined, since: 0, sightings: [] });
  const follow = useJob('/v1/frontiers', id, ({ status, progress, bestSoFar }) => {
    if (status === 'queued') return;
    if (watched.current.of !== id) watched.current = { of: id, since: performance.now(), sightings: [] };
    const { since, sightings } = watched.current;
    const last = sightings.at(-1);
    // Gaps close while the problems are solved; measuring changes none.
    if (last?.isLast === true) return;
    const second = (performance.now() - since) / 1000;
    const isLast = status !== 'running' || progress?.phase === 'measuring';
    const kept = last !== undefined && second - last.second < SIGHTING_SECONDS ? sightings.slice(0, -1) : sightings;
    watched.current.sightings = [...kept, sightingOf(bestSoFar, second, isLast)];
  });
  return { ...follow, history: watched.current.of === id ? watched.current.sightings : [] };
}

/** Keeps the address such that it restores the view. */
export function useLink(view: View, request: FrontierRequest | undefined): void {
  const [packed, setPacked] = useState<string | undefined>();
  useEffect(() => {
    if (request !== undefined) void packRequest(request).then(setPacked);
  }, [request]);
  const fragment = useMemo(() => writeLink(view, packed), [view, packed]);
  useEffect(() => {
    if (fragment !== '' && fragment !== location.hash) history.replaceState(null, '', fragment);
  }, [fragment]);
  useEffect(() => {
    // Another link pasted into this tab, or one to a recent run: our own changes of the address are no such event.
    const restore = (): void => location.reload();
    addEventListener('hashchange', restore);
    return () => removeEventListener('hashchange', restore);
  }, []);
}

/** What ships with the server. */
export function useFixtures(): { readonly list?: FixtureList; readonly error?: ApiError } {
  const [found, setFound] = useState<{ list?: FixtureList; error?: ApiError }>({});
  useEffect(() => {
    dataOf(client.GET('/v1/fixtures')).then(
      (list) => setFound({ list }),
      (error: unknown) => setFound({ error: error as ApiError }),
    );
  }, []);
  return found;
}
