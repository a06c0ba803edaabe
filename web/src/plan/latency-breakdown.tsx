import * as Plot from '@observablehq/plot';
import { useRef } from 'preact/hooks';
import type { Measurement, Plan, Schemas } from '../types.ts';
import { milliseconds, percent, significant } from '../format.ts';
import { SvgButton } from '../parts/download.tsx';
import { Chart } from '../parts/plot.tsx';

/** Latency as predicted and as observed, and what each shard's CPU goes into. */
export function LatencyBreakdown({ plan }: { readonly plan: Plan }) {
  const { measurement, estimate } = plan;
  if (measurement === undefined)
    return (
      <p class="empty">
        Predicted: {milliseconds(estimate.latencyMs)} a request, {milliseconds(estimate.cpuMs)} CPU. This plan was not
        executed: run again with measurement on, or with more plans to be measured.
      </p>
    );
  return (
    <>
      <Latencies plan={plan} measurement={measurement} />
      <Shards plan={plan} measurement={measurement} />
    </>
  );
}

interface Line {
  readonly name: string;
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly kind: 'predicted' | 'replayed' | 'wall' | 'singular';
}

interface PartProps {
  readonly plan: Plan;
  readonly measurement: Measurement;
}

function Latencies({ plan, measurement }: PartProps) {
  const section = useRef<HTMLElement>(null);
  const { environment } = measurement;
  const lines = linesOf(plan, measurement);
  const most = Math.max(...lines.map(({ value, high }) => Math.max(value, high ?? 0)));
  return (
    <figure ref={section}>
      <div class="panel-tools">
        <h4>Latency of a request, P50</h4>
        <SvgButton name="latency" within={section} />
      </div>
      <Chart<Line>
        height={44 + lines.length * 34}
        label={lines.map(({ name, value }) => `${name}: ${milliseconds(value)}`).join('; ')}
        dependencies={[plan]}
        draw={(width) => ({
          className: 'plot',
          marginLeft: width < 520 ? 132 : 210,
          marginRight: 120,
          marginTop: 6,
          marginBottom: 38,
          x: {
            label: 'ms',
            labelOffset: 34,
            domain: [0, most * 1.05],
            grid: true,
            labelArrow: false,
            ticks: width < 520 ? 4 : 8,
          },
          y: { label: null, domain: lines.map(({ name }) => name), tickSize: 0 },
          marks: [
            Plot.ruleX([0], { className: 'zero' }),
            Plot.ruleY(lines, { y: 'name', x1: 0, x2: 'value', className: 'stem' }),
            Plot.ruleY(
              lines.filter(({ low }) => low !== undefined),
              { y: 'name', x1: 'low', x2: 'high', className: 'interval' },
            ),
            ...(['predicted', 'replayed', 'wall', 'singular'] as const).map((kind) =>
              Plot.dot(
                lines.filter((line) => line.kind === kind),
                {
                  y: 'name',
                  x: 'value',
                  r: 5,
                  symbol: kind === 'predicted' ? 'circle' : kind === 'singular' ? 'times' : 'square',
                  className: `latency-${kind}`,
                },
              ),
            ),
            Plot.text(lines, {
              y: 'name',
              x: (line: Line) => line.high ?? line.value,
              text: labelOf,
              dx: 10,
              textAnchor: 'start',
              className: 'bar-label',
            }),
          ],
        })}
      />
      <p class="hint">
        Predicted: the cost model ({plan.estimate.coefficientsSource}). Replayed: the fleet’s hosts and links fed with
        the CPU times measured here, {measurement.requests} requests; with the 95% interval.
        {environment.oversubscribed
          ? ` Wall: ${environment.threads} threads shared ${environment.cores} cores, so that it says nothing of a deployment.`
          : ''}
      </p>
    </figure>
  );
}

function linesOf(
  { estimate }: Plan,
  { latencyMs, environment, reconstructions: [{ closedLoop }] }: Measurement,
): Line[] {
  const replayed = (name: string, { p50 }: Schemas['ReconstructedLatencyOutput'], kind: Line['kind']): Line[] =>
    p50.value === null ? [] : [{ name, value: p50.value, low: p50.interval?.low, high: p50.interval?.high, kind }];
  return [
    { name: 'Predicted', value: estimate.latencyMs, kind: 'predicted' },
    ...replayed('Replayed', closedLoop.latencyMs, 'replayed'),
    ...(latencyMs.p50.value === null
      ? []
      : [
          {
            name: `Wall, here${environment.oversubscribed ? ' *' : ''}`,
            value: latencyMs.p50.value,
            kind: 'wall' as const,
          },
        ]),
    ...replayed('Singular, replayed', closedLoop.batchedSingularLatencyMs, 'singular'),
    ...replayed(`Singular, ${closedLoop.threads} threads`, closedLoop.threadedSingularLatencyMs, 'singular'),
  ];
}

