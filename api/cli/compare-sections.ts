import type { FrontierComparison, PlanComparison } from '../comparison/comparison.ts';
import type { PairedMeasurement } from '../paired-measuring.ts';
import type { Dimension } from '../quantities.ts';
import { OBJECTIVE_DIMENSIONS } from '../rules/fields.ts';
import type { RuleVerdict } from '../rules/judge.ts';
import type { Rule } from '../rules/rule.ts';
import { formatBytes, formatPercent, significant } from './format.ts';

export interface ComparisonReport {
  /** Names of the files. */
  readonly base: string;
  readonly head: string;
  readonly comparison: PlanComparison | FrontierComparison;
  readonly rules: readonly Rule[];
  /** One a rule. */
  readonly verdicts: readonly RuleVerdict[];
  readonly pair?: PairedMeasurement | undefined;
  readonly notes: readonly string[];
}

/** The worst of all verdicts. */
export function statusOf(verdicts: readonly RuleVerdict[]): RuleVerdict['status'] {
  const has = (status: RuleVerdict['status']): boolean => verdicts.some((verdict) => verdict.status === status);
  return has('failed') ? 'failed' : has('undecided') ? 'undecided' : 'passed';
}

/** Columns of words. */
export const PROSE: ReadonlySet<string> = new Set(['rule', 'note', 'from', 'to', 'violation']);

/** A table of a report: a head, then rows. */
export interface Section {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  /** What the table leaves out. */
  readonly more: string;
}

/** A pull request's comment is read, not searched: the largest moves are enough, and JSON has all. */
const MOST_MOVES = 15;

/** The tables of a report, the most important first; none is empty. */
export function sectionsOf({ comparison, rules, verdicts, pair }: ComparisonReport): Section[] {
  const sections = [
    { title: 'Rules', rows: [RULE_HEAD, ...verdicts.map((verdict, r) => ruleRow(verdict, rules[r]))], more: '' },
    ...(comparison.compared === 'plans' ? planSections(comparison) : frontierSections(comparison)),
    ...(pair === undefined ? [] : [measuredSection(pair)]),
  ];
  return sections.filter(({ rows }) => rows.length > 1);
}

const RULE_HEAD = ['', 'rule', 'base', 'head', 'compared', 'interval', 'note'];

function ruleRow({ status, before, after, compared, interval, note }: RuleVerdict, rule: Rule): string[] {
  const { dimension } = rule.field;
  const kind = rule.kind === 'relative' ? 'share' : dimension;
  const show = (value: number): string => (rule.kind === 'value' ? inUnit(value, kind) : signed(value, kind));
  return [
    status,
    rule.text,
    before === null ? '' : inUnit(before, dimension),
    after === null ? '' : inUnit(after, dimension),
    compared === null ? '' : show(compared),
    interval === null ? '' : `${show(interval.low)} to ${show(interval.high)}`,
    note,
  ];
}

function planSections({ before, after, objectives, movement }: PlanComparison): Section[] {
  const isBytes = (after.estimate ?? before.estimate)?.loadMeasure === 'lookupBytes';
  const differing = objectives.filter(({ verdict, isObjective }) => isObjective || verdict !== 'equal');
  const moves = movement.tables.slice(0, MOST_MOVES);
  const left = movement.tables.length - moves.length;
  return [
    {
      title: 'Violations',
      rows: [
        ['plan', 'violation'],
        ...[before, after].flatMap(({ violations }, s) =>
          violations.map(({ message }) => [s === 0 ? 'base' : 'head', message]),
        ),
      ],
      more: '',
    },
    {
      title: 'Estimated',
      rows: [['', 'base', 'head', 'change', ''], ...differing.map((row) => estimateRow(row, isBytes))],
      more: '',
    },
    {
      title: 'Proven',
      rows: [
        ['', 'objective', 'value', 'bound', 'gap'],
        ...[before, after].flatMap(({ proof }, s) =>
          proof === undefined ? [] : [proofRow(proof, s === 0 ? 'base' : 'head')],
        ),
      ],
      more: '',
    },
    {
      title: 'Tables that lie differently',
      rows: [
        ['table', 'to fetch', 'from', 'to'],
        ...moves.map((move) => [move.table, formatBytes(move.bytes), fewOf(move.before), fewOf(move.after)]),
      ],
      more: left > 0 ? `and ${left} more with fewer bytes.` : '',
    },
    {
      title: 'Hosts',
      rows: [
        ['host', 'to fetch', 'memory', 'then', 'load', 'then'],
        ...movement.hosts.map((host) => [
          host.host,
          formatBytes(host.receivedBytes),
          formatBytes(host.memoryBytesBefore),
          formatBytes(host.memoryBytesAfter),
          inUnit(host.loadBefore, isBytes ? 'bytes' : 'number'),
          inUnit(host.loadAfter, isBytes ? 'bytes' : 'number'),
        ]),
      ],
      more: '',
    },
  ];
}

