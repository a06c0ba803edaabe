/** Rounds of xorshift and odd multiplication that permute [0, mask]; evaluator/runtime/kernels/assembly/compact.ts runs them too. */
export interface RowPermutation {
  /** The next power of two less 1. */
  readonly mask: number;
  readonly half: number;
  readonly third: number;
  readonly offset: number;
  readonly first: number;
  readonly second: number;
}

/** The permutation of a table's rows, rows >= 2. */
export function rowPermutation(tableName: string, rows: number): RowPermutation {
  const bits = Math.ceil(Math.log2(rows));
  const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  const key = nameHash(tableName);
  return {
    mask,
    half: Math.max(1, bits >>> 1),
    third: Math.max(1, Math.floor(bits / 3)),
    offset: key & mask,
    // Odd multipliers are invertible modulo any power of two; those of lowbias32 (Wellons 2018) mix well.
    first: (0x7feb352d ^ (key << 1)) | 1,
    second: (0x846ca68b ^ ((key >>> 7) << 1)) | 1,
  };
}

/**
 * The fixed shuffled order of a table's rows: stored row -> position, a bijection of [0, rows).
 * It is computed, not stored, since a table may have 2^32 rows. Positions of the permutation beyond `rows` are sent through
 * again until they fall inside (cycle walking, Black and Rogaway 2002), which takes fewer than two passes on average.
 */
export function shuffledPosition(tableName: string, rows: number): (row: number) => number {
  if (rows <= 1) return () => 0;
  const { mask, half, third, offset, first, second } = rowPermutation(tableName, rows);
  const permute = (value: number): number => {
    let x = (value + offset) & mask;
    x ^= x >>> half;
    x = Math.imul(x, first) & mask;
    x ^= (x >>> third) & mask;
    x = Math.imul(x, second) & mask;
    x ^= x >>> half;
    x = Math.imul(x, first) & mask;
    return ((x ^ (x >>> half)) & mask) >>> 0;
  };
  return (row) => {
    let position = permute(row);
    while (position >= rows) position = permute(position);
    return position;
  };
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
