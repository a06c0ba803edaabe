import { useRef, useState } from 'preact/hooks';
import type { FixtureList } from '../types.ts';
import { bytes, counted } from '../format.ts';
import { FIRST_DRAFT, withFile, type Draft, type FileSource } from './draft.ts';
import { FieldFaults, useFaults } from './faults.tsx';
import { readProblem } from './problem-file.ts';

interface Props {
  readonly draft: Draft;
  readonly fixtures: FixtureList;
  readonly textarea: { current: HTMLTextAreaElement | null };
  readonly onChange: (draft: Draft) => void;
}

/** What is to be placed: a model that ships, or a problem file of the user's own. */
export function SourceField({ draft, fixtures, textarea, onChange }: Props) {
  const isFile = draft.source.kind === 'file';
  const choose = (kind: 'fixture' | 'file'): void => {
    if (kind === draft.source.kind) return;
    if (kind === 'file') onChange({ ...draft, source: { kind: 'file', name: '', text: '' } });
    else
      onChange({
        ...draft,
        source: FIRST_DRAFT.source,
        fleet: draft.fleet.kind === 'file' ? FIRST_DRAFT.fleet : draft.fleet,
      });
  };
  return (
    <fieldset>
      <legend>Model</legend>
      <div class="segmented" role="radiogroup" aria-label="Where the model comes from">
        {(['fixture', 'file'] as const).map((kind) => (
          <label key={kind}>
            <input type="radio" name="source" checked={isFile === (kind === 'file')} onChange={() => choose(kind)} />
            <span>{kind === 'file' ? 'Problem file' : 'Fixture'}</span>
          </label>
        ))}
      </div>
      {draft.source.kind === 'file' ? (
        <FileField source={draft.source} textarea={textarea} onChange={(source) => onChange(withFile(draft, source))} />
      ) : (
        <FixtureField
          model={draft.source.model}
          fixtures={fixtures}
          onChange={(model) => onChange({ ...draft, source: { kind: 'fixture', model } })}
        />
      )}
    </fieldset>
  );
}

function FixtureField({
  model,
  fixtures,
  onChange,
}: {
  model: string;
  fixtures: FixtureList;
  readonly onChange: (name: string) => void;
}) {
  const chosen = fixtures.models.find(({ name }) => name === model);
  const faults = useFaults('/problem/model');
  return (
    <>
      <select
        aria-label="Model"
        aria-invalid={faults.length > 0}
        aria-describedby="model-about model-faults"
        value={model}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {[false, true].map((synthetic) => (
          <optgroup key={String(synthetic)} label={synthetic ? 'Synthetic' : 'Published'}>
            {fixtures.models
              .filter((line) => line.synthetic === synthetic)
              .map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {chosen === undefined ? null : (
        <p class="hint" id="model-about">
          <strong>
            {counted(chosen.tables, 'table')}, {bytes(chosen.bytes)}
            {chosen.nets > 1 ? `, ${chosen.nets} nets` : ''}.
          </strong>{' '}
          {chosen.about}
        </p>
      )}
      <FieldFaults at="/problem/model" id="model-faults" />
    </>
  );
}

const PLACEHOLDER = `model:
  name: mine
  nets: [{ name: ranking }]
  tables:
    - { name: t0, net: ranking, rows: 40000000, dim: 64, features: [{ name: f0 }] }
workload: ...
fleet: { fixture: 8x32gib }`;

function FileField({
  source,
  textarea,
  onChange,
}: {
  source: FileSource;
  textarea: Props['textarea'];
  readonly onChange: (source: FileSource) => void;
}) {
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file !== undefined)
      void file
        .text()
        .then((text) => readProblem(file.name, text))
        .then(onChange);
  };
  return (
    <div
      class={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <p class="drop-line">
        <button type="button" class="button small" onClick={() => picker.current?.click()}>
          Open a file
        </button>
        <span class="hint">
          {source.name === '' ? 'or drop it here, or paste it below: JSON or YAML' : source.name}
        </span>
      </p>
      <input
        ref={picker}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-label="Problem file"
        accept=".json,.yaml,.yml,application/json,application/yaml"
        onChange={(event) => take(event.currentTarget.files?.[0])}
      />
      <textarea
        ref={textarea}
        aria-label="Problem, JSON or YAML"
        aria-invalid={source.fault !== undefined}
        aria-describedby="file-fault"
        spellcheck={false}
        rows={10}
        placeholder={PLACEHOLDER}
        value={source.text}
        onInput={(event) => {
          const text = event.currentTarget.value;
          onChange({ ...source, text });
          void readProblem(source.name, text).then((read) =>
            textarea.current?.value === text ? onChange(read) : undefined,
          );
        }}
      />
      {source.fault === undefined ? null : (
        <p class="faults" id="file-fault" role="status">
          {source.fault}
        </p>
      )}
    </div>
  );
}
