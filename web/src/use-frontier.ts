import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, client, dataOf } from './api.ts';
import type { FixtureList, FrontierJob, FrontierRequest } from './types.ts';
import { pack, writeLink, type View } from './link.ts';
import { sightingOf, type Sighting } from './parts/run-status.tsx';
import { useJob } from './use-job.ts';

const getFrontier = (id: string): Promise<FrontierJob> =>
  dataOf(client.GET('/v1/frontiers/{id}', { params: { path: { id } } }));

interface Watched {
  readonly of: string | undefined;
  readonly since: number;
  isOver: boolean;
  sightings: readonly Sighting[];
}

/** A frontier's job, and how its gaps closed while it was watched. */
export function useWatchedFrontier(id: string | undefined) {
  const watched = useRef<Watched>({ of: undefined, since: 0, isOver: false, sightings: [] });
  const follow = useJob(id, getFrontier, (job) => {
    // Gaps close while the problems are solved; measuring changes none.
    const isSolving = job.status === 'running' && job.progress?.phase !== 'measuring';
    if (!isSolving && (watched.current.of !== id || watched.current.isOver)) return;
    if (watched.current.of !== id) watched.current = { of: id, since: performance.now(), isOver: false, sightings: [] };
    const second = (performance.now() - watched.current.since) / 1000;
    watched.current.isOver = !isSolving;
    watched.current.sightings = [...watched.current.sightings, sightingOf(job.bestSoFar, second)];
  });
  return { ...follow, history: watched.current.of === id ? watched.current.sightings : [] };
}

/** Keeps the address such that it restores the view. */
export function useLink(view: View, request: FrontierRequest | undefined): void {
  const [packed, setPacked] = useState<string | undefined>();
  useEffect(() => {
    if (request !== undefined) void pack(request).then(setPacked);
  }, [request]);
  const fragment = useMemo(() => writeLink(view, packed), [view, packed]);
  useEffect(() => {
    if (fragment !== '' && fragment !== location.hash) history.replaceState(null, '', fragment);
  }, [fragment]);
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
