import { useRef, useState } from 'preact/hooks';
import { client, dataOf, startJob, type ApiError } from './api.ts';
import type { FrontierRequest } from './types.ts';
import { writeLink, type View } from './link.ts';
import { packRequest } from './linked-request.ts';
import { TokenForm, TopBar } from './parts/top-bar.tsx';
import { draftOf, FIRST_DRAFT, requestOf, wordsOf, type Draft } from './problem/draft.ts';
import { ProblemForm } from './problem/problem-form.tsx';
import { ProblemFold } from './problem/problem-fold.tsx';
import { rememberRun } from './recent-runs.ts';
import { Results } from './results.tsx';
import { useFixtures, useLink, useWatchedFrontier } from './use-frontier.ts';
import { isOpen } from './use-job.ts';
import { useProblem } from './use-problem.ts';

interface Props {
  /** As the link that was opened has them. */
  readonly view: View;
  readonly request: FrontierRequest | undefined;
}

/** The page: the problem on one side, its plans on the other. */
export function App({ view: firstView, request: firstRequest }: Props) {
  const [view, setView] = useState<View>(firstView);
  const [request, setRequest] = useState(firstRequest);
  const [draft, setDraft] = useState<Draft>(() => (firstRequest === undefined ? FIRST_DRAFT : draftOf(firstRequest)));
  const [error, setError] = useState<ApiError | undefined>();
  const [isSending, setSending] = useState(false);
  const fixtures = useFixtures();
  const { job, event, error: jobError, history } = useWatchedFrontier(view.job);
  const problem = useProblem(request);
  useLink(view, request);
  const main = useRef<HTMLElement>(null);
  const run = async (): Promise<void> => {
    const body = requestOf(draft);
    setSending(true);
    try {
      const id = await startJob('/v1/frontiers', body);
      setError(undefined);
      setRequest(body);
      setView({ job: id });
      const link = writeLink({ job: id }, await packRequest(body));
      rememberRun({ job: id, words: wordsOf(draft), startedAt: new Date().toISOString(), link });
      main.current?.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    } catch (fault) {
      setError(fault as ApiError);
    } finally {
      setSending(false);
    }
  };
  const cancel = (): void => {
    if (view.job !== undefined)
      void dataOf(client.DELETE('/v1/frontiers/{id}', { params: { path: { id: view.job } } })).catch(() => undefined);
  };
  if (fixtures.error?.status === 401) return <TokenForm />;
  return (
    <>
      <SkipLink onSkip={() => main.current?.focus()} />
      <TopBar />
      <div class="columns">
        <ProblemFold draft={draft} hasRun={view.job !== undefined} hasError={error !== undefined}>
          {fixtures.list === undefined ? (
            <p class="empty" role="status">
              {fixtures.error?.message ?? 'Loading …'}
            </p>
          ) : (
            <ProblemForm
              draft={draft}
              fixtures={fixtures.list}
              error={error}
              isSending={isSending || isOpen(job)}
              onChange={setDraft}
              onRun={() => void run()}
            />
          )}
        </ProblemFold>
        <main class="main" id="results" ref={main} tabIndex={-1} aria-label="Plans">
          <Results
            view={view}
            job={job}
            event={event}
            error={jobError}
            history={history}
            request={request}
            problem={problem}
            onView={(change) => setView((last) => ({ ...last, ...change }))}
            onCancel={cancel}
          />
        </main>
      </div>
      <Foot />
    </>
  );
}

function SkipLink({ onSkip }: { readonly onSkip: () => void }) {
  return (
    <a
      class="skip"
      href="#results"
      onClick={(event) => {
        // The fragment belongs to the link that restores the view.
        event.preventDefault();
        onSkip();
      }}
    >
      Skip to the plans
    </a>
  );
}

function Foot() {
  return (
    <footer class="foot">
      <p>
        GB is 10⁹ bytes, GiB 2³⁰. Predicted figures come from a cost model, measured ones from this machine; they are
        never mixed.
      </p>
    </footer>
  );
}
