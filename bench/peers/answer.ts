import * as z from 'zod';
import { canonicalPlacement, type Placement, type TableSlice } from '../../domain/placement.ts';

const Range = z.tuple([z.int().min(0), z.int().min(1)]);

const PeerSlice = z.strictObject({
  table: z.string(),
  host: z.string(),
  /** Half open; left out where the slice has all of them. */
  rows: Range.optional(),
  columns: Range.optional(),
});
type PeerSlice = z.infer<typeof PeerSlice>;

/** What a peer answered, as exchange.py writes it. Nothing of it is believed but the time. */
export const PeerAnswer = z.strictObject({
  status: z.string().describe("In the peer's own words."),
  slices: z.array(PeerSlice).optional().describe('Left out where it found no plan.'),
  bound: z.number().nullable().optional().describe('Of the objective, in load units or hosts.'),
  seconds: z.number().min(0).describe('Building the model and solving; imports left out.'),
  cpuSeconds: z.number().min(0).describe('Of all its threads, over the same span.'),
  versions: z.record(z.string(), z.string()),
});
export type PeerAnswer = z.infer<typeof PeerAnswer>;

export type RowOrder = 'shuffled' | 'asStored';

/**
 * The answer as a placement. Row ranges read as positions of a table whose ids are hashed (`shuffled`) or stored by popularity (`asStored`).
 * Ranges of one table that meet on one host become one slice, and parts of columns on one host too, with the columns renumbered: neither changes
 * a byte, a lookup or a vector. undefined where a slice is cut by rows and by columns at once: no placement of ours says that.
 */
export function placementOf(slices: readonly PeerSlice[], rowOrder: RowOrder): Placement | undefined {
  if (slices.some((slice) => slice.rows !== undefined && slice.columns !== undefined)) return undefined;
  const gathered = [...Map.groupBy(slices, (slice) => slice.table).values()].flatMap(gatherColumns);
  const shards = [...Map.groupBy(gathered, (slice) => slice.host)].map(([host, held]) => ({
    host,
    slices: [...Map.groupBy(held, (slice) => slice.table).values()].flatMap((own) =>
      joined(own.map((slice) => sliceOf(slice, rowOrder))),
    ),
  }));
  return canonicalPlacement({ shards });
}

const byColumn = (a: PeerSlice, b: PeerSlice): number => (a.columns?.[0] ?? 0) - (b.columns?.[0] ?? 0);

/** Host by host in one run of columns, where the parts tile their table; else as they are, for the evaluator to find fault with. */
function gatherColumns(own: readonly PeerSlice[]): readonly PeerSlice[] {
  const cut = own.toSorted(byColumn);
  const isTiled = cut.every(
    ({ columns }, i) => columns !== undefined && columns[0] === (cut[i - 1]?.columns?.[1] ?? 0),
  );
  if (!isTiled) return own;
  let next = 0;
  return [...Map.groupBy(cut, (slice) => slice.host).values()].flat().map((slice) => {
    const [start, end] = slice.columns ?? [0, 0];
    const columns: [number, number] = [next, next + end - start];
    next = columns[1];
    return { ...slice, columns };
  });
}

function joined(ranges: readonly TableSlice[]): TableSlice[] {
  const cut = ranges.filter((slice) => slice.kind !== 'whole').toSorted((a, b) => a.start - b.start);
  const met = cut.reduce<typeof cut>((done, next) => {
    const last = done.at(-1);
    const meets = last !== undefined && last.kind === next.kind && last.end === next.start;
    return meets ? [...done.slice(0, -1), { ...last, end: next.end }] : [...done, next];
  }, []);
  return [...ranges.filter((slice) => slice.kind === 'whole'), ...met];
}

function sliceOf({ table, rows, columns }: PeerSlice, rowOrder: RowOrder): TableSlice {
  if (rows !== undefined) return { kind: 'rows', table, rowOrder, start: rows[0], end: rows[1] };
  if (columns !== undefined) return { kind: 'columns', table, start: columns[0], end: columns[1] };
  return { kind: 'whole', table };
}
