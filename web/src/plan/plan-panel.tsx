import type { ComponentChildren } from 'preact';
import type { Fleet, LoadMeasure, Model, Plan, ProblemInput } from '../types.ts';
import { bytes, grouped, milliseconds, percent, ratio } from '../format.ts';
import { agreementOf } from '../frontier/columns.ts';
import { objectiveOf, peakOverMean, showGap, showLoad, showObjective } from '../objectives.ts';
import { hostsOf } from '../slices.ts';
import { Comparison } from './comparison.tsx';
import { PlanExplanation } from './explanation.tsx';
import { LatencyBreakdown } from './latency-breakdown.tsx';
import { PlacementMap } from './placement-map.tsx';
import { useExplanation } from './use-explanation.ts';
import { WhatIf } from './what-if.tsx';

export const TABS = [
  { name: 'placement', label: 'Placement' },
  { name: 'latency', label: 'Latency' },
  { name: 'limits', label: 'What binds it' },
  { name: 'what-if', label: 'What if' },
  { name: 'compare', label: 'Compare' },
] as const;
export type TabName = (typeof TABS)[number]['name'];

interface Props {
  readonly problem: ProblemInput;
  readonly model: Model;
  readonly fleet: Fleet;
  readonly plans: readonly Plan[];
  readonly chosen: number;
  /** Not chosen by the user, but shown to start from. */
  readonly isSuggested: boolean;
  readonly other?: number | undefined;
  readonly tab: TabName;
  readonly host?: string | undefined;
  readonly loadMeasure: LoadMeasure;
  readonly onTab: (tab: TabName) => void;
  readonly onHost: (host: string | undefined) => void;
}

/** One plan in full. */
export function PlanPanel(props: Props) {
  const { plans, chosen, isSuggested, tab, loadMeasure, onTab } = props;
  const plan = plans[chosen];
  return (
    <section class="plan-panel" aria-labelledby="plan-title">
      <header class="plan-head">
        <h2 id="plan-title">
          Plan {chosen + 1}
          {isSuggested ? <small> nearest to the best of every objective</small> : null}
        </h2>
        <p class="hint">
          {proofWords(plan, loadMeasure)} <code title={plan.placementHash}>{plan.placementHash.slice(0, 12)}</code>
        </p>
      </header>
      <Figures plan={plan} loadMeasure={loadMeasure} />
      <Tabs tab={tab} onTab={onTab} />
      <div class="tab-panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} tabIndex={0}>
        <TabContent {...props} plan={plan} />
      </div>
    </section>
  );
}

function TabContent({
  problem,
  model,
  fleet,
  plans,
  plan,
  chosen,
  other,
  tab,
  host,
  loadMeasure,
  onHost,
}: Props & { readonly plan: Plan }) {
  const compared = other === undefined ? undefined : plans[other];
  const explanation = useExplanation(problem, plan, tab === 'latency' || tab === 'limits');
  switch (tab) {
    case 'placement':
      return (
        <PlacementMap
          model={model}
          hosts={hostsOf(fleet)}
          placement={plan.placement}
          estimate={plan.estimate}
          host={host}
          onHost={onHost}
        />
      );
    case 'latency':
      return <LatencyBreakdown plan={plan} predicted={explanation.job?.result?.explanation.cpu} />;
    case 'limits':
      return <PlanExplanation explanation={explanation} loadMeasure={loadMeasure} />;
    case 'what-if':
      return (
        <WhatIf
          problem={problem}
          model={model}
          fleet={fleet}
          plan={plan}
          name={`plan ${chosen + 1}`}
          loadMeasure={loadMeasure}
        />
      );
    case 'compare':
      return compared === undefined || other === undefined ? (
        <p class="empty">Tick another plan in the column “Compare” of the table above.</p>
      ) : (
        <Comparison
          problem={problem}
          tables={model.tables.length}
          before={plan}
          after={compared}
          names={[`plan ${chosen + 1}`, `plan ${other + 1}`]}
          loadMeasure={loadMeasure}
        />
      );
  }
}

function proofWords({ proof, epsilons }: Plan, loadMeasure: LoadMeasure): string {
  const label = objectiveOf(proof.objective).label;
  const show = (value: number): string => showObjective(proof.objective, value, loadMeasure);
  const caps = epsilons.map(
    ({ objective, atMost }) =>
      `${objectiveOf(objective).label.toLowerCase()} at most ${showObjective(objective, atMost, loadMeasure)}`,
  );
  const under = caps.length === 0 ? '' : ` with ${caps.join(', ')}`;
  return proof.status === 'optimal'
    ? `Proven: no plan${under} has a lower ${label.toLowerCase()} than ${show(proof.value)}.`
    : `${label} ${show(proof.value)}${under}; none is below ${show(proof.bound)}: a gap of ${showGap(proof)}.`;
}

function Figures({
  plan: { estimate, measurement },
  loadMeasure,
}: {
  readonly plan: Plan;
  readonly loadMeasure: LoadMeasure;
}) {
  const p50 = measurement?.reconstructions[0].closedLoop.latencyMs.p50;
  return (
    <dl class="figures">
      <Figure name="Hosts used" value={grouped(estimate.hostsUsed)} />
      <Figure name="Fullest host" value={percent(estimate.peakMemory)} />
      <Figure
        name="Peak load a batch"
        value={showLoad(estimate.peakLoad, loadMeasure)}
        note={`${ratio(peakOverMean(estimate))} the mean`}
      />
      <Figure
        name="On wire a request"
        value={bytes(estimate.bytesOnWire)}
        note={`fan-out ${grouped(estimate.fanOut)}`}
      />
      <Figure
        name="Latency P50"
        value={
          p50?.value === undefined || p50.value === null ? milliseconds(estimate.latencyMs) : milliseconds(p50.value)
        }
        note={
          p50?.value === undefined || p50.value === null
            ? 'predicted'
            : `replayed; predicted ${milliseconds(estimate.latencyMs)}`
        }
      />
      {measurement === undefined ? null : (
        <Figure
          name="CPU over singular"
          value={measurement.ratioToSingular.cpu === null ? '–' : ratio(measurement.ratioToSingular.cpu)}
          note={`outputs ${agreementOf(measurement.agreement)}`}
        />
      )}
    </dl>
  );
}

function Figure({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {note === undefined ? null : <small>{note}</small>}
      </dd>
    </div>
  );
}

function Tabs({ tab, onTab }: Pick<Props, 'tab' | 'onTab'>) {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = TABS.findIndex(({ name }) => name === tab);
    const next = TABS[(at + step + TABS.length) % TABS.length].name;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="About this plan" onKeyDown={move}>
      {TABS.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === tab}
          {...(name === tab ? { 'aria-controls': `panel-${name}` } : {})}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