const labelOf = ({ value, low, high }: Line): string =>
  low === undefined || high === undefined
    ? milliseconds(value)
    : `${milliseconds(value)}  [${significant(low)}, ${significant(high)}]`;

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
  readonly ms: number;
}

function Shards({ plan, measurement }: PartProps) {
  const section = useRef<HTMLElement>(null);
  const shards = inOrder(measurement.shards);
  const segments = shards.flatMap(({ host, phases }) =>
    PHASES.map(({ key, label }): Segment => ({ host, phase: label, ms: phases[key] })),
  );
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
            </svg>{' '}
            {label}
          </span>
        ))}
      </p>
      <Chart<Segment>
        height={46 + shards.length * 24}
        label="CPU of each shard by phase; the table below says the same."
        dependencies={[plan]}
        draw={(width) => ({
          className: 'plot',
          marginLeft: width < 520 ? 84 : 110,
          marginRight: 64,
          marginTop: 4,
          marginBottom: 40,
          x: { label: 'CPU, ms a request', labelOffset: 36, grid: true, labelArrow: false, ticks: width < 520 ? 4 : 8 },
          y: { label: null, domain: shards.map(({ host }) => host), tickSize: 0, padding: 0.25 },
          marks: [
            ...PHASES.map(({ label }, p) =>
              Plot.barX(
                segments.filter(({ phase }) => phase === label),
                {
                  y: 'host',
                  x1: (d: Segment) => before(segments, d),
                  x2: (d: Segment) => before(segments, d) + d.ms,
                  className: `phase-${p}`,
                  title: (d: Segment) => `${d.host}, ${d.phase}: ${milliseconds(d.ms)}`,
                },
              ),
            ),
            Plot.text(shards, {
              y: 'host',
              x: 'cpuMsPerRequest',
              text: (d: (typeof shards)[number]) => milliseconds(d.cpuMsPerRequest),
              dx: 6,
              textAnchor: 'start',
              className: 'bar-label',
            }),
          ],
        })}
      />
      <details>
        <summary>As a table, with waiting and network</summary>
        <ShardTable measurement={measurement} />
      </details>
      <p class="hint">
        All shards: {milliseconds(measurement.cpuMsPerRequest)} a request, predicted {milliseconds(plan.estimate.cpuMs)}
        , singular {milliseconds(measurement.singularCpuMsPerRequest)}.{' '}
        {percent(Math.abs(measurement.unattributedShare))} of the threads’ CPU is in no phase.
      </p>
    </figure>
  );
}

/** The main shard first, hosts by name, numbers by value. */
const inOrder = (shards: Measurement['shards']): Measurement['shards'] =>
  [...shards].sort(
    (a, b) =>
      Number(b.host === 'main') - Number(a.host === 'main') || a.host.localeCompare(b.host, 'en', { numeric: true }),
  );

/** Where a segment's bar begins: the phases before it on its host. */
function before(segments: readonly Segment[], { host, phase }: Segment): number {
  let sum = 0;
  for (const segment of segments) {
    if (segment.host !== host) continue;
    if (segment.phase === phase) break;
    sum += segment.ms;
  }
  return sum;
}

function ShardTable({ measurement: { shards, requests } }: { readonly measurement: Measurement }) {
  return (
    <div class="table-scroll" role="region" aria-label="CPU of each shard by phase" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">
              Shard
            </th>
            {PHASES.map(({ label }) => (
              <th key={label} scope="col">
                {label}
                <small>ms</small>
              </th>
            ))}
            <th scope="col">
              CPU<small>ms a request</small>
            </th>
            <th scope="col">
              waiting<small>ms</small>
            </th>
            <th scope="col">
              network<small>ms, modelled</small>
            </th>
            <th scope="col">
              slowest<small>of {requests} requests</small>
            </th>
          </tr>
        </thead>
        <tbody>
          {inOrder(shards).map((shard) => (
            <tr key={shard.host}>
              <th scope="row" class="text">
                {shard.host}
              </th>
              {PHASES.map(({ key }) => (
                <td key={key}>{significant(shard.phases[key])}</td>
              ))}
              <td>{significant(shard.cpuMsPerRequest)}</td>
              <td>{significant(shard.waitingMs)}</td>
              <td>{significant(shard.modelledNetworkMs)}</td>
              <td>{shard.boundedRequests}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
