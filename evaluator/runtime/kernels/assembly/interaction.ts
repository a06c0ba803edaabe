/**
 * Dot interaction of DLRM: joined is [samples][vectors][dim], vector 0 the bottom MLP's output; a sample's answer is
 * vector 0, then vector i . vector j for i = 1, 2, ... and j < i.
 */
export function dotInteraction(joined: usize, samples: u32, vectors: u32, dim: usize, out: usize): void {
  const vectorBytes = dim << 2;
  for (let s: u32 = 0; s < samples; s++) {
    memory.copy(out, joined, vectorBytes);
    out += vectorBytes;
    for (let i: u32 = 1; i < vectors; i++) {
      const x = joined + <usize>i * vectorBytes;
      let y = joined;
      let j: u32 = 0;
      for (; j + 4 <= i; j += 4, y += vectorBytes << 2, out += 16) dot4(x, y, vectorBytes, out);
      for (; j < i; j++, y += vectorBytes, out += 4) store<f32>(out, dot(x, y, vectorBytes));
    }
    joined += <usize>vectors * vectorBytes;
  }
}

/** x against four vectors that lie one after another; each product has the bits that `dot` gives. */
// @ts-ignore: decorator
@inline
function dot4(x: usize, y0: usize, bytes: usize, out: usize): void {
  const y1 = y0 + bytes, y2 = y1 + bytes, y3 = y2 + bytes;
  const whole = bytes & ~15;
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const four = v128.load(x + at);
    a0 = f32x4.add(a0, f32x4.mul(four, v128.load(y0 + at)));
    a1 = f32x4.add(a1, f32x4.mul(four, v128.load(y1 + at)));
    a2 = f32x4.add(a2, f32x4.mul(four, v128.load(y2 + at)));
    a3 = f32x4.add(a3, f32x4.mul(four, v128.load(y3 + at)));
  }
  store<f32>(out, finish(a0, x, y0, whole, bytes));
  store<f32>(out, finish(a1, x, y1, whole, bytes), 4);
  store<f32>(out, finish(a2, x, y2, whole, bytes), 8);
  store<f32>(out, finish(a3, x, y3, whole, bytes), 12);
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, bytes: usize): f32 {
  const whole = bytes & ~15;
  let a = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) a = f32x4.add(a, f32x4.mul(v128.load(x + at), v128.load(y + at)));
  return finish(a, x, y, whole, bytes);
}

/** Adds the lanes, then the products of the last one to three elements. */
// @ts-ignore: decorator
@inline
function finish(a: v128, x: usize, y: usize, whole: usize, bytes: usize): f32 {
  let sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
  for (let at = whole; at < bytes; at += 4) sum += load<f32>(x + at) * load<f32>(y + at);
  return sum;
}

/** Means over windows of `stride` elements of each sample's `width` (the last may be shorter): out [samples x ceil(width / stride)]. */
export function averageWindows(joined: usize, samples: u32, width: u32, stride: u32, out: usize): void {
  const strideBytes = <usize>stride << 2;
  for (let s: u32 = 0; s < samples; s++) {
    let left = width;
    // Four windows at once: one alone waits for its own additions.
    for (; left >= stride * 4; left -= stride * 4, joined += strideBytes << 2, out += 16) {
      let a: f32 = 0, b: f32 = 0, c: f32 = 0, d: f32 = 0;
      for (let at = joined, end = joined + strideBytes; at < end; at += 4) {
        a += load<f32>(at);
        b += load<f32>(at + strideBytes);
        c += load<f32>(at + strideBytes * 2);
        d += load<f32>(at + strideBytes * 3);
      }
      v128.store(out, f32x4.div(f32x4(a, b, c, d), f32x4.splat(<f32>stride)));
    }
    for (; left > 0; out += 4) {
      const count = min<u32>(left, stride);
      let sum: f32 = 0;
      for (const end = joined + (<usize>count << 2); joined < end; joined += 4) sum += load<f32>(joined);
      store<f32>(out, sum / <f32>count);
      left -= count;
    }
  }
}
