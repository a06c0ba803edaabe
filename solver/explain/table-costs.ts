import type { Explanation, TableCost } from '../../domain/explanation.ts';
import type { Problem } from '../../domain/problem.ts';
import { isLocal, type PlacedPart } from '../../evaluator/parts.ts';
import type { Costs } from '../../evaluator/costs.ts';

const LISTED = 10;

/** The costliest tables of a placement by load, by bytes and by bytes on wire; tables that cost nothing in a respect are not listed there. */
export function topTables(problem: Problem, parts: readonly PlacedPart[], costs: Costs): Explanation['topTables'] {
  const all = tableCosts(problem, parts, costs);
  const top = (cost: (table: TableCost) => number): TableCost[] =>
    all
      .filter((table) => cost(table) > 0)
      // Equal costs keep the model's order.
      .toSorted((a, b) => cost(b) - cost(a))
      .slice(0, LISTED);
  return {
    byLoad: top(({ load }) => load),
    byBytes: top(({ bytes }) => bytes),
    byWire: top(({ wireBytesPerRequest }) => wireBytesPerRequest),
  };
}

/** Costs of every placed table, in the model's order; the shares of each cost sum to 1 where there is any. */
export function tableCosts(problem: Problem, parts: readonly PlacedPart[], costs: Costs): TableCost[] {
  const byTable = Map.groupBy(parts, (part) => part.table);
  const load = (part: PlacedPart): number => part.costs.load / costs.unitsPerLoad;
  const totals = { load: sum(parts, load), bytes: sum(parts, bytes), wire: sum(parts, wire) };
  return problem.model.tables.flatMap(({ name }, t): TableCost[] => {
    const own = byTable.get(t);
    if (own === undefined) return [];
    const [ownLoad, ownBytes, ownWire] = [sum(own, load), sum(own, bytes), sum(own, wire)];
    return [
      {
        table: name,
        layout: layoutOf(own),
        parts: own.length,
        hosts: own.map((part) => costs.hosts[part.host].name),
        load: ownLoad,
        loadShare: shareOf(ownLoad, totals.load),
        bytes: ownBytes,
        bytesShare: shareOf(ownBytes, totals.bytes),
        wireBytesPerRequest: ownWire,
        wireShare: shareOf(ownWire, totals.wire),
      },
    ];
  });
}

const sum = (own: readonly PlacedPart[], cost: (part: PlacedPart) => number): number =>
  own.reduce((total, part) => total + cost(part), 0);

const bytes = (part: PlacedPart): number => part.costs.memoryBytes;
const wire = (part: PlacedPart): number => (isLocal(part) ? 0 : part.costs.wireBytes);

function layoutOf(own: readonly PlacedPart[]): TableCost['layout'] {
  switch (own[0].slice.kind) {
    case 'rows':
      return 'rowWise';
    case 'columns':
      return 'columnWise';
    case 'whole':
      return own.length > 1 ? 'replicated' : isLocal(own[0]) ? 'mainShard' : 'whole';
  }
}

/** 0 of nothing is 0. */
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
