import { useEffect, useState } from 'preact/hooks';
import { ApiError, startJob } from '../api.ts';
import type { Fleet, LoadMeasure, Model, Plan, PlanRequest, ProblemInput } from '../types.ts';
import { bytes } from '../format.ts';
import { objectiveOf } from '../objectives.ts';
import { NoPlan } from '../parts/no-plan.tsx';
import { isOpen, useJob } from '../use-job.ts';
import { Comparison } from './comparison.tsx';
import { changedProblem, hardwareOf, type Change, type Hardware } from './changes.ts';

interface Props {
  readonly problem: ProblemInput;
  readonly model: Model;
  readonly fleet: Fleet;
  readonly plan: Plan;
  readonly name: string;
  readonly loadMeasure: LoadMeasure;
}

interface Asked {
  readonly id?: string;
  readonly error?: ApiError;
  readonly words?: string;
  readonly changed?: ProblemInput;
}

/** Solves again with one change, from the plan as the current placement, and shows what differs. */
export function WhatIf({ problem, model, fleet, plan, name, loadMeasure }: Props) {
  const [asked, setAsked] = useState<Asked>({});
  const { job, error } = useJob('/v1/plans', asked.id);
  useEffect(() => setAsked({}), [plan.placementHash]);
  const run = (change: Change, atMostBytes: number | undefined): void => {
    const { changed, words } = changedProblem({ problem, fleet, plan, change, atMostBytes });
    const body: PlanRequest = { problem: changed, seed: plan.provenance.seed, measure: false };
    setAsked({ words, changed });
    startJob('/v1/plans', body).then(
      (id) => setAsked({ id, words, changed }),
      (fault: unknown) => setAsked({ words, changed, ...(fault instanceof ApiError ? { error: fault } : {}) }),
    );
  };
  const answer = job?.result?.answer;
  const refused = asked.error ?? error;
  return (
    <div class="what-if">
      <p class="hint">
        The problem is solved again for the least {objectiveOf(plan.proof.objective).label.toLowerCase()} under this
        plan’s limits, with one change. Movement counts from this plan.
      </p>
      <ChangeForm model={model} fleet={fleet} plan={plan} isBusy={isOpen(job)} onRun={run} />
      {refused === undefined ? null : (
        <div class="notice bad" role="alert">
          <p class="notice-title">{refused.message}</p>
          <ul>
            {refused.problems.map((fault) => (
              <li key={fault.pointer}>
                <code>{fault.pointer}</code> {fault.rule}. {fault.maybe}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div role="status">
        {asked.words !== undefined && refused === undefined && answer === undefined && job?.status !== 'failed' ? (
          <p class="empty">{asked.words}: solving …</p>
        ) : null}
      </div>
      {job?.status === 'failed' ? (
        <p class="notice bad" role="alert">
          {job.error?.message} Its id: {job.error?.id}.
        </p>
      ) : null}
      {answer === undefined ? null : 'plan' in answer ? (
        <>
          <h4>{asked.words}</h4>
          <Comparison
            problem={problem}
            afterProblem={asked.changed ?? problem}
            tables={model.tables.length}
            before={plan}
            after={answer.plan}
            names={[name, 'what-if']}
            loadMeasure={loadMeasure}
          />
        </>
      ) : (
        <>
          <h4>{asked.words}</h4>
          <NoPlan answer={answer} loadMeasure={loadMeasure} />
        </>
      )}
    </div>
  );
}

interface ChangeFormProps {
  readonly model: Model;
  readonly fleet: Fleet;
  readonly plan: Plan;
  readonly isBusy: boolean;
  readonly onRun: (change: Change, atMostBytes: number | undefined) => void;
}

const KINDS: readonly { kind: Change['kind']; label: string }[] = [
  { kind: 'moreHosts', label: 'One more host' },
  { kind: 'hardware', label: 'Other hosts' },
  { kind: 'pin', label: 'Pin a table' },
  { kind: 'drain', label: 'Drain a host' },
];

function ChangeForm({ model, fleet, plan, isBusy, onRun }: ChangeFormProps) {
  const [kind, setKind] = useState<Change['kind']>('moreHosts');
  const [type, setType] = useState(fleet.hostTypes[0].name);
  const [hardware, setHardware] = useState<readonly Hardware[]>([]);
  const [hardwareName, setHardwareName] = useState('');
  const [table, setTable] = useState(model.tables[0].name);
  const [host, setHost] = useState(plan.placement.shards[0]?.host ?? 'main');
  const [gib, setGib] = useState<number | undefined>();
  useEffect(() => void hardwareOf().then(setHardware, () => setHardware([])), []);
  const hosts = fleet.hostTypes.flatMap((own) => Array.from({ length: own.count }, (_, i) => `${own.name}-${i}`));
  const chosen = hardware.find((one) => one.name === hardwareName) ?? hardware[0];
  const submit = (): void => {
    const atMostBytes = gib === undefined ? undefined : Math.round(gib * 2 ** 30);
    if (kind === 'moreHosts') onRun({ kind, type }, atMostBytes);
    else if (kind === 'pin') onRun({ kind, table, host }, atMostBytes);
    else if (kind === 'drain') onRun({ kind, host }, atMostBytes);
    else if (chosen !== undefined) onRun({ kind, type, hardware: chosen }, atMostBytes);
  };
  const types = fleet.hostTypes.map((own) => own.name);
  return (
    <form
      class="change-form"
      aria-label="What if"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="segmented" role="radiogroup" aria-label="Change">
        {KINDS.map((one) => (
          <label key={one.kind}>
            <input type="radio" name="change" checked={kind === one.kind} onChange={() => setKind(one.kind)} />
            <span>{one.label}</span>
          </label>
        ))}
      </div>
      <div class="fields">
        {kind === 'moreHosts' || kind === 'hardware' ? (
          <Pick label="Host type" value={type} options={types} onChange={setType} />
        ) : null}
        {kind === 'hardware' ? (
          <Pick
            label="gets the hardware of"
            value={chosen?.name ?? ''}
            options={hardware.map((one) => one.name)}
            describe={(one) => `${one}, ${bytes(hardware.find((own) => own.name === one)?.memoryBytes ?? 0)}`}
            onChange={setHardwareName}
          />
        ) : null}
        {kind === 'pin' ? (
          <Pick label="Table" value={table} options={model.tables.map((own) => own.name)} onChange={setTable} />
        ) : null}
        {kind === 'pin' || kind === 'drain' ? (
          <Pick label="Host" value={host} options={hosts} onChange={setHost} />
        ) : null}
        <label>
          <span>Move at most, GiB</span>
          <input
            type="number"
            step="any"
            min={0}
            placeholder="no limit"
            value={gib ?? ''}
            onChange={(event) =>
              setGib(Number.isFinite(event.currentTarget.valueAsNumber) ? event.currentTarget.valueAsNumber : undefined)
            }
          />
        </label>
        <button type="submit" class="button primary" disabled={isBusy}>
          Solve again
        </button>
      </div>
    </form>
  );
}

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly describe?: (option: string) => string;
  readonly onChange: (value: string) => void;
}

function Pick({ label, value, options, describe = (option) => option, onChange }: PickProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {describe(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
