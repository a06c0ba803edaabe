import type { FrontierComparison, MeasuredDifference, PlanComparison, ProblemComparison } from './comparison.ts';

/** The most important things first, in words, for who reads no tables. */
export function summarizePlans(found: Omit<PlanComparison, 'compared' | 'summary'>): string[] {
  const { problems, before, after, movement, objectives, dominates, proofs, measured } = found;
  const own = objectives.filter(({ isObjective }) => isObjective);
  return [
    ...summarizeProblems(problems),
    ...violationsOf('first', before.violations.length),
    ...violationsOf('second', after.violations.length),
    before.placementHash === after.placementHash
      ? 'Both are the same placement.'
      : `${count(movement.tables.length, 'table')} ${movement.tables.length === 1 ? 'lies' : 'lie'} differently; hosts have to fetch ${movement.bytes} bytes, ${percent(movement.share)} of the model.`,
    ...(own.length === 0 ? [] : [`Estimated: ${own.map(describeChange).join(', ')}.`]),
    ...(dominates === 'after' ? ['The second is as good in every objective, and better in one.'] : []),
    ...(dominates === 'before' ? ['The first is as good in every objective, and better in one.'] : []),
    ...(dominates === 'neither' ? ['Neither dominates the other.'] : []),
    ...(proofs.comparable ? [proofs.note] : []),
    ...measured.differences.filter(({ verdict }) => verdict === 'lower' || verdict === 'higher').map(describeMeasured),
    ...measured.notes,
  ];
}

export function summarizeFrontiers(found: Omit<FrontierComparison, 'compared' | 'summary'>): string[] {
  const { problems, before, after, best } = found;
  const tally = (fates: typeof before, fate: (typeof before)[number]['fate']): number =>
    fates.filter((plan) => plan.fate === fate).length;
  const kept = tally(before, 'same') + tally(before, 'equal');
  return [
    ...summarizeProblems(problems),
    `${count(before.length, 'plan')} and ${after.length}; ${kept} of the first have their like in the second, ${tally(before, 'dominated')} are dominated there.`,
    `Of the second, ${tally(after, 'dominated')} are dominated in the first, ${tally(after, 'alone')} are new.`,
    ...(best.length === 0 ? [] : [`Least values: ${best.map(describeChange).join(', ')}.`]),
  ];
}

export const summarizeProblems = ({ same, differing, differences }: ProblemComparison): string[] => {
  if (same) return [];
  const parts = [...new Set(differences.map(({ part }) => part))];
  return [`The problems differ in ${count(differing, 'place')}: ${parts.join(', ')}.`];
};

const violationsOf = (which: string, violations: number): string[] =>
  violations === 0 ? [] : [`The ${which} is illegal: ${count(violations, 'violation')}.`];

const describeChange = ({ objective, before, after, ratio, verdict }: FrontierComparison['best'][number]): string =>
  verdict === 'equal'
    ? `${objective} as before (${short(after)})`
    : `${objective} ${short(before)} -> ${short(after)}${ratio === null ? '' : ` (${signedPercent(ratio - 1)})`}`;

function describeMeasured({ figure, ratio, interval, verdict }: MeasuredDifference): string {
  const spread = interval === null ? 'counted' : `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`;
  return `Measured: ${figure} is ${verdict} in the second${ratio === null ? '' : `, ${ratio.toFixed(3)} times (${spread})`}.`;
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
const short = (value: number): string => String(Number(value.toPrecision(6)));
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const signedPercent = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(2)}%`;
