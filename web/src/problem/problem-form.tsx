import { useRef } from 'preact/hooks';
import type { ApiError } from '../api.ts';
import type { FixtureList, LoadMeasure } from '../types.ts';
import type { Draft } from './draft.ts';
import { FaultList, Faults } from './faults.tsx';
import { FleetField } from './fleet-field.tsx';
import { LayoutsField, LimitsField, ObjectivesField } from './goals-field.tsx';
import { SourceField } from './source-field.tsx';
import { WorkField } from './work-field.tsx';

interface Props {
  readonly draft: Draft;
  readonly fixtures: FixtureList;
  readonly error?: ApiError | undefined;
  readonly isSending: boolean;
  readonly onChange: (draft: Draft) => void;
  readonly onRun: () => void;
}

/** The problem: what is placed, on what, towards which goals. */
export function ProblemForm({ draft, fixtures, error, isSending, onChange, onRun }: Props) {
  const textarea = useRef<HTMLTextAreaElement>(null);
  const problem = draft.source.kind === 'file' ? draft.source.problem : undefined;
  const loadMeasure = (problem?.['loadMeasure'] ?? 'lookupBytes') as LoadMeasure;
  const hasCurrentPlacement = problem?.['currentPlacement'] !== undefined;
  const isReady = draft.source.kind === 'fixture' || problem !== undefined;
  return (
    <Faults.Provider value={error?.problems ?? []}>
      <form
        class="problem"
        aria-label="Problem"
        onSubmit={(event) => {
          event.preventDefault();
          onRun();
        }}
      >
        {error === undefined ? null : (
          <FaultList
            error={error}
            text={draft.source.kind === 'file' ? draft.source.text : undefined}
            onGo={({ start, end }) => {
              textarea.current?.focus();
              textarea.current?.setSelectionRange(start, end);
            }}
          />
        )}
        <SourceField draft={draft} fixtures={fixtures} textarea={textarea} onChange={onChange} />
        <FleetField
          fleet={draft.fleet}
          fixtures={fixtures}
          hasOwn={problem?.['fleet'] !== undefined}
          onChange={(fleet) => onChange({ ...draft, fleet })}
        />
        <ObjectivesField draft={draft} hasCurrentPlacement={hasCurrentPlacement} onChange={onChange} />
        <LimitsField
          draft={draft}
          loadMeasure={loadMeasure}
          hasCurrentPlacement={hasCurrentPlacement}
          onChange={onChange}
        />
        <details>
          <summary>Layouts, effort and measurement</summary>
          <LayoutsField draft={draft} onChange={onChange} />
          <WorkField draft={draft} onChange={onChange} />
        </details>
        <div class="run-line">
          <button type="submit" class="button primary" disabled={isSending || !isReady}>
            Find plans
          </button>
        </div>
      </form>
    </Faults.Provider>
  );
}
