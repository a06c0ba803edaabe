import type { MipProgram } from '../../../solver/exact/engine.ts';

/** The least objective over all integer points of a program whose columns are bounded integers; undefined when none satisfies it. */
export function bestByEnumeration({ columns, rows }: MipProgram): number | undefined {
  const point = columns.map((column) => column.lower);
  let best: number | undefined;
  for (;;) {
    const holds = rows.every((row) => {
      const activity = row.columns.reduce((sum, column, i) => sum + row.coefficients[i] * point[column], 0);
      return row.lower <= activity && activity <= row.upper;
    });
    const value = columns.reduce((sum, column, c) => sum + column.objective * point[c], 0);
    if (holds && (best === undefined || value < best)) best = value;
    let c = 0;
    while (c < point.length && point[c] === columns[c].upper) point[c] = columns[c++].lower;
    if (c === point.length) return best;
    point[c]++;
  }
}
