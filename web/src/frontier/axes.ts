import type { Estimate, Frontier, LoadMeasure, Measurement, ObjectiveName, Plan } from '../types.ts';
import { OBJECTIVES, unitFor, valueOf, type QuantityKind } from '../objectives.ts';

/** What a plan is drawn by: an objective, or a figure that was measured. */
export interface Axis {
  readonly name: string;
  readonly label: string;
  readonly kind: QuantityKind;
  readonly per?: string;
  /** Where it was measured, or replayed from measured times; estimates have none. */
  readonly measured?: (measurement: Measurement) => Observed | undefined;
  readonly estimated?: (estimate: Estimate) => number;
  readonly singular?: (frontier: Frontier) => number | undefined;
}

export interface Observed {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

const replayed = ({ reconstructions }: Measurement): Observed | undefined => {
  const { value, interval } = reconstructions[0].closedLoop.latencyMs.p50;
  return value === null ? undefined : { value, low: interval?.low, high: interval?.high };
};

const cpuRatio = ({ ratioToSingular: { cpu, cpuInterval } }: Measurement): Observed | undefined =>
  cpu === null ? undefined : { value: cpu, low: cpuInterval?.low, high: cpuInterval?.high };

const singularEstimate = (frontier: Frontier): Estimate | undefined =>
  frontier.strategies.find(({ strategy }) => strategy === 'singular')?.estimate;

const firstMeasured = (frontier: Frontier): Measurement | undefined =>
  frontier.plans.find(({ measurement }) => measurement !== undefined)?.measurement;

const estimates: readonly Axis[] = OBJECTIVES.map(({ name, label, kind, per }) => ({
  name,
  label,
  kind,
  ...(per === undefined ? {} : { per }),
  estimated: (estimate) => valueOf(estimate, name),
  singular: (frontier) => {
    const estimate = singularEstimate(frontier);
    return estimate === undefined ? undefined : valueOf(estimate, name);
  },
}));

/** All that may be an axis. */
export const AXES: readonly Axis[] = [
  ...estimates,
  {
    name: 'latency',
    label: 'Latency P50, predicted and replayed',
    kind: 'ms',
    per: 'request',
    estimated: (estimate) => estimate.latencyMs,
    measured: replayed,
    singular: (frontier) =>
      firstMeasured(frontier)?.reconstructions[0].closedLoop.batchedSingularLatencyMs.p50.value ?? undefined,
  },
  {
    name: 'cpuRatio',
    label: 'CPU over singular, measured',
    kind: 'ratio',
    measured: cpuRatio,
    singular: () => 1,
  },
];

export const axisOf = (name: string | undefined, fallback: string): Axis =>
  AXES.find((axis) => axis.name === name) ?? (AXES.find((axis) => axis.name === fallback) as Axis);

/** Axes that say something of these plans: all of measured ones, movement where there is a current placement. */
export const axesFor = (plans: readonly Plan[]): Axis[] =>
  AXES.filter(
    (axis) =>
      (axis.estimated !== undefined ||
        plans.some(({ measurement }) => measurement !== undefined && axis.measured?.(measurement) !== undefined)) &&
      (axis.name !== 'movedBytes' || plans.some(({ estimate }) => estimate.movedBytes !== undefined)),
  );

/** The pair that shows most at first: the first two objectives in which the plans differ. */
export function firstAxes(
  plans: readonly Plan[],
  objectives: readonly ObjectiveName[],
): { readonly x: string; readonly y: string } {
  const differ = objectives.filter((name) => new Set(plans.map(({ estimate }) => valueOf(estimate, name))).size > 1);
  const [x = 'hostsUsed', y = 'peakLoad'] = [...differ, ...objectives.filter((name) => !differ.includes(name))];
  return { x, y: y === x ? 'peakLoad' : y };
}

export interface Scale {
  readonly unit: string;
  readonly size: number;
  readonly label: string;
}

/** The unit that an axis is drawn in, by its largest value. */
export function scaleOf(axis: Axis, values: readonly number[], loadMeasure: LoadMeasure): Scale {
  const { unit, size } = unitFor(axis.kind, Math.max(...values, 0), loadMeasure);
  const per = axis.per === undefined ? '' : ` per ${axis.per}`;
  return { unit, size, label: unit === '' ? `${axis.label}${per}` : `${axis.label}, ${unit}${per}` };
}
