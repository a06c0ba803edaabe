import { canonicalJson } from '../../domain/hash.ts';
import { problemHash, type Problem } from '../../domain/problem.ts';
import type { ProblemComparison, ProblemDifference } from './comparison.ts';

/** More say the same: what differs that much is another problem. */
const LISTED_DIFFERENCES = 1000;

type Part = ProblemDifference['part'];
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What differs between two problems. Tables, features, nets and host types are matched by their names, constraints by what they say. */
export function compareProblems(before: Problem, after: Problem): ProblemComparison {
  const [beforeHash, afterHash] = [problemHash(before), problemHash(after)];
  const found = beforeHash === afterHash ? [] : differencesOf(before, after);
  return {
    same: beforeHash === afterHash,
    beforeHash,
    afterHash,
    differences: found.slice(0, LISTED_DIFFERENCES),
    differing: found.length,
  };
}

function differencesOf(before: Problem, after: Problem): ProblemDifference[] {
  const { model, workload, fleet, objectives, epsilons, constraints, ...rest } = toJson(before);
  const { model: m, workload: w, fleet: f, objectives: o, epsilons: e, constraints: c, ...others } = toJson(after);
  return [
    ...differ('model', 'model', model, m),
    ...differ('workload', 'workload', workload, w),
    ...differ('fleet', 'fleet', fleet, f),
    ...differ('objectives', 'objectives', objectives, o),
    ...differ('epsilons', 'epsilons', epsilons, e),
    ...differ('constraints', 'constraints', constraints, c),
    ...differ('other', '', rest, others),
  ];
}

/** As the hash sees it: fields that are undefined are not there. */
const toJson = (problem: Problem): Record<string, Json> => JSON.parse(canonicalJson(problem)) as Record<string, Json>;

function differ(part: Part, at: string, before: Json | undefined, after: Json | undefined): ProblemDifference[] {
  if (before === undefined) return after === undefined ? [] : [{ part, at, change: 'added', after }];
  if (after === undefined) return [{ part, at, change: 'removed', before }];
  if (isRecord(before) && isRecord(after))
    return differEntries(part, at, Object.entries(before), Object.entries(after));
  if (Array.isArray(before) && Array.isArray(after)) {
    const [own, others] = [named(before), named(after)];
    if (own !== undefined && others !== undefined) return differEntries(part, at, own, others);
    if (before.every(isRecord) && after.every(isRecord)) return differMembers(part, at, before, after);
  }
  if (canonicalJson(before) === canonicalJson(after)) return [];
  return [{ part, at, change: 'changed', before, after }];
}

function differEntries(
  part: Part,
  at: string,
  before: readonly (readonly [string, Json])[],
  after: readonly (readonly [string, Json])[],
): ProblemDifference[] {
  const [own, others] = [new Map(before), new Map(after)];
  const within = [...new Set([...own.keys(), ...others.keys()])].flatMap((key) =>
    differ(part, `${at} ${key}`.trim(), own.get(key), others.get(key)),
  );
  const isReordered = within.length === 0 && [...own.keys()].join('\n') !== [...others.keys()].join('\n');
  // Keys of records are in code-unit order already: only lists can differ in order alone, and the hash sees that.
  return isReordered
    ? [{ part, at: `${at} order`, change: 'changed', before: [...own.keys()], after: [...others.keys()] }]
    : within;
}

/** Entries without a name, such as constraints: each is there or not. */
function differMembers(part: Part, at: string, before: readonly Json[], after: readonly Json[]): ProblemDifference[] {
  const left = Map.groupBy(before, canonicalJson);
  const added = after.flatMap((entry): ProblemDifference[] =>
    left.get(canonicalJson(entry))?.pop() === undefined ? [{ part, at, change: 'added', after: entry }] : [],
  );
  const removed = [...left.values()].flat().map((entry): ProblemDifference => ({
    part,
    at,
    change: 'removed',
    before: entry,
  }));
  if (added.length + removed.length > 0 || canonicalJson(before) === canonicalJson(after))
    return [...removed, ...added];
  return [{ part, at: `${at} order`, change: 'changed', before: [...before], after: [...after] }];
}

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What tells entries of lists apart in problems: tables of a model, of a workload, features, shards, epsilons. */
const NAMES = ['name', 'table', 'feature', 'host', 'objective'] as const;

/** The entries under their names; undefined where one has none, or two have the same. Constraints and slices share a name: they have a kind. */
function named(entries: readonly Json[]): [string, Json][] | undefined {
  const key = NAMES.find((name) => entries.length > 0 && entries.every((entry) => isRecord(entry) && name in entry));
  if (key === undefined) return undefined;
  const pairs = entries.flatMap((entry): [string, Json][] => {
    const name = isRecord(entry) && !('kind' in entry) ? entry[key] : undefined;
    return typeof name === 'string' ? [[name, entry]] : [];
  });
  return new Set(pairs.map(([name]) => name)).size === entries.length ? pairs : undefined;
}
