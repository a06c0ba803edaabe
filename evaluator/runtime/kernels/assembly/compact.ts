// Trace compaction: the distinct rows of a table's lookups, numbered by their position in the row order. Positions are
// sorted by radix, eleven bits a pass: time and memory follow the lookups, not the table's rows, of which there may be 2^32.

// @ts-ignore: decorator
@inline const DIGIT_BITS: u32 = 11;
// @ts-ignore: decorator
@inline const DIGITS: usize = 1 << DIGIT_BITS;

/**
 * In place of each row in rows[0 .. count) its compact id. Writes the ids' positions, ascending, and their rows; returns how
 * many ids there are. `pairs` and `spare` take 8 bytes a lookup, `counts` 3 x 2048 words, `positions` and `rowIds` 4 bytes a
 * lookup. With `shuffled` a row's position is that of evaluator/trace/row-order.ts, whose permutation the last seven
 * figures are; else it is the row itself.
 */
export function compactRows(
  rows: usize, count: u32, pairs: usize, spare: usize, counts: usize, positions: usize, rowIds: usize, shuffled: bool,
  greatest: u32, mask: u32, half: u32, third: u32, offset: u32, first: u32, second: u32,
): u32 {
  memory.fill(counts, 0, 3 * DIGITS << 2);
  for (let i: u32 = 0; i < count; i++) {
    let at = load<u32>(rows + (<usize>i << 2));
    if (shuffled)
      do at = permute(at, mask, half, third, offset, first, second);
      while (at > greatest);
    countDigit(counts, at, 0);
    countDigit(counts, at, 1);
    countDigit(counts, at, 2);
    store<u64>(pairs + (<usize>i << 3), (<u64>at << 32) | i);
  }
  const bits: u32 = 32 - <u32>clz<u32>(greatest);
  for (let pass: u32 = 0; pass * DIGIT_BITS < bits; pass++) {
    sortByDigit(pairs, count, spare, counts, pass);
    const sorted = spare;
    spare = pairs;
    pairs = sorted;
  }
  return numberPairs(pairs, count, rows, positions, rowIds);
}

/** The rounds of evaluator/trace/row-order.ts. */
// @ts-ignore: decorator
@inline
function permute(row: u32, mask: u32, half: u32, third: u32, offset: u32, first: u32, second: u32): u32 {
  let x = (row + offset) & mask;
  x ^= x >> half;
  x = (x * first) & mask;
  x ^= x >> third;
  x = (x * second) & mask;
  x ^= x >> half;
  x = (x * first) & mask;
  return x ^ (x >> half);
}

// @ts-ignore: decorator
@inline
function digitOf(position: u32, pass: u32): usize {
  return <usize>(position >> (pass * DIGIT_BITS)) & (DIGITS - 1);
}

// @ts-ignore: decorator
@inline
function countDigit(counts: usize, position: u32, pass: u32): void {
  const at = counts + ((<usize>pass * DIGITS + digitOf(position, pass)) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** A stable pass of least-significant-digit radix sort (Knuth, volume 3, 5.2.5). */
function sortByDigit(from: usize, count: u32, to: usize, counts: usize, pass: u32): void {
  counts += (<usize>pass * DIGITS) << 2;
  let start: u32 = 0;
  for (let digit: usize = 0; digit < DIGITS; digit++) {
    const size = load<u32>(counts + (digit << 2));
    store<u32>(counts + (digit << 2), start);
    start += size;
  }
  for (const end = from + (<usize>count << 3); from < end; from += 8) {
    const pair = load<u64>(from);
    const next = counts + (digitOf(<u32>(pair >> 32), pass) << 2);
    const place = load<u32>(next);
    store<u32>(next, place + 1);
    store<u64>(to + (<usize>place << 3), pair);
  }
}

function numberPairs(pairs: usize, count: u32, rows: usize, positions: usize, rowIds: usize): u32 {
  let ids: u32 = 0;
  for (let i: u32 = 0, last: u32 = 0; i < count; i++) {
    const pair = load<u64>(pairs + (<usize>i << 3));
    const position = <u32>(pair >> 32);
    const lookup = rows + (<usize>(<u32>pair) << 2);
    if (i == 0 || position != last) {
      store<u32>(positions + (<usize>ids << 2), position);
      store<u32>(rowIds + (<usize>ids << 2), load<u32>(lookup));
      last = position;
      ids++;
    }
    store<u32>(lookup, ids - 1);
  }
  return ids;
}
