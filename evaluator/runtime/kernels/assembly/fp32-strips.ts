// Strips of fp32 rows: adds rows[slot] for slots [slots, end) to `out`, from 0 unless continued. Addresses are those of the
// strip's first column. Two rows at a time halve the loop's overhead; each column still adds one row after another.

/** 16 columns. */
// @ts-ignore: decorator
@inline
export function addFp32Columns16(rows: usize, rowBytes: usize, slots: usize, end: usize, out: usize, continued: bool): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  if (continued) {
    a0 = v128.load(out, 0); a1 = v128.load(out, 16);
    a2 = v128.load(out, 32); a3 = v128.load(out, 48);
  }
  for (; slots + 4 < end; slots += 8) {
    const x = rows + <usize>load<u32>(slots) * rowBytes, y = rows + <usize>load<u32>(slots, 4) * rowBytes;
    a0 = f32x4.add(f32x4.add(a0, v128.load(x, 0)), v128.load(y, 0));
    a1 = f32x4.add(f32x4.add(a1, v128.load(x, 16)), v128.load(y, 16));
    a2 = f32x4.add(f32x4.add(a2, v128.load(x, 32)), v128.load(y, 32));
    a3 = f32x4.add(f32x4.add(a3, v128.load(x, 48)), v128.load(y, 48));
  }
  if (slots < end) {
    const x = rows + <usize>load<u32>(slots) * rowBytes;
    a0 = f32x4.add(a0, v128.load(x, 0));
    a1 = f32x4.add(a1, v128.load(x, 16));
    a2 = f32x4.add(a2, v128.load(x, 32));
    a3 = f32x4.add(a3, v128.load(x, 48));
  }
  v128.store(out, a0, 0); v128.store(out, a1, 16);
  v128.store(out, a2, 32); v128.store(out, a3, 48);
}

/** 32 columns: best for short bags, where a wider strip would leave a narrow one over. */
// @ts-ignore: decorator
@inline
export function addFp32Columns32(rows: usize, rowBytes: usize, slots: usize, end: usize, out: usize, continued: bool): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), a5 = f32x4.splat(0), a6 = f32x4.splat(0), a7 = f32x4.splat(0);
  if (continued) {
    a0 = v128.load(out, 0); a1 = v128.load(out, 16);
    a2 = v128.load(out, 32); a3 = v128.load(out, 48);
    a4 = v128.load(out, 64); a5 = v128.load(out, 80);
    a6 = v128.load(out, 96); a7 = v128.load(out, 112);
  }
  for (; slots + 4 < end; slots += 8) {
    const x = rows + <usize>load<u32>(slots) * rowBytes, y = rows + <usize>load<u32>(slots, 4) * rowBytes;
    a0 = f32x4.add(f32x4.add(a0, v128.load(x, 0)), v128.load(y, 0));
    a1 = f32x4.add(f32x4.add(a1, v128.load(x, 16)), v128.load(y, 16));
    a2 = f32x4.add(f32x4.add(a2, v128.load(x, 32)), v128.load(y, 32));
    a3 = f32x4.add(f32x4.add(a3, v128.load(x, 48)), v128.load(y, 48));
    a4 = f32x4.add(f32x4.add(a4, v128.load(x, 64)), v128.load(y, 64));
    a5 = f32x4.add(f32x4.add(a5, v128.load(x, 80)), v128.load(y, 80));
    a6 = f32x4.add(f32x4.add(a6, v128.load(x, 96)), v128.load(y, 96));
    a7 = f32x4.add(f32x4.add(a7, v128.load(x, 112)), v128.load(y, 112));
  }
  if (slots < end) {
    const x = rows + <usize>load<u32>(slots) * rowBytes;
    a0 = f32x4.add(a0, v128.load(x, 0));
    a1 = f32x4.add(a1, v128.load(x, 16));
    a2 = f32x4.add(a2, v128.load(x, 32));
    a3 = f32x4.add(a3, v128.load(x, 48));
    a4 = f32x4.add(a4, v128.load(x, 64));
    a5 = f32x4.add(a5, v128.load(x, 80));
    a6 = f32x4.add(a6, v128.load(x, 96));
    a7 = f32x4.add(a7, v128.load(x, 112));
  }
  v128.store(out, a0, 0); v128.store(out, a1, 16);
  v128.store(out, a2, 32); v128.store(out, a3, 48);
  v128.store(out, a4, 64); v128.store(out, a5, 80);
  v128.store(out, a6, 96); v128.store(out, a7, 112);
}

