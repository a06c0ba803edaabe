/**
 * Reads a byte of every cache line of the rows of slots [slots, end). WASM has no prefetch, and the arithmetic of one row
 * leaves room for few of the next one's misses: but nothing waits for these reads, so that their misses overlap. Their
 * values are dropped; an engine has to make them all the same, because a read may trap.
 */
export function touchRows(rows: usize, rowBytes: usize, slots: usize, end: usize): void {
  if (((rows | rowBytes) & 63) != 0) touchPartLines(rows, rowBytes, slots, end);
  else if (rowBytes == 256) touch4Lines(rows, slots, end);
  else touchWholeLines(rows, rowBytes, slots, end);
}

/** The most common row, fp32 of 64, without a loop over its lines: fewer instructions between reads, more misses side by side. */
function touch4Lines(rows: usize, slots: usize, end: usize): void {
  for (; slots < end; slots += 4) {
    const at = rows + (<usize>load<u32>(slots) << 8);
    load<u8>(at);
    load<u8>(at, 64);
    load<u8>(at, 128);
    load<u8>(at, 192);
  }
}

function touchWholeLines(rows: usize, rowBytes: usize, slots: usize, end: usize): void {
  const fours = rowBytes & ~255;
  for (; slots < end; slots += 4) {
    let at = rows + <usize>load<u32>(slots) * rowBytes;
    const rowEnd = at + rowBytes;
    for (const foursEnd = at + fours; at < foursEnd; at += 256) {
      load<u8>(at);
      load<u8>(at, 64);
      load<u8>(at, 128);
      load<u8>(at, 192);
    }
    for (; at < rowEnd; at += 64) load<u8>(at);
  }
}

/** Rows begin anywhere in a line: their last byte may lie in one more. */
function touchPartLines(rows: usize, rowBytes: usize, slots: usize, end: usize): void {
  const last = rowBytes - 1;
  for (; slots < end; slots += 4) {
    const row = rows + <usize>load<u32>(slots) * rowBytes;
    load<u8>(row);
    for (let at: usize = 64; at < last; at += 64) load<u8>(row + at);
    load<u8>(row + last);
  }
}
