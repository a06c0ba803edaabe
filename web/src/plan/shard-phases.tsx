import * as Plot from '@observablehq/plot';
import { useRef } from 'preact/hooks';
import { milliseconds, percent, significant } from '../format.ts';
import { DataTable, type DataColumn } from '../parts/data-table.tsx';
import { SvgButton } from '../parts/download.tsx';
import { Chart } from '../parts/plot.tsx';
import type { Measurement, Plan, ShardCpu } from '../types.ts';

const PHASES = [
  { key: 'denseMs', label: 'dense layers' },
  { key: 'embeddingMs', label: 'embedding' },
  { key: 'serializationMs', label: 'serialization' },
  { key: 'deserializationMs', label: 'deserialization' },
  { key: 'rpcServiceMs', label: 'RPC service' },
] as const;

interface Segment {
  readonly host: string;
  readonly phase: string;
  /** Index of the phase's colour. */
  readonly colour: number;
  readonly from: number;
  readonly ms: number;
}

interface Props {
  readonly plan: Plan;
  readonly measurement: Measurement;
  readonly predicted: readonly ShardCpu[] | undefined;
}

/** What each shard's CPU goes into: measured, and under it predicted. */
export function ShardPhases({ plan, measurement, predicted }: Props) {
  const section = useRef<HTMLElement>(null);
  const shards = inOrder(measurement.shards);
  return (
    <figure ref={section}>
      <div class="panel-tools">
        <h4>CPU of each shard by phase, ms a request</h4>
        <SvgButton name="phases" within={section} />
      </div>
      <p class="legend">
        {PHASES.map(({ label }, p) => (
          <span key={label}>
            <svg width="14" height="14" aria-hidden="true">
              <rect width="14" height="14" rx="2" class={`phase-${p}`} />
            </svg>
            {label}
          </span>
        ))}
        <span>
          <svg width="22" height="14" aria-hidden="true">
            <rect width="22" height="8" class="phase-1" />
            <rect y="10" width="18" height="4" class="phase-1" />
          </svg>
          thick: measured, thin: predicted
        </span>
      </p>
      <Chart<Segment>
        height={50 + shards.length * 30}
        label="CPU of each shard by phase; the table below says the same."
        dependencies={[plan, predicted]}
        draw={(width) => drawPhases(shards, predicted ?? [], width)}
      />
      <details>
        <summary>As a table, with waiting and network</summary>
        <ShardTable measurement={measurement} predicted={predicted} />
      </details>
      <p class="hint">
        All shards: {milliseconds(measurement.cpuMsPerRequest)} a request, predicted {milliseconds(plan.estimate.cpuMs)}
        , singular {milliseconds(measurement.singularCpuMsPerRequest)}.{' '}
        {percent(Math.abs(measurement.unattributedShare))} of the threads’ CPU is in no phase. Predictions do not part
        serialization from deserialization: both are drawn as the former.
      </p>
    </figure>
  );
}

function drawPhases(shards: Measurement['shards'], predicted: readonly ShardCpu[], width: number): Plot.PlotOptions {
  const hosts = shards.map(({ host }) => host);
  const measured = shards.flatMap(({ host, phases }) =>
    stacked(
      host,
      PHASES.map(({ key }) => phases[key]),
    ),
  );
  const expected = predicted
    .filter(({ host }) => hosts.includes(host))
    .flatMap((shard) =>
      stacked(shard.host, [shard.denseMs, shard.embeddingMs, shard.payloadMs, 0, shard.rpcServiceMs]),
    );
  return {
    className: 'plot',
    marginLeft: width < 520 ? 84 : 110,
    marginRight: 70,
    marginTop: 4,
    marginBottom: 40,
    x: { label: 'CPU, ms a request', labelOffset: 36, grid: true, labelArrow: false, ticks: width < 520 ? 4 : 8 },
    y: { label: null, domain: hosts, tickSize: 0, padding: 0.16 },
    marks: [
      ...bars(measured, { insetTop: 0, insetBottom: 9 }, 'measured'),
      ...bars(expected, { insetTop: 18, insetBottom: 1 }, 'predicted'),
      Plot.text(shards, {
        y: 'host',
        x: 'cpuMsPerRequest',
        text: ({ cpuMsPerRequest }: Measurement['shards'][number]) => milliseconds(cpuMsPerRequest),
        dx: 6,
        dy: -4,
        textAnchor: 'start',
        className: 'bar-label',
      }),
    ],
  };
}

/** A mark a phase, each of its own colour. */
const bars = (
  segments: readonly Segment[],
  insets: { insetTop: number; insetBottom: number },
  words: string,
): Plot.Markish[] =>
  PHASES.map(({ label }, p) =>
    Plot.barX(
      segments.filter(({ colour }) => colour === p),
      {
        y: 'host',
        x1: 'from',
        x2: (segment: Segment) => segment.from + segment.ms,
        ...insets,
        className: `phase-${p}`,
        title: (segment: Segment) => `${segment.host}, ${label}, ${words}: ${milliseconds(segment.ms)}`,
      },
    ),
  );

/** A host's phases end to end. */
function stacked(host: string, phases: readonly number[]): Segment[] {
  let from = 0;
  return phases.map((ms, colour) => {
    const segment = { host, phase: PHASES[colour].label, colour, from, ms };
    from += ms;
    return segment;
  });
}

/** The main shard first, hosts by name, numbers by value. */
const inOrder = (shards: Measurement['shards']): Measurement['shards'] =>
  [...shards].sort(
    (a, b) =>
      Number(b.host === 'main') - Number(a.host === 'main') || a.host.localeCompare(b.host, 'en', { numeric: true }),
  );

function ShardTable({ measurement: { shards, requests }, predicted }: Omit<Props, 'plan'>) {
  const expected = new Map(
    predicted?.map((shard) => [shard.host, shard.denseMs + shard.embeddingMs + shard.payloadMs + shard.rpcServiceMs]),
  );
  const expectedOf = (host: string): string => {
    const ms = expected.get(host);
    return ms === undefined ? '–' : significant(ms);
  };
  return (
    <DataTable<Measurement['shards'][number]>
      label="CPU of each shard by phase"
      rows={inOrder(shards)}
      columns={[
        { head: 'Shard', isText: true, cell: ({ host }) => host },
        ...PHASES.map(({ key, label }): DataColumn<Measurement['shards'][number]> => ({
          head: label,
          sub: 'ms',
          cell: ({ phases }) => significant(phases[key]),
        })),
        { head: 'CPU', sub: 'ms, measured', cell: ({ cpuMsPerRequest }) => significant(cpuMsPerRequest) },
        { head: 'CPU', sub: 'ms, predicted', cell: ({ host }) => expectedOf(host) },
        { head: 'waiting', sub: 'ms', cell: ({ waitingMs }) => significant(waitingMs) },
        { head: 'network', sub: 'ms, modelled', cell: ({ modelledNetworkMs }) => significant(modelledNetworkMs) },
        { head: 'slowest', sub: `of ${requests} requests`, cell: ({ boundedRequests }) => boundedRequests },
      ]}
    />
  );
}
