import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from './api.ts';
import type { Frontier, FrontierJob, FrontierRequest, JobEvent, LoadMeasure } from './types.ts';
import { FrontierSection } from './frontier/frontier-section.tsx';
import { kneeOf } from './frontier/knee.ts';
import type { View } from './link.ts';
import { NoPlan } from './parts/no-plan.tsx';
import { RunStatus, type Sighting } from './parts/run-status.tsx';
import { Welcome } from './parts/welcome.tsx';
import { PlanPanel, TABS } from './plan/plan-panel.tsx';
import { isOpen } from './use-job.ts';
import type { ResolvedProblem } from './use-problem.ts';

interface Props {
  readonly view: View;
  readonly job: FrontierJob | undefined;
  readonly event: JobEvent | undefined;
  readonly error: ApiError | undefined;
  readonly history: readonly Sighting[];
  readonly request: FrontierRequest | undefined;
  readonly problem: ResolvedProblem | undefined;
  readonly onView: (change: View) => void;
  readonly onCancel: () => void;
}

/** What a run answers, in each of its states. */
export function Results(props: Props) {
  const { view, job, event, error, history, onCancel } = props;
  const now = useNow(isOpen(job));
  if (view.job === undefined) return <Welcome />;
  if (error !== undefined)
    return (
      <div class="notice bad" role="alert">
        <p class="notice-title">{error.message}</p>
        {error.status === 404 ? (
          <p>The run of this link is gone from this server. Its problem is filled in: find plans again.</p>
        ) : null}
      </div>
    );
  if (job === undefined)
    return (
      <p class="empty" role="status">
        Loading the run …
      </p>
    );
  return (
    <>
      <RunStatus job={job} event={event} history={history} now={now} onCancel={onCancel} />
      {job.status === 'failed' ? (
        <div class="notice bad" role="alert">
          <p class="notice-title">{job.error?.message ?? 'The run failed.'}</p>
          <p>
            The server’s log has it under <code>{job.error?.id}</code>.
          </p>
        </div>
      ) : null}
      <Answer {...props} job={job} />
    </>
  );
}

function Answer(props: Props & { readonly job: FrontierJob }) {
  const { job, request } = props;
  const answer = job.result?.answer;
  const loadMeasure = job.bestSoFar[0]?.estimate.loadMeasure ?? request?.problem.loadMeasure ?? 'lookupBytes';
  const frontier = answer?.status === 'solved' ? answer.frontier : foundSoFar(job, request);
  if (frontier.plans.length > 0) return <Plans {...props} frontier={frontier} loadMeasure={loadMeasure} />;
  if (isOpen(job)) return <p class="empty waiting">The first plans appear here as they are found.</p>;
  if (job.status === 'cancelled') return <p class="empty">Cancelled before a plan was found.</p>;
  if (answer !== undefined && answer.status !== 'solved') return <NoPlan answer={answer} loadMeasure={loadMeasure} />;
  return null;
}

/** Plans of a run that goes on, or that was cancelled, as a frontier in a fixed order. */
function foundSoFar({ bestSoFar }: FrontierJob, request: FrontierRequest | undefined): Frontier {
  const plans = [...bestSoFar].sort(
    (a, b) =>
      a.estimate.hostsUsed - b.estimate.hostsUsed ||
      b.estimate.peakLoad - a.estimate.peakLoad ||
      (a.placementHash < b.placementHash ? -1 : 1),
  );
  return {
    objectives: request?.problem.objectives ?? ['hostsUsed', 'peakLoad'],
    exactness: 'grid',
    gridPoints: 1,
    plans,
    strategies: [],
    cells: { solved: 0, infeasible: 0, noPlanFound: 0, skipped: 0, unswept: 0 },
  };
}

interface PlansProps extends Props {
  readonly job: FrontierJob;
  readonly frontier: Frontier;
  readonly loadMeasure: LoadMeasure;
}

function Plans({ view, job, request, problem, frontier, loadMeasure, onView }: PlansProps) {
  const { plans, objectives } = frontier;
  const indexOf = (hash: string | undefined): number | undefined => {
    const at = hash === undefined ? -1 : plans.findIndex(({ placementHash }) => placementHash.startsWith(hash));
    return at < 0 ? undefined : at;
  };
  // A run that has ended shows a plan in full at once: the one nearest to the best of every objective.
  const chosen = indexOf(view.plan) ?? (isOpen(job) ? undefined : kneeOf(plans, objectives));
  const found = indexOf(view.other);
  const other = found === chosen ? undefined : found;
  const hashOf = (index: number): string => plans[index].placementHash.slice(0, 16);
  const choose = (index: number): void =>
    onView({
      plan: hashOf(index),
      ...(index === other ? { other: undefined } : {}),
      ...(index === chosen ? {} : { host: undefined }),
    });
  const compare = (index: number | undefined): void => {
    if (index === undefined) return onView({ other: undefined });
    const partner = chosen ?? (index === 0 ? 1 : 0);
    onView({ other: hashOf(index), tab: 'compare', plan: hashOf(partner) });
  };
  return (
    <>
      <FrontierSection
        view={view}
        job={job}
        frontier={frontier}
        loadMeasure={loadMeasure}
        chosen={chosen}
        other={other}
        onView={onView}
        onChoose={choose}
        onCompare={compare}
      />
      {chosen === undefined ? (
        <p class="empty">
          Choose a plan in the chart or the table to see where its tables lie, what its latency is made of and what
          binds it.
        </p>
      ) : problem === undefined || request === undefined ? (
        <p class="empty">
          {request === undefined
            ? 'This link carries no problem: only the figures above can be shown.'
            : 'Loading the model …'}
        </p>
      ) : (
        <PlanPanel
          problem={request.problem}
          model={problem.model}
          fleet={problem.fleet}
          plans={plans}
          chosen={chosen}
          isSuggested={indexOf(view.plan) === undefined}
          other={other}
          tab={TABS.find(({ name }) => name === view.tab)?.name ?? 'placement'}
          host={view.host}
          loadMeasure={loadMeasure}
          onTab={(tab) => onView({ tab })}
          onHost={(host) => onView({ host })}
        />
      )}
    </>
  );
}

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
