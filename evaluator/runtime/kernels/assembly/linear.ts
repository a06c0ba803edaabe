// Columns of a weight panel: two samples of it are eight accumulators.
// @ts-ignore: decorator
@inline const PANEL_BYTES: usize = 64;

/**
 * out = input x weights + bias, then ReLU where asked. Layouts, in floats: input [samples x inputStride], of which the
 * first `inputs` count; weights [panels][inputs][16]; bias [panels x 16]; out [samples x panels x 16].
 * Each output adds bias, then input k x weight k for k = 0, 1, ...: its bits do not depend on the samples beside it.
 */
export function linear(
  input: usize, inputStride: usize, samples: u32, inputs: usize, weights: usize, bias: usize, panels: u32, relu: bool, out: usize,
): void {
  const inputBytes = inputStride << 2;
  const outBytes = <usize>panels * PANEL_BYTES;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let p: u32 = 0; p < panels; p++) {
    let from = input;
    let to = out + <usize>p * PANEL_BYTES;
    let s: u32 = 0;
    for (; s + 2 <= samples; s += 2, from += inputBytes * 2, to += outBytes * 2)
      twoSamples(from, from + inputBytes, inputs, weights, bias, floor, to, to + outBytes);
    if (s < samples) oneSample(from, inputs, weights, bias, floor, to);
    weights += inputs * PANEL_BYTES;
    bias += PANEL_BYTES;
  }
}

// @ts-ignore: decorator
@inline
function twoSamples(x: usize, y: usize, inputs: usize, weights: usize, bias: usize, floor: v128, outX: usize, outY: usize): void {
  let x0 = v128.load(bias), x1 = v128.load(bias, 16), x2 = v128.load(bias, 32), x3 = v128.load(bias, 48);
  let y0 = x0, y1 = x1, y2 = x2, y3 = x3;
  for (const end = x + (inputs << 2); x < end; x += 4, y += 4, weights += PANEL_BYTES) {
    const w0 = v128.load(weights), w1 = v128.load(weights, 16), w2 = v128.load(weights, 32), w3 = v128.load(weights, 48);
    const xk = v128.load_splat<u32>(x);
    x0 = f32x4.add(x0, f32x4.mul(xk, w0));
    x1 = f32x4.add(x1, f32x4.mul(xk, w1));
    x2 = f32x4.add(x2, f32x4.mul(xk, w2));
    x3 = f32x4.add(x3, f32x4.mul(xk, w3));
    const yk = v128.load_splat<u32>(y);
    y0 = f32x4.add(y0, f32x4.mul(yk, w0));
    y1 = f32x4.add(y1, f32x4.mul(yk, w1));
    y2 = f32x4.add(y2, f32x4.mul(yk, w2));
    y3 = f32x4.add(y3, f32x4.mul(yk, w3));
  }
  storePanel(outX, floor, x0, x1, x2, x3);
  storePanel(outY, floor, y0, y1, y2, y3);
}

// @ts-ignore: decorator
@inline
function oneSample(x: usize, inputs: usize, weights: usize, bias: usize, floor: v128, out: usize): void {
  let x0 = v128.load(bias), x1 = v128.load(bias, 16), x2 = v128.load(bias, 32), x3 = v128.load(bias, 48);
  for (const end = x + (inputs << 2); x < end; x += 4, weights += PANEL_BYTES) {
    const xk = v128.load_splat<u32>(x);
    x0 = f32x4.add(x0, f32x4.mul(xk, v128.load(weights)));
    x1 = f32x4.add(x1, f32x4.mul(xk, v128.load(weights, 16)));
    x2 = f32x4.add(x2, f32x4.mul(xk, v128.load(weights, 32)));
    x3 = f32x4.add(x3, f32x4.mul(xk, v128.load(weights, 48)));
  }
  storePanel(out, floor, x0, x1, x2, x3);
}

// @ts-ignore: decorator
@inline
function storePanel(out: usize, floor: v128, a0: v128, a1: v128, a2: v128, a3: v128): void {
  v128.store(out, f32x4.pmax(a0, floor));
  v128.store(out, f32x4.pmax(a1, floor), 16);
  v128.store(out, f32x4.pmax(a2, floor), 32);
  v128.store(out, f32x4.pmax(a3, floor), 48);
}
