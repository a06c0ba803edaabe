import type { OptionSet } from '../domain/plan.ts';
import type { Problem } from '../domain/problem.ts';

/** Most equal parts of a row-wise split where no tableOptions constraint says otherwise. */
export const MOST_PARTS = 16;

/** How one table may be laid out: whole, or row-wise in 2 to `mostParts` equal parts (1: never split). */
export interface TableLayouts {
  readonly whole: boolean;
  readonly mostParts: number;
}

/** The layouts that a search may use, per table in the model's order: what tableOptions and maxHosts constraints leave of the default. */
export function tableLayouts(problem: Problem): TableLayouts[] {
  const { tables } = problem.model;
  const rules = problem.constraints.filter((constraint) => constraint.kind === 'tableOptions');
  const named = rules.map((rule) => (rule.tables === undefined ? undefined : new Set(rule.tables)));
  const spread = Map.groupBy(
    problem.constraints.filter((constraint) => constraint.kind === 'maxHosts'),
    (constraint) => constraint.table,
  );
  return tables.map(({ name }) => {
    const own = rules.filter((_, r) => named[r]?.has(name) ?? true);
    const stated = own.flatMap((rule) => (rule.maxParts === undefined ? [] : [rule.maxParts]));
    const mostHosts = Math.min(Infinity, ...(spread.get(name) ?? []).map((rule) => rule.atMost));
    const splits = own.every((rule) => rule.allow.includes('rowWise'));
    return {
      whole: own.every((rule) => rule.allow.includes('whole')),
      mostParts: splits ? Math.min(stated.length > 0 ? Math.min(...stated) : MOST_PARTS, mostHosts) : 1,
    };
  });
}

/** The same, written down for a certificate: the most frequent limits, and the tables that have others. */
export function optionSetOf(problem: Problem): OptionSet {
  const layouts = tableLayouts(problem);
  const groups = Map.groupBy(layouts, ({ whole, mostParts }) => `${whole} ${mostParts}`);
  const common = [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a))[0];
  const exceptions = problem.model.tables.flatMap(({ name }, t) => {
    const { whole, mostParts } = layouts[t];
    return whole === common.whole && mostParts === common.mostParts ? [] : [{ table: name, whole, mostParts }];
  });
  return { whole: common.whole, mostParts: common.mostParts, exceptions };
}