/** Slices of a table that is split over many hosts are told by the first. */
const fewOf = (slices: readonly string[]): string =>
  slices.length <= 3 ? slices.join(', ') : `${slices.slice(0, 2).join(', ')} and ${slices.length - 2} more`;

const frontierSections = ({ best, before, after }: FrontierComparison): Section[] => [
  {
    title: 'Least of all plans, estimated',
    rows: [['', 'base', 'head', 'change', ''], ...best.map((row) => estimateRow(row, true))],
    more: '',
  },
  {
    title: 'Plans',
    rows: [
      ['plan', 'in the other', 'by'],
      ...[before, after].flatMap((fates, s) =>
        fates.map(({ position, fate, by }) => [
          `${s === 0 ? 'base' : 'head'} ${position}`,
          fate,
          by === undefined ? '' : String(by),
        ]),
      ),
    ],
    more: '',
  },
];

function estimateRow(
  { objective, isObjective, before, after, difference, ratio, verdict }: FrontierComparison['best'][number],
  isBytes: boolean,
): string[] {
  const isLoad = objective === 'peakLoad' || objective === 'criticalLoad';
  const dimension = isLoad && !isBytes ? 'number' : OBJECTIVE_DIMENSIONS[objective];
  const change =
    verdict === 'equal' ? '=' : ratio === null ? signed(difference, dimension) : signed(ratio - 1, 'share');
  return [objective, inUnit(before, dimension), inUnit(after, dimension), change, isObjective ? 'objective' : ''];
}

function proofRow(
  { objective, value, bound, gap, gapKind, status }: NonNullable<PlanComparison['before']['proof']>,
  side: string,
): string[] {
  const shown = status === 'optimal' ? 'optimal' : gapKind === 'relative' ? formatPercent(gap) : `+${significant(gap)}`;
  return [side, objective, significant(value), significant(bound), shown];
}

/** Both plans on the same requests, in turns. */
const measuredSection = ({ figures }: PairedMeasurement): Section => ({
  title: 'Measured together',
  rows: [
    ['', 'base', 'head', 'change', '95% interval', 'pairs'],
    ...[...figures].map(([name, { before, after, ratioInterval, n }]) => [
      name.replace('measurement.', ''),
      inUnit(before, 'milliseconds'),
      inUnit(after, 'milliseconds'),
      signed(after / before - 1, 'share'),
      ratioInterval === null
        ? ''
        : `${signed(ratioInterval.low - 1, 'share')} to ${signed(ratioInterval.high - 1, 'share')}`,
      String(n),
    ]),
  ],
  more: '',
});

export function inUnit(value: number, dimension: Dimension): string {
  switch (dimension) {
    case 'bytes':
      return value < 0 ? `-${formatBytes(-value)}` : formatBytes(value);
    case 'milliseconds':
      return `${significant(value)} ms`;
    case 'share':
      return formatPercent(value);
    case 'count':
    case 'number':
      return significant(value);
  }
}

const signed = (value: number, dimension: Dimension): string => `${value > 0 ? '+' : ''}${inUnit(value, dimension)}`;
