/** Rows that are held at once: singular's, and those of placements that are served together. */
const ROWS_LIMIT_BYTES = 4 * 2 ** 30;

/**
 * Cuts positions of placements into runs of nearly equal length whose rows fit beside singular's, one placement at least in
 * each. `touchedBytes` is a copy of the rows, `freeBytes` what may be taken of the machine's memory.
 */
export function groupPlacements(positions: readonly number[], touchedBytes: number, freeBytes: number): number[][] {
  const copies = Math.floor(Math.min(ROWS_LIMIT_BYTES, freeBytes) / Math.max(touchedBytes, 1));
  const most = Math.max(1, copies - 1);
  const groups = Math.ceil(positions.length / most);
  return Array.from({ length: groups }, (_, g) =>
    positions.slice(Math.floor((g * positions.length) / groups), Math.floor(((g + 1) * positions.length) / groups)),
  );
}
