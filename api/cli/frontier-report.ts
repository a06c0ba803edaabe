import type { Measurement } from '../../domain/measurement.ts';
import type { Frontier, Plan, StrategyOutcome } from '../../domain/plan.ts';
import type { FrontierResult } from '../results.ts';
import { formatAttributions } from './attribution-report.ts';
import { formatCount, wrapped } from './format.ts';
import { formatHeading, formatMeasuring, formatNoPlan } from './heading.ts';
import { estimateColumns, planColumns, TOO_FEW } from './plan-columns.ts';
import { layOut, type Column } from './table.ts';

/** A frontier for people. */
export function reportFrontier(result: FrontierResult): string {
  const { answer } = result;
  if (answer.status !== 'solved') return `${formatHeading(result)}\n\n${formatNoPlan(answer)}\n`;
  const { frontier } = answer;
  const measured = frontier.plans.flatMap((plan) => plan.measurement ?? []);
  return [
    formatHeading(result),
    formatSweep(frontier),
    layOut(frontier.plans, [POINT, ...planColumns()]),
    [formatTooFew(measured), formatMeasuring(result, measured)].filter(Boolean).join('\n'),
    formatAttributions(
      frontier.plans.flatMap(({ measurement }, p) =>
        measurement === undefined ? [] : [{ name: String(p), measurement }],
      ),
    ),
    formatStrategies(frontier.strategies),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const formatTooFew = (measured: readonly Measurement[]): string => {
  const lacks = measured.some(({ latencyMs: { p50, p90, p99 } }) =>
    [p50, p90, p99].some(({ value }) => value === null),
  );
  return lacks ? `${TOO_FEW} n too small: five requests at least have to lie beyond a percentile.` : '';
};

/** Counted from 0, as strategies name the points that dominate them, and as programs find them in the JSON. */
const POINT: Column<Plan> = { head: ['#', ''], cell: (_, position) => String(position) };

function formatSweep({ objectives, exactness, gridPoints, plans, cells }: Frontier): string {
  const swept = exactness === 'exact' ? 'every cap tried' : `caps on a grid of ${gridPoints}`;
  const { solved, infeasible, noPlanFound, skipped, unswept } = cells;
  return wrapped(
    `${formatCount(plans.length, 'plan')}, none dominated in ${objectives.join(', ')}; ${swept}: ` +
      `${solved} solved, ${infeasible} infeasible, ${noPlanFound} without a plan, ${skipped} answered by tighter ones` +
      (unswept > 0 ? `; cut short: ${unswept} not tried` : ''),
  );
}

function formatStrategies(strategies: readonly StrategyOutcome[]): string {
  if (strategies.length === 0) return '';
  const table = layOut(strategies, [
    { head: ['published', 'strategy'], align: 'left', cell: ({ strategy }) => strategy },
    ...estimateColumns<StrategyOutcome>(({ estimate }) => estimate),
    { head: ['', 'what it loses'], align: 'left', wraps: true, cell: ({ note }) => note },
  ]);
  return `What published static strategies would have done, estimated by the same costs:\n\n${table}\n`;
}
