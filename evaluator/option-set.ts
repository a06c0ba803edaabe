import { MAIN_HOST } from '../domain/fleet.ts';
import type { OptionSet } from '../domain/plan.ts';
import type { OptionKind, Problem } from '../domain/problem.ts';

/** Most parts of a split where no tableOptions constraint says otherwise. */
export const MOST_PARTS = 16;

/** Columns are split at multiples of four: the kernels' vectors, and what a placement may say. */
export const COLUMN_STEP = 4;

/**
 * How one table may be laid out: whole; row-wise or column-wise in 2 to so many parts; replicated on 2 to so many hosts (1: never);
 * whole on the main shard.
 */
export interface TableLayouts {
  readonly whole: boolean;
  readonly mainShard: boolean;
  readonly mostParts: number;
  readonly mostColumnParts: number;
  readonly mostReplicas: number;
}

/** The layouts that a search may use, per table in the model's order: what tableOptions and maxHosts constraints leave of the default. */
export function tableLayouts(problem: Problem): TableLayouts[] {
  const { tables } = problem.model;
  const hosts = problem.fleet.hostTypes.reduce((sum, type) => sum + type.count, 0);
  const rules = problem.constraints.filter((constraint) => constraint.kind === 'tableOptions');
  const named = rules.map((rule) => (rule.tables === undefined ? undefined : new Set(rule.tables)));
  const spread = Map.groupBy(
    problem.constraints.filter((constraint) => constraint.kind === 'maxHosts'),
    (constraint) => constraint.table,
  );
  const pinnedToMain = tablesPinnedToMain(problem);
  const isMainDrained = problem.constraints.some((c) => c.kind === 'drained' && c.hosts.includes(MAIN_HOST));
  return tables.map(({ name, dim }) => {
    const own = rules.filter((_, r) => named[r]?.has(name) ?? true);
    const stated = own.flatMap((rule) => (rule.maxParts === undefined ? [] : [rule.maxParts]));
    const mostHosts = Math.min(Infinity, ...(spread.get(name) ?? []).map((rule) => rule.atMost));
    const allows = (kind: OptionKind): boolean => own.every((rule) => rule.allow.includes(kind));
    const asks = (kind: OptionKind): boolean => own.length > 0 && allows(kind);
    const most = Math.min(stated.length > 0 ? Math.min(...stated) : MOST_PARTS, mostHosts);
    return {
      whole: allows('whole'),
      mainShard: !isMainDrained && allows('mainShard') && (own.length > 0 || pinnedToMain.has(name)),
      mostParts: allows('rowWise') ? most : 1,
      mostColumnParts: asks('columnWise') ? Math.max(1, Math.min(most, Math.floor(dim / COLUMN_STEP))) : 1,
      mostReplicas: asks('replicated') ? Math.min(hosts, mostHosts, ...stated) : 1,
    };
  });
}

/** Tables that some pin lets lie on the main shard. */
export const tablesPinnedToMain = ({ constraints }: Problem): Set<string> =>
  new Set(constraints.flatMap((c) => (c.kind === 'pin' && c.hosts.includes(MAIN_HOST) ? [c.table] : [])));

/** The same, written down for a certificate: the most frequent limits, and the tables that have others. */
export function optionSetOf(problem: Problem): OptionSet {
  const layouts = tableLayouts(problem);
  const keys = layouts.map((own) => Object.values(own).join(' '));
  const groups = Map.groupBy(layouts.keys(), (t) => keys[t]);
  const [common] = [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a));
  const exceptions = problem.model.tables.flatMap(({ name }, t) =>
    keys[t] === keys[common] ? [] : [{ table: name, ...layouts[t] }],
  );
  return { ...layouts[common], exceptions };
}
