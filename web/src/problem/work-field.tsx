import type { Draft } from './draft.ts';
import { FieldFaults } from './faults.tsx';
import { NumberField } from './fleet-field.tsx';

interface Props {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** How hard the search tries, and whether plans are executed. */
export function WorkField({ draft, onChange }: Props) {
  return (
    <fieldset>
      <legend>Search and measurement</legend>
      <div class="fields">
        <NumberField
          label="Effort, × the default"
          value={draft.effort}
          min={0.01}
          onChange={(effort) => onChange({ ...draft, effort })}
        />
        <NumberField
          label="Caps tried an objective"
          value={draft.gridPoints}
          min={2}
          onChange={(gridPoints) => onChange({ ...draft, gridPoints })}
        />
        <label>
          <span>Time limit, s</span>
          <input
            type="number"
            step="any"
            min={0}
            placeholder="none"
            value={draft.timeLimitSeconds ?? ''}
            onChange={(event) => {
              const number = event.currentTarget.valueAsNumber;
              onChange({ ...draft, timeLimitSeconds: Number.isFinite(number) ? number : undefined });
            }}
          />
        </label>
        <NumberField label="Seed" value={draft.seed} min={0} onChange={(seed) => onChange({ ...draft, seed })} />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.measure}
          onChange={() => onChange({ ...draft, measure: !draft.measure })}
        />
        <span>Execute the plans and measure them</span>
      </label>
      {draft.measure ? (
        <div class="fields">
          <NumberField
            label="Requests timed"
            value={draft.requests}
            min={1}
            onChange={(requests) => onChange({ ...draft, requests })}
          />
          <NumberField
            label="Plans at most"
            value={draft.maxPlans}
            min={1}
            onChange={(maxPlans) => onChange({ ...draft, maxPlans })}
          />
        </div>
      ) : null}
      {['/effort', '/gridPoints', '/seed', '/timeLimitSeconds', '/measure'].map((at) => (
        <FieldFaults key={at} at={at} id={`faults${at.replace('/', '-')}`} />
      ))}
    </fieldset>
  );
}
