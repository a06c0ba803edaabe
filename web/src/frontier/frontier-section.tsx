import type { Frontier, FrontierJob, LoadMeasure } from '../types.ts';
import { bytes, counted, seconds } from '../format.ts';
import type { View } from '../link.ts';
import { objectiveOf } from '../objectives.ts';
import { saveText, toCsv } from '../parts/download.tsx';
import { axisOf, firstAxes } from './axes.ts';
import { columnsOf } from './columns.ts';
import { FrontierChart } from './frontier-chart.tsx';
import { FrontierTable } from './frontier-table.tsx';
import { Strategies } from './strategies.tsx';

interface Props {
  readonly view: View;
  readonly job: FrontierJob;
  readonly frontier: Frontier;
  readonly loadMeasure: LoadMeasure;
  readonly chosen: number | undefined;
  readonly other: number | undefined;
  readonly onView: (change: View) => void;
  readonly onChoose: (index: number) => void;
  readonly onCompare: (index: number | undefined) => void;
}

/** All plans: as a chart, as a table, and what was done to find them. */
export function FrontierSection({
  view,
  job,
  frontier,
  loadMeasure,
  chosen,
  other,
  onView,
  onChoose,
  onCompare,
}: Props) {
  const { plans, objectives, strategies } = frontier;
  const first = firstAxes(plans, objectives);
  return (
    <section class="frontier" aria-labelledby="frontier-title">
      <header class="section-head">
        <div>
          <h2 id="frontier-title">Frontier: {counted(plans.length, 'plan')}</h2>
          <p class="hint">{headline(job)}</p>
        </div>
        <Downloads job={job} frontier={frontier} loadMeasure={loadMeasure} />
      </header>
      <FrontierChart
        frontier={frontier}
        x={axisOf(view.x, first.x)}
        y={axisOf(view.y, first.y)}
        loadMeasure={loadMeasure}
        chosen={chosen}
        other={other}
        onAxes={onView}
        onPick={onChoose}
      />
      <FrontierTable
        plans={plans}
        loadMeasure={loadMeasure}
        chosen={chosen}
        other={other}
        onChoose={onChoose}
        onCompare={onCompare}
      />
      <Notes job={job} frontier={frontier} />
      {strategies.length === 0 ? null : <Strategies frontier={frontier} loadMeasure={loadMeasure} />}
    </section>
  );
}

function headline({ result, status }: FrontierJob): string {
  if (result === undefined)
    return status === 'cancelled' ? 'Cancelled: what was found before is kept.' : 'Found so far; gaps still close.';
  const { model, fleet, objectives, seed, version } = result;
  const goals = objectives.map((name) => objectiveOf(name).label.toLowerCase()).join(', ');
  return (
    `${model.name}: ${counted(model.tables, 'table')}, ${bytes(model.bytes)}, on ${counted(fleet.hosts, 'host')} with ${bytes(fleet.capacityBytes)}. ` +
    `No plan is better than another in all of ${goals}. Seed ${seed}, version ${version}.`
  );
}

function Notes({
  job: { result },
  frontier: { plans, cells },
}: {
  readonly job: FrontierJob;
  readonly frontier: Frontier;
}) {
  if (result === undefined) return null;
  const environment = plans.find(({ measurement }) => measurement !== undefined)?.measurement?.environment;
  const { measurements } = result;
  const measured =
    measurements.plansMeasured === 0
      ? 'No plan was measured.'
      : `Measuring took ${seconds(result.seconds.measuring)}: ${measurements.plansMeasured} of ${counted(measurements.plansFound, 'plan')} on ${counted(measurements.requests, 'request')} each.`;
  const left = cells.unswept > 0 ? `, ${cells.unswept} left when it was stopped` : '';
  const lines = [
    `Solving took ${seconds(result.seconds.solving)}: ${cells.solved} problems solved, ${cells.infeasible} infeasible, ${cells.noPlanFound} without a plan, ${cells.skipped} answered by tighter ones${left}.`,
    measured,
    ...(environment === undefined
      ? []
      : [
          `Measured on ${environment.cpu}, ${counted(environment.cores, 'core')}, Node ${environment.node}; dense layers ${environment.denseEngine}, embeddings ${environment.embeddingKernel}.`,
        ]),
    ...(result.model.note === undefined ? [] : [result.model.note]),
    ...measurements.notes,
  ];
  return (
    <ul class="notes">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface DownloadsProps {
  readonly job: FrontierJob;
  readonly frontier: Frontier;
  readonly loadMeasure: LoadMeasure;
}

function Downloads({ job, frontier: { plans }, loadMeasure }: DownloadsProps) {
  const name = `shardwright-${job.id.slice(0, 8)}`;
  const saveJson = (): void => saveText(`${name}.json`, 'application/json', `${JSON.stringify(job, undefined, 2)}\n`);
  const saveCsv = (): void => {
    const columns = columnsOf(loadMeasure, plans);
    const head = ['plan', ...columns.map(({ key }) => key), 'objective', 'status', 'placementHash'];
    const rows = plans.map((plan, i) => [
      i + 1,
      ...columns.map((column) => column.value(plan)),
      plan.proof.objective,
      plan.proof.status,
      plan.placementHash,
    ]);
    saveText(`${name}.csv`, 'text/csv', toCsv([head, ...rows]));
  };
  return (
    <div class="downloads">
      <button type="button" class="button small quiet" onClick={saveJson}>
        JSON<span class="visually-hidden"> of the run</span>
      </button>
      <button type="button" class="button small quiet" onClick={saveCsv}>
        CSV<span class="visually-hidden"> of the plans</span>
      </button>
    </div>
  );
}
