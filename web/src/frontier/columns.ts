import type { LoadMeasure, Plan } from '../types.ts';
import { bytes, grouped, milliseconds, percent, ratio } from '../format.ts';
import { objectiveOf, peakOverMean, showGap, showLoad } from '../objectives.ts';

/** A column of the table of plans, and of its CSV. */
export interface Column {
  readonly key: string;
  readonly head: string;
  readonly sub: string;
  /** In CSV: the figure in the API's unit, which the name tells. */
  readonly value: (plan: Plan) => number | string | undefined;
  readonly show: (plan: Plan) => string;
  readonly isText?: boolean;
}

const interval = (found: { readonly low: number; readonly high: number } | null): string =>
  found === null ? '' : ` [${found.low.toFixed(2)}, ${found.high.toFixed(2)}]`;

/** Stands for a percentile that the sample cannot carry, or a plan that was not measured. */
const NONE = '–';

export const columnsOf = (loadMeasure: LoadMeasure, plans: readonly Plan[]): Column[] => [
  {
    key: 'hostsUsed',
    head: 'Hosts',
    sub: '',
    value: ({ estimate }) => estimate.hostsUsed,
    show: ({ estimate }) => String(estimate.hostsUsed),
  },
  {
    key: 'peakMemory',
    head: 'Memory',
    sub: 'fullest host',
    value: ({ estimate }) => estimate.peakMemory,
    show: ({ estimate }) => percent(estimate.peakMemory),
  },
  {
    key: 'peakLoad',
    head: 'Peak load',
    sub: 'per batch',
    value: ({ estimate }) => estimate.peakLoad,
    show: ({ estimate }) => showLoad(estimate.peakLoad, loadMeasure),
  },
  {
    key: 'peakOverMean',
    head: 'Peak',
    sub: 'over mean',
    value: ({ estimate }) => peakOverMean(estimate),
    show: ({ estimate }) => ratio(peakOverMean(estimate)),
  },
  {
    key: 'bytesOnWire',
    head: 'On wire',
    sub: 'per request',
    value: ({ estimate }) => estimate.bytesOnWire,
    show: ({ estimate }) => bytes(estimate.bytesOnWire),
  },
  {
    key: 'fanOut',
    head: 'Fan-out',
    sub: 'calls a batch',
    value: ({ estimate }) => estimate.fanOut,
    show: ({ estimate }) => grouped(estimate.fanOut),
  },
  ...(plans.some(({ estimate }) => estimate.movedBytes !== undefined)
    ? [
        {
          key: 'movedBytes',
          head: 'Moved',
          sub: 'from current',
          value: ({ estimate }: Plan) => estimate.movedBytes,
          show: ({ estimate }: Plan) => bytes(estimate.movedBytes ?? 0),
        },
      ]
    : []),
  {
    key: 'gap',
    head: 'Gap',
    sub: sameObjective(plans) ?? 'of objective',
    value: ({ proof }) => proof.gap,
    show: ({ proof }) => showGap(proof),
    isText: true,
  },
  {
    key: 'latencyMs',
    head: 'Predicted',
    sub: 'latency',
    value: ({ estimate }) => estimate.latencyMs,
    show: ({ estimate }) => milliseconds(estimate.latencyMs),
  },
  ...measuredColumns(plans),
];

/** The objective that all plans were solved for; a sweep may have more than one. */
export function sameObjective(plans: readonly Plan[]): string | undefined {
  const names = new Set(plans.map(({ proof }) => proof.objective));
  const [only] = names;
  return names.size === 1 ? `of ${objectiveOf(only).label.toLowerCase()}` : undefined;
}

const measuredColumns = (plans: readonly Plan[]): Column[] =>
  plans.every(({ measurement }) => measurement === undefined)
    ? []
    : [
        {
          key: 'replayedP50Ms',
          head: 'Replayed P50',
          sub: '95% interval',
          value: ({ measurement }) => measurement?.reconstructions[0].closedLoop.latencyMs.p50.value ?? undefined,
          show: ({ measurement }) => {
            const p50 = measurement?.reconstructions[0].closedLoop.latencyMs.p50;
            return p50 === undefined || p50.value === null
              ? NONE
              : `${milliseconds(p50.value)}${interval(p50.interval)}`;
          },
        },
        {
          key: 'cpuOverSingular',
          head: 'CPU over singular',
          sub: '95% interval',
          value: ({ measurement }) => measurement?.ratioToSingular.cpu ?? undefined,
          show: ({ measurement }) => {
            const found = measurement?.ratioToSingular;
            return found === undefined || found.cpu === null
              ? NONE
              : `${ratio(found.cpu)}${interval(found.cpuInterval)}`;
          },
        },
        {
          key: 'agreement',
          head: 'Outputs',
          sub: 'against singular',
          isText: true,
          value: ({ measurement }) =>
            measurement === undefined
              ? undefined
              : measurement.agreement.holds
                ? measurement.agreement.rule
                : 'disagree',
          show: ({ measurement }) => (measurement === undefined ? NONE : agreementOf(measurement.agreement)),
        },
      ];

export function agreementOf({
  holds,
  rule,
  vectorsDiffering,
  lookupsCompared,
}: NonNullable<Plan['measurement']>['agreement']): string {
  if (!holds) return vectorsDiffering > 0 ? `disagree: ${grouped(vectorsDiffering)} vectors` : 'disagree: scores';
  if (lookupsCompared === 0) return 'nothing looked up';
  return rule === 'bitIdentical' ? 'identical' : 'within bound';
}
