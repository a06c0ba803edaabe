import * as Plot from '@observablehq/plot';
import { useRef } from 'preact/hooks';
import type { Measurement, Plan, Schemas, ShardCpu } from '../types.ts';
import { milliseconds, significant } from '../format.ts';
import { SvgButton } from '../parts/download.tsx';
import { Chart } from '../parts/plot.tsx';
import { ShardPhases } from './shard-phases.tsx';

interface Props {
  readonly plan: Plan;
  /** CPU by shard; undefined while it is asked for. */
  readonly predicted: readonly ShardCpu[] | undefined;
}

/** Latency as predicted and as observed, and what each shard's CPU goes into. */
export function LatencyBreakdown({ plan, predicted }: Props) {
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
      <ShardPhases plan={plan} measurement={measurement} predicted={predicted} />
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
