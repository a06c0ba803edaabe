import { useEffect, useState } from 'preact/hooks';
import type { ApiError, FixtureList, Frontier, FrontierJob, FrontierRequest, LoadMeasure } from './api.ts';
import { bytes, counted } from './format.ts';
import { axisOf, firstAxes } from './frontier/axes.ts';
import { columnsOf } from './frontier/columns.ts';
import { FrontierChart } from './frontier/frontier-chart.tsx';
import { FrontierTable } from './frontier/frontier-table.tsx';
import type { View } from './link.ts';
import { saveText, toCsv } from './parts/download.tsx';
import { NoPlan } from './parts/no-plan.tsx';
import { measuredLine, RunStatus, type Sighting } from './parts/run-status.tsx';
import { PlanPanel, TABS, type TabName } from './plan/plan-panel.tsx';
import { Strategies } from './frontier/strategies.tsx';
import { isOpen } from './use-job.ts';
import type { ResolvedProblem } from './use-problem.ts';
import { Welcome } from './parts/welcome.tsx';

interface Props {
  readonly view: View;
  readonly job: FrontierJob | undefined;
  readonly error: ApiError | undefined;
  readonly history: readonly Sighting[];
  readonly request: FrontierRequest | undefined;
  readonly problem: ResolvedProblem | undefined;
  readonly fixtures: FixtureList | undefined;
  onView(change: View): void;
  onCancel(): void;
}

/** What a run answers, in each of its states. */
export function Results(props: Props) {
  const { view, job, error, history, onCancel } = props;
  const now = useNow(isOpen(job));
  if (view.job === undefined) return <Welcome />;
  if (error !== undefined)
    return (
      <div class="notice bad" role="alert">
        <p class="notice-title">{error.message}</p>
        {error.status === 404 ? <p>The link’s run is gone from this server. Its problem is filled in beside: run it again.</p> : null}
      </div>
    );
  if (job === undefined) return <p class="empty" role="status">Loading the run …</p>;
  return (
    <>
      <RunStatus job={job} history={history} now={now} onCancel={onCancel} />
      {job.status === 'failed' ? (
        <div class="notice bad" role="alert">
          <p class="notice-title">{job.error?.message ?? 'The run failed.'}</p>
          <p>The server’s log has it under <code>{job.error?.id}</code>.</p>
        </div>
      ) : null}
      <Answer {...props} job={job} />
    </>
  );
}

function Answer(props: Props & { readonly job: FrontierJob }) {
  const { job, request } = props;
  const answer = job.result?.answer;
  const loadMeasure = loadMeasureOf(job, request);
  if (answer !== undefined && answer.status !== 'solved' && job.bestSoFar.length === 0) {
    if (job.status === 'cancelled') return <p class="empty">Cancelled before a plan was found.</p>;
    return <NoPlan answer={answer} loadMeasure={loadMeasure} />;
  }
  const frontier = answer?.status === 'solved' ? answer.frontier : partialFrontier(job, request);
  if (frontier.plans.length === 0)
    return isOpen(job) ? <p class="empty waiting">The first plans appear here as they are found.</p> : job.status === 'failed' ? null : <p class="empty">Cancelled before a plan was found.</p>;
  return <Plans {...props} frontier={frontier} loadMeasure={loadMeasure} />;
}

const loadMeasureOf = (job: FrontierJob, request: FrontierRequest | undefined): LoadMeasure =>
  job.bestSoFar[0]?.estimate.loadMeasure ?? request?.problem.loadMeasure ?? 'lookupBytes';

