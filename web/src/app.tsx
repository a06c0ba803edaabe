import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, client, dataOf, saveToken, type FixtureList, type FrontierJob, type FrontierRequest } from './api.ts';
import { pack, writeLink, type Link, type View } from './link.ts';
import { sightingOf, type Sighting } from './parts/run-status.tsx';
import { ThemeButton } from './parts/theme-button.tsx';
import { draftOf, FIRST_DRAFT, requestOf, type Draft } from './problem/draft.ts';
import { ProblemForm } from './problem/problem-form.tsx';
import { Results } from './results.tsx';
import { isOpen, useJob } from './use-job.ts';
import { useProblem } from './use-problem.ts';

const getFrontier = (id: string): Promise<FrontierJob> =>
  dataOf(client.GET('/v1/frontiers/{id}', { params: { path: { id } } }));

/** The page: the problem on one side, its plans on the other. */
export function App({ link }: { readonly link: Link }) {
  const [view, setView] = useState<View>(link.view);
  const [request, setRequest] = useState<FrontierRequest | undefined>(link.request);
  const [draft, setDraft] = useState<Draft>(() => (link.request === undefined ? FIRST_DRAFT : draftOf(link.request)));
  const [error, setError] = useState<ApiError | undefined>();
  const [isSending, setSending] = useState(false);
  const fixtures = useFixtures();
  const { job, error: jobError, history } = useWatchedFrontier(view.job);
  const problem = useProblem(request);
  useLink(view, request);
  const main = useRef<HTMLElement>(null);
  const run = async (): Promise<void> => {
    const body = requestOf(draft);
    setSending(true);
    try {
      const { id } = await dataOf(client.POST('/v1/frontiers', { body }));
      setError(undefined);
      setRequest(body);
      setView({ job: id });
      main.current?.scrollIntoView({ block: 'start' });
    } catch (fault) {
      setError(fault instanceof ApiError ? fault : new ApiError(0, String(fault)));
    } finally {
      setSending(false);
    }
  };
  const cancel = (): void => {
    if (view.job !== undefined) void dataOf(client.DELETE('/v1/frontiers/{id}', { params: { path: { id: view.job } } })).catch(() => undefined);
  };
  if (fixtures.error?.status === 401) return <TokenForm />;
  return (
    <>
      <a class="skip" href="#results" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to the plans</a>
      <header class="top">
        <h1>Shardwright</h1>
        <p class="tagline">Where embedding tables go: each plan with its proof and its measurement.</p>
        <nav aria-label="Page">
          <CopyLink />
          <a class="button small quiet" href="/openapi.yaml">API</a>
          <ThemeButton />
        </nav>
      </header>
      <div class="columns">
        <aside class="side" aria-label="Problem">
          {fixtures.list === undefined ? (
            <p class="empty" role="status">{fixtures.error?.message ?? 'Loading …'}</p>
          ) : (
            <ProblemForm draft={draft} fixtures={fixtures.list} error={error} isSending={isSending || isOpen(job)} onChange={setDraft} onRun={() => void run()} />
          )}
        </aside>
        <main class="main" id="results" ref={main} tabIndex={-1} aria-label="Plans">
          <Results view={view} job={job} error={jobError} history={history} request={request} problem={problem} fixtures={fixtures.list} onView={(change) => setView((last) => ({ ...last, ...change }))} onCancel={cancel} />
        </main>
      </div>
      <footer class="foot">
        <p>GB is 10⁹ bytes, GiB 2³⁰. Predicted figures come from a cost model, measured ones from this machine; they are never mixed.</p>
      </footer>
    </>
  );
}

function useFixtures(): { readonly list?: FixtureList; readonly error?: ApiError } {
  const [found, setFound] = useState<{ list?: FixtureList; error?: ApiError }>({});
  useEffect(() => {
    dataOf(client.GET('/v1/fixtures')).then(
      (list) => setFound({ list }),
      (error: unknown) => setFound({ error: error instanceof ApiError ? error : new ApiError(0, String(error)) }),
    );
  }, []);
  return found;
}

/** A frontier's job, and how its gaps closed while it was watched. */
function useWatchedFrontier(id: string | undefined) {
  const [history, setHistory] = useState<{ readonly of?: string | undefined; readonly sightings: readonly Sighting[] }>({ sightings: [] });
  const follow = useJob(id, getFrontier, (job) => {
    if (!isOpen(job) || job.startedAt === undefined) return;
    // The server's own clock, as far as its answer tells: ours may stand elsewhere.
    const seen = sightingOf(job.bestSoFar, history.of === id && history.sightings.length > 0 ? history.sightings[history.sightings.length - 1].second + 0.4 : 0);
    setHistory((last) => (last.of === id ? { of: id, sightings: [...last.sightings, seen] } : { of: id, sightings: [seen] }));
  });
  return { ...follow, history: history.of === id ? history.sightings : [] };
}

/** Keeps the address such that it restores the view. */
function useLink(view: View, request: FrontierRequest | undefined): void {
  const [packed, setPacked] = useState<string | undefined>();
  useEffect(() => {
    if (request !== undefined) void pack(request).then(setPacked);
  }, [request]);
  const fragment = useMemo(() => writeLink(view, packed), [view, packed]);
  useEffect(() => {
    if (fragment !== '' && fragment !== location.hash) history.replaceState(null, '', fragment);
  }, [fragment]);
}

function CopyLink() {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return <button type="button" class="button small quiet" onClick={() => void copy()}><span aria-live="polite">{isCopied ? 'Copied' : 'Copy link'}</span></button>;
}

function TokenForm() {
  const [token, setToken] = useState('');
  return (
    <form class="token-form" onSubmit={(event) => { event.preventDefault(); saveToken(token); location.reload(); }}>
      <h1>Shardwright</h1>
      <label><span>This server asks for a bearer token. It is kept for this tab alone.</span><input type="password" autocomplete="off" value={token} onInput={(event) => setToken(event.currentTarget.value)} /></label>
      <button type="submit" class="button primary" disabled={token === ''}>Go on</button>
    </form>
  );
}

