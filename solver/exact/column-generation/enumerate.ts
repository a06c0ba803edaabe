import { spend, type Work } from '../../stop.ts';
import { addColumn, openColumns, type Columns } from './columns.ts';
import type { Stock } from './stock.ts';

/** Cells of the table of worths; a few milliseconds. */
const MOST_CELLS = 3_000_000;
const CELLS_A_CANDIDATE = 30;
/** More patterns than that leave a search too wide to end. */
const MOST_PATTERNS = 3_000;

export interface WorthyPatterns {
  readonly columns: Columns;
  /** Worth of each column. */
  readonly worths: Float64Array;
}

/**
 * All patterns that leave at most `waste` free and are worth at least `least`, which is above 0; undefined where there are too many of them, or the
 * capacity is no integer of moderate size. A table of the most worth that the smaller sizes add to a room keeps the enumeration from dead ends.
 */
export function enumeratePatterns(
  { sizes, demands, capacity }: Stock,
  worths: Float64Array,
  { waste, least }: { readonly waste: number; readonly least: number },
  work: Work,
): WorthyPatterns | undefined {
  const [n, width] = [sizes.length, capacity + 1];
  if (!Number.isInteger(capacity) || width * (n + 1) > MOST_CELLS) return undefined;
  spend(work, (width * n) / CELLS_A_CANDIDATE);
  // rest is [size][room], flattened: the most worth that sizes from there on add to a room so that at most `waste` of it stays free.
  const rest = new Float64Array(width * (n + 1)).fill(-Infinity);
  rest.fill(0, n * width, n * width + Math.min(waste, capacity) + 1);
  for (let i = n - 1; i >= 0; i--)
    for (let room = 0; room < width; room++) {
      let most = -Infinity;
      for (let count = 0; count <= demands[i] && count * sizes[i] <= room; count++)
        most = Math.max(most, rest[(i + 1) * width + room - count * sizes[i]] + count * worths[i]);
      rest[i * width + room] = most;
    }
  const columns = openColumns();
  const found: number[] = [];
  const chosen = new Int32Array(n);
  const extend = (i: number, room: number, worth: number): void => {
    if (found.length > MOST_PATTERNS || worth + rest[i * width + room] < least) return;
    if (i === n) {
      const rows = [...chosen.keys()].filter((row) => chosen[row] > 0);
      addColumn(columns, { rows, counts: rows.map((row) => chosen[row]) });
      found.push(worth);
      return;
    }
    for (chosen[i] = Math.min(demands[i], Math.floor(room / sizes[i])); chosen[i] > 0; chosen[i]--)
      extend(i + 1, room - chosen[i] * sizes[i], worth + chosen[i] * worths[i]);
    extend(i + 1, room, worth);
  };
  extend(0, capacity, 0);
  spend(work, (found.length * n) / CELLS_A_CANDIDATE);
  return found.length > MOST_PATTERNS ? undefined : { columns, worths: Float64Array.from(found) };
}