/** Plans of a run that goes on, or that was cancelled: drawn as a frontier, in a fixed order. */
function partialFrontier(job: FrontierJob, request: FrontierRequest | undefined): Frontier {
  const plans = [...job.bestSoFar].sort((a, b) => a.estimate.hostsUsed - b.estimate.hostsUsed || b.estimate.peakLoad - a.estimate.peakLoad || (a.placementHash < b.placementHash ? -1 : 1));
  return { objectives: request?.problem.objectives ?? ['hostsUsed', 'peakLoad'], exactness: 'grid', gridPoints: 1, plans, strategies: [], cells: { solved: 0, infeasible: 0, noPlanFound: 0, skipped: 0, unswept: 0 } };
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
  const chosen = indexOf(view.plan);
  const found = indexOf(view.other);
  const other = found === chosen ? undefined : found;
  const first = firstAxes(plans, objectives);
  const hashOf = (index: number | undefined): string | undefined => (index === undefined ? undefined : plans[index].placementHash.slice(0, 16));
  const tab = TABS.find(({ name }) => name === view.tab)?.name ?? 'placement';
  const choose = (index: number): void => onView({ plan: hashOf(index), ...(index === other ? { other: undefined } : {}), ...(index === chosen ? {} : { host: undefined }) });
  const compare = (index: number | undefined): void => onView({ other: hashOf(index), ...(index === undefined ? {} : { tab: 'compare', ...(chosen === undefined ? { plan: hashOf(index === 0 ? 1 : 0) } : {}) }) });
  return (
    <>
      <section class="frontier" aria-labelledby="frontier-title">
        <header class="section-head">
          <div>
            <h2 id="frontier-title">Frontier: {counted(plans.length, 'plan')}</h2>
            <p class="hint">{headline(job)}</p>
          </div>
          <Downloads job={job} frontier={frontier} loadMeasure={loadMeasure} />
        </header>
        <FrontierChart frontier={frontier} x={axisOf(view.x, first.x)} y={axisOf(view.y, first.y)} loadMeasure={loadMeasure} chosen={chosen} other={other} onAxes={onView} onPick={choose} />
        <FrontierTable plans={plans} loadMeasure={loadMeasure} chosen={chosen} other={other} onChoose={choose} onCompare={compare} />
        <Notes job={job} frontier={frontier} />
        {frontier.strategies.length === 0 ? null : <Strategies frontier={frontier} loadMeasure={loadMeasure} />}
      </section>
      {chosen === undefined ? (
        <p class="empty">Choose a plan in the chart or the table to see where its tables lie, what its latency is made of and what binds it.</p>
      ) : problem === undefined || request === undefined ? (
        <p class="empty">{request === undefined ? 'This link carries no problem: only the figures above can be shown.' : 'Loading the model …'}</p>
      ) : (
        <PlanPanel
          problem={request.problem}
          model={problem.model}
          fleet={problem.fleet}
          plans={plans}
          chosen={chosen}
          other={other}
          tab={tab}
          host={view.host}
          loadMeasure={loadMeasure}
          onTab={(name: TabName) => onView({ tab: name })}
          onHost={(host) => onView({ host })}
        />
      )}
    </>
  );
}

const headline = ({ result, status }: FrontierJob): string => {
  if (result === undefined) return status === 'cancelled' ? 'Cancelled: what was found before is kept.' : 'Found so far; gaps still close.';
  const { model, fleet, objectives, seed, version } = result;
  return `${model.name}: ${counted(model.tables, 'table')}, ${bytes(model.bytes)}, on ${counted(fleet.hosts, 'host')} with ${bytes(fleet.capacityBytes)}. None dominates another in ${objectives.join(', ')}. Seed ${seed}, version ${version}.`;
};

function Notes({ job, frontier }: { readonly job: FrontierJob; readonly frontier: Frontier }) {
  const environment = frontier.plans.find(({ measurement }) => measurement !== undefined)?.measurement?.environment;
  const { result } = job;
  if (result === undefined) return null;
  const { cells } = frontier;
  const lines = [
    measuredLine(job),
    environment === undefined ? undefined : `Measured on ${environment.cpu}, ${counted(environment.cores, 'core')}, Node ${environment.node}; dense layers ${environment.denseEngine}, embeddings ${environment.embeddingKernel}.`,
    `Sweep: ${cells.solved} problems solved, ${cells.infeasible} infeasible, ${cells.noPlanFound} without a plan, ${cells.skipped} answered by tighter ones${cells.unswept > 0 ? `, ${cells.unswept} left when it was stopped` : ''}.`,
    result.model.note,
    ...result.measurements.notes,
  ];
  return <ul class="notes">{lines.flatMap((line) => (line === undefined ? [] : [<li key={line}>{line}</li>]))}</ul>;
}

function Downloads({ job, frontier, loadMeasure }: { readonly job: FrontierJob; readonly frontier: Frontier; readonly loadMeasure: LoadMeasure }) {
  const name = `shardwright-${job.id.slice(0, 8)}`;
  const csv = (): void => {
    const columns = columnsOf(loadMeasure, frontier.plans);
    const rows = frontier.plans.map((plan, i) => [i + 1, ...columns.map((column) => column.value(plan)), plan.proof.objective, plan.proof.status, plan.placementHash]);
    saveText(`${name}.csv`, 'text/csv', toCsv([['plan', ...columns.map(({ key }) => key), 'objective', 'status', 'placementHash'], ...rows]));
  };
  return (
    <div class="downloads">
      <button type="button" class="button small quiet" onClick={() => saveText(`${name}.json`, 'application/json', `${JSON.stringify(job, undefined, 2)}\n`)}>JSON</button>
      <button type="button" class="button small quiet" onClick={csv}>CSV</button>
    </div>
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
