import { useState } from 'preact/hooks';
import { client, dataOf } from '../api.ts';
import type { FixtureList, Fleet, Schemas } from '../types.ts';
import { bytes, counted } from '../format.ts';
import type { FleetChoice } from './draft.ts';
import { FieldFaults, useFaults } from './faults.tsx';

interface Props {
  readonly fleet: FleetChoice;
  readonly fixtures: FixtureList;
  /** Whether the problem file states a fleet. */
  readonly hasOwn: boolean;
  readonly onChange: (fleet: FleetChoice) => void;
}

const OWN = ' own';
const FILE = ' file';

/** The hosts: a fixture, the file's own, or host types edited here. */
export function FleetField({ fleet, fixtures, hasOwn, onChange }: Props) {
  const [lastFixture, setLastFixture] = useState('8x32gib');
  const faults = useFaults('/problem/fleet');
  const chosen = fleet.kind === 'fixture' ? fixtures.fleets.find(({ name }) => name === fleet.name) : undefined;
  const choose = async (value: string): Promise<void> => {
    if (value === FILE) return onChange({ kind: 'file' });
    if (value !== OWN) {
      setLastFixture(value);
      return onChange({ kind: 'fixture', name: value });
    }
    const name = (fleet.kind === 'fixture' ? fleet.name : lastFixture) as Schemas['FleetFixtureName'];
    const start = await dataOf(client.GET('/v1/fixtures/fleets/{name}', { params: { path: { name } } }));
    onChange({ kind: 'own', fleet: start.fleet });
  };
  return (
    <fieldset>
      <legend>Fleet</legend>
      <select
        aria-label="Fleet"
        aria-invalid={faults.length > 0}
        aria-describedby="fleet-about fleet-faults"
        value={fleet.kind === 'fixture' ? fleet.name : fleet.kind === 'own' ? OWN : FILE}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        {hasOwn ? <option value={FILE}>as in the file</option> : null}
        {fixtures.fleets.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={OWN}>own hosts …</option>
      </select>
      {chosen === undefined ? null : (
        <p class="hint" id="fleet-about">
          <strong>
            {counted(chosen.hosts, 'host')}, {bytes(chosen.capacityBytes)}.
          </strong>{' '}
          {chosen.about}
        </p>
      )}
      {fleet.kind === 'own' ? (
        <HostTypes fleet={fleet.fleet} onChange={(own) => onChange({ kind: 'own', fleet: own })} />
      ) : null}
      <FieldFaults at="/problem/fleet" id="fleet-faults" />
    </fieldset>
  );
}

type HostType = Fleet['hostTypes'][number];

const GIB = 2 ** 30;

function HostTypes({ fleet, onChange }: { fleet: Fleet; readonly onChange: (fleet: Fleet) => void }) {
  const change = (at: number, fields: Partial<HostType>): void =>
    onChange({ ...fleet, hostTypes: fleet.hostTypes.map((type, i) => (i === at ? { ...type, ...fields } : type)) });
  const add = (): void => {
    const last = fleet.hostTypes[fleet.hostTypes.length - 1];
    const names = new Set(fleet.hostTypes.map((type) => type.name));
    let number = fleet.hostTypes.length + 1;
    while (names.has(`type${number}`)) number += 1;
    onChange({ ...fleet, hostTypes: [...fleet.hostTypes, { ...last, name: `type${number}`, count: 1 }] });
  };
  return (
    <div class="host-types">
      {fleet.hostTypes.map((type, i) => (
        <div class="host-type" key={i} role="group" aria-label={`Host type ${type.name}`}>
          <label class="grow">
            <span>Type</span>
            <input value={type.name} onInput={(event) => change(i, { name: event.currentTarget.value })} />
          </label>
          <NumberField label="Count" value={type.count} min={1} onChange={(count) => change(i, { count })} />
          <NumberField
            label="Memory, GiB"
            value={type.memoryBytes / GIB}
            min={0}
            onChange={(gib) => change(i, { memoryBytes: Math.round(gib * GIB) })}
          />
          <NumberField label="Cores" value={type.cores} min={1} onChange={(cores) => change(i, { cores })} />
          <NumberField
            label="Memory bandwidth, GB/s"
            value={type.memoryBandwidthBytesPerSecond / 1e9}
            min={0}
            onChange={(gb) => change(i, { memoryBandwidthBytesPerSecond: gb * 1e9 })}
          />
          <NumberField
            label="Link, Gbit/s"
            value={(type.link.bandwidthBytesPerSecond * 8) / 1e9}
            min={0}
            onChange={(gbit) => change(i, { link: { ...type.link, bandwidthBytesPerSecond: (gbit * 1e9) / 8 } })}
          />
          <NumberField
            label="Round trip, ms"
            value={type.link.roundTripMs}
            min={0}
            onChange={(roundTripMs) => change(i, { link: { ...type.link, roundTripMs } })}
          />
          <NumberField label="Cost" value={type.cost ?? 1} min={0} onChange={(cost) => change(i, { cost })} />
          {fleet.hostTypes.length > 1 ? (
            <button
              type="button"
              class="button small quiet"
              onClick={() => onChange({ ...fleet, hostTypes: fleet.hostTypes.filter((_, j) => j !== i) })}
            >
              Remove <span class="visually-hidden">type {type.name}</span>
            </button>
          ) : null}
        </div>
      ))}
      <button type="button" class="button small" onClick={add}>
        Add a host type
      </button>
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, min, onChange }: NumberFieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        step="any"
        min={min}
        value={value}
        onChange={(event) => {
          const number = event.currentTarget.valueAsNumber;
          if (Number.isFinite(number)) onChange(number);
        }}
      />
    </label>
  );
}