/** 48 columns, as many sums as there are registers for: best for long bags. */
// @ts-ignore: decorator
@inline
export function addFp32Columns48(rows: usize, rowBytes: usize, slots: usize, end: usize, out: usize, continued: bool): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), a5 = f32x4.splat(0), a6 = f32x4.splat(0), a7 = f32x4.splat(0);
  let a8 = f32x4.splat(0), a9 = f32x4.splat(0), a10 = f32x4.splat(0), a11 = f32x4.splat(0);
  if (continued) {
    a0 = v128.load(out, 0); a1 = v128.load(out, 16);
    a2 = v128.load(out, 32); a3 = v128.load(out, 48);
    a4 = v128.load(out, 64); a5 = v128.load(out, 80);
    a6 = v128.load(out, 96); a7 = v128.load(out, 112);
    a8 = v128.load(out, 128); a9 = v128.load(out, 144);
    a10 = v128.load(out, 160); a11 = v128.load(out, 176);
  }
  for (; slots + 4 < end; slots += 8) {
    const x = rows + <usize>load<u32>(slots) * rowBytes, y = rows + <usize>load<u32>(slots, 4) * rowBytes;
    a0 = f32x4.add(f32x4.add(a0, v128.load(x, 0)), v128.load(y, 0));
    a1 = f32x4.add(f32x4.add(a1, v128.load(x, 16)), v128.load(y, 16));
    a2 = f32x4.add(f32x4.add(a2, v128.load(x, 32)), v128.load(y, 32));
    a3 = f32x4.add(f32x4.add(a3, v128.load(x, 48)), v128.load(y, 48));
    a4 = f32x4.add(f32x4.add(a4, v128.load(x, 64)), v128.load(y, 64));
    a5 = f32x4.add(f32x4.add(a5, v128.load(x, 80)), v128.load(y, 80));
    a6 = f32x4.add(f32x4.add(a6, v128.load(x, 96)), v128.load(y, 96));
    a7 = f32x4.add(f32x4.add(a7, v128.load(x, 112)), v128.load(y, 112));
    a8 = f32x4.add(f32x4.add(a8, v128.load(x, 128)), v128.load(y, 128));
    a9 = f32x4.add(f32x4.add(a9, v128.load(x, 144)), v128.load(y, 144));
    a10 = f32x4.add(f32x4.add(a10, v128.load(x, 160)), v128.load(y, 160));
    a11 = f32x4.add(f32x4.add(a11, v128.load(x, 176)), v128.load(y, 176));
  }
  if (slots < end) {
    const x = rows + <usize>load<u32>(slots) * rowBytes;
    a0 = f32x4.add(a0, v128.load(x, 0));
    a1 = f32x4.add(a1, v128.load(x, 16));
    a2 = f32x4.add(a2, v128.load(x, 32));
    a3 = f32x4.add(a3, v128.load(x, 48));
    a4 = f32x4.add(a4, v128.load(x, 64));
    a5 = f32x4.add(a5, v128.load(x, 80));
    a6 = f32x4.add(a6, v128.load(x, 96));
    a7 = f32x4.add(a7, v128.load(x, 112));
    a8 = f32x4.add(a8, v128.load(x, 128));
    a9 = f32x4.add(a9, v128.load(x, 144));
    a10 = f32x4.add(a10, v128.load(x, 160));
    a11 = f32x4.add(a11, v128.load(x, 176));
  }
  v128.store(out, a0, 0); v128.store(out, a1, 16);
  v128.store(out, a2, 32); v128.store(out, a3, 48);
  v128.store(out, a4, 64); v128.store(out, a5, 80);
  v128.store(out, a6, 96); v128.store(out, a7, 112);
  v128.store(out, a8, 128); v128.store(out, a9, 144);
  v128.store(out, a10, 160); v128.store(out, a11, 176);
}

/** One row of `bytes`, a multiple of 128: the sum of a bag of one. Adding 0 makes -0 the 0 that sums give. */
// @ts-ignore: decorator
@inline
export function copyFp32Row(from: usize, bytes: usize, out: usize): void {
  const zero = f32x4.splat(0);
  for (const end = from + bytes; from < end; from += 128, out += 128) {
    const a0 = v128.load(from), a1 = v128.load(from, 16), a2 = v128.load(from, 32), a3 = v128.load(from, 48);
    const a4 = v128.load(from, 64), a5 = v128.load(from, 80), a6 = v128.load(from, 96), a7 = v128.load(from, 112);
    v128.store(out, f32x4.add(a0, zero));
    v128.store(out, f32x4.add(a1, zero), 16);
    v128.store(out, f32x4.add(a2, zero), 32);
    v128.store(out, f32x4.add(a3, zero), 48);
    v128.store(out, f32x4.add(a4, zero), 64);
    v128.store(out, f32x4.add(a5, zero), 80);
    v128.store(out, f32x4.add(a6, zero), 96);
    v128.store(out, f32x4.add(a7, zero), 112);
  }
}
