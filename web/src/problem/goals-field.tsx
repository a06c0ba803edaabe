import type { LoadMeasure, ObjectiveName, OptionKind } from '../types.ts';
import { OBJECTIVES, objectiveOf, unitFor } from '../objectives.ts';
import type { Draft, Limit } from './draft.ts';
import { FieldFaults, useFaults } from './faults.tsx';

interface Props {
  readonly draft: Draft;
  readonly loadMeasure: LoadMeasure;
  readonly hasCurrentPlacement: boolean;
  readonly onChange: (draft: Draft) => void;
}

/** As many objectives as a problem may have. */
const MOST_OBJECTIVES = 4;

export function ObjectivesField({ draft, hasCurrentPlacement, onChange }: Omit<Props, 'loadMeasure'>) {
  const { objectives } = draft;
  const toggle = (name: ObjectiveName): void =>
    onChange({
      ...draft,
      objectives: objectives.includes(name) ? objectives.filter((other) => other !== name) : [...objectives, name],
    });
  const offered = OBJECTIVES.filter(
    ({ name }) => name !== 'movedBytes' || hasCurrentPlacement || objectives.includes(name),
  );
  return (
    <fieldset aria-describedby="objectives-faults">
      <legend>Minimise</legend>
      <div class="chips">
        {offered.map(({ name, label, meaning }) => (
          <label key={name} class="chip" title={meaning}>
            <input
              type="checkbox"
              checked={objectives.includes(name)}
              disabled={objectives.includes(name) ? objectives.length === 1 : objectives.length >= MOST_OBJECTIVES}
              onChange={() => toggle(name)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <FieldFaults at="/problem/objectives" id="objectives-faults" />
    </fieldset>
  );
}

/** Units in which limits are typed. */
const typedUnit = (name: ObjectiveName, loadMeasure: LoadMeasure): { unit: string; size: number } => {
  if (name === 'movedBytes') return unitFor('bytes', 2 ** 30, loadMeasure);
  return unitFor(objectiveOf(name).kind, 2 ** 10, loadMeasure);
};

export function LimitsField({ draft, loadMeasure, hasCurrentPlacement, onChange }: Props) {
  const { limits } = draft;
  const taken = new Set(limits.map(({ objective }) => objective));
  const free = OBJECTIVES.filter(({ name }) => !taken.has(name) && (name !== 'movedBytes' || hasCurrentPlacement));
  const set = (next: readonly Limit[]): void => onChange({ ...draft, limits: next });
  return (
    <fieldset>
      <legend>Limits</legend>
      {limits.map((limit, i) => (
        <LimitRow
          key={limit.objective}
          limit={limit}
          at={`/problem/epsilons/${limits.slice(0, i).filter(({ atMost }) => atMost !== undefined).length}`}
          loadMeasure={loadMeasure}
          onChange={(atMost) => set(limits.map((other) => (other === limit ? { ...other, atMost } : other)))}
          onRemove={() => set(limits.filter((other) => other !== limit))}
        />
      ))}
      {free.length === 0 ? null : (
        <select
          aria-label="Add a limit"
          value=""
          onChange={(event) => {
            if (event.currentTarget.value !== '')
              set([...limits, { objective: event.currentTarget.value as ObjectiveName }]);
            event.currentTarget.value = '';
          }}
        >
          <option value="">Add a limit …</option>
          {free.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

interface LimitRowProps {
  readonly limit: Limit;
  readonly at: string;
  readonly loadMeasure: LoadMeasure;
  readonly onChange: (atMost: number | undefined) => void;
  readonly onRemove: () => void;
}

function LimitRow({ limit: { objective, atMost }, at, loadMeasure, onChange, onRemove }: LimitRowProps) {
  const { label } = objectiveOf(objective);
  const { unit, size } = typedUnit(objective, loadMeasure);
  const faults = useFaults(at);
  return (
    <div class="limit">
      <label>
        <span>
          {label} at most{unit === '' ? '' : `, ${unit}`}
        </span>
        <input
          type="number"
          step="any"
          min={0}
          value={atMost === undefined ? '' : Number((atMost / size).toPrecision(6))}
          aria-invalid={faults.length > 0}
          aria-describedby={`limit-${objective}`}
          onChange={(event) => {
            const number = event.currentTarget.valueAsNumber;
            onChange(Number.isFinite(number) ? number * size : undefined);
          }}
        />
      </label>
      <button type="button" class="button small quiet" onClick={onRemove}>
        Remove<span class="visually-hidden"> the limit on {label}</span>
      </button>
      <FieldFaults at={at} id={`limit-${objective}`} />
    </div>
  );
}

const LAYOUTS: readonly { kind: OptionKind; label: string }[] = [
  { kind: 'whole', label: 'Whole tables' },
  { kind: 'rowWise', label: 'Row ranges' },
  { kind: 'columnWise', label: 'Column ranges' },
  { kind: 'replicated', label: 'Replicas' },
  { kind: 'mainShard', label: 'Main shard' },
];

/** How tables may be laid out. */
export function LayoutsField({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const allowed = draft.layouts ?? (['whole', 'rowWise'] as const);
  const toggle = (kind: OptionKind): void => {
    const next = allowed.includes(kind) ? allowed.filter((other) => other !== kind) : [...allowed, kind];
    onChange({ ...draft, layouts: LAYOUTS.flatMap((layout) => (next.includes(layout.kind) ? [layout.kind] : [])) });
  };
  return (
    <fieldset>
      <legend>Layouts allowed</legend>
      <div class="chips">
        {LAYOUTS.map(({ kind, label }) => (
          <label key={kind} class="chip">
            <input
              type="checkbox"
              checked={allowed.includes(kind)}
              disabled={allowed.length === 1 && allowed.includes(kind)}
              onChange={() => toggle(kind)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {draft.layouts === undefined && draft.source.kind === 'file' ? (
        <p class="hint">As the file says; a change here holds for all tables.</p>
      ) : null}
      <FieldFaults at="/problem/constraints" id="layouts-faults" />
    </fieldset>
  );
}
