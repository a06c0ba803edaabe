// Zipf by rejection-inversion, as evaluator/trace/zipf.ts draws it, from the same numbers of the same generator. Exponentials and
// logarithms here are within 2^-46 of their values, and engines round theirs in their own way: where a draw hangs on such digits,
// it is left to the caller, so that traces do not depend on who draws them.

/** 2^-40: of a value, what its digits may be off by, generously. */
// @ts-ignore: decorator
@inline const DOUBT: f64 = 9.094947017729282e-13;
// @ts-ignore: decorator
@inline const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts: products of the first with small integers are exact. */
// @ts-ignore: decorator
@inline const LN2_HIGH: f64 = 6.93147180369123816490e-01;
// @ts-ignore: decorator
@inline const LN2_LOW: f64 = 1.90821492927058770002e-10;
// @ts-ignore: decorator
@inline const SQRT_2: f64 = 1.4142135623730951;

/**
 * Draws up to `count` rows into out (4 bytes each) and returns how many; fewer where the next draw is in doubt, with the generator as it was
 * before that attempt. `state` holds the four words of domain/random.ts; `start`, `end` and `squeeze` are the sampler's.
 */
export function drawZipf(
  state: usize, out: usize, count: u32, rows: f64, exponent: f64, start: f64, end: f64, squeeze: f64,
): u32 {
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let counter = load<u32>(state, 12);
  const slope = 1.0 - exponent;
  const perSlope = 1.0 / slope;
  let drawn: u32 = 0;
  while (drawn < count) {
    // sfc32, twice: domain/random.ts.
    const high = a + b + counter;
    let a2 = b ^ (b >> 9);
    let b2 = c + (c << 3);
    let c2 = rotl<u32>(c, 21) + high;
    const low = a2 + b2 + (counter + 1);
    const nextA = b2 ^ (b2 >> 9);
    b2 = c2 + (c2 << 3);
    c2 = rotl<u32>(c2, 21) + low;
    a2 = nextA;
    const uniform = (<f64>(high >> 11) * 4294967296.0 + <f64>low) * 1.1102230246251565e-16;
    const u = end + uniform * (start - end);
    const t = Math.max(-1.0, u * slope);
    const x = exp(Math.abs(t) < 1e-8 ? u * (1.0 - t * 0.5) : log1p(t) * perSlope);
    const doubt = x * DOUBT;
    const shifted = x + 0.5;
    const rounded = Math.floor(shifted);
    const rank = Math.min(rows, Math.max(1.0, rounded));
    const beyond = rank - x - squeeze;
    // Not a number is in doubt too.
    let isDecided = shifted - rounded > doubt && rounded + 1.0 - shifted > doubt;
    let isTaken = beyond <= -doubt;
    if (!isTaken && isDecided) {
      const logRank = log(rank);
      const integral = hatIntegral(rank + 0.5, slope);
      const hat = exp(-exponent * logRank);
      const margin = u - (integral - hat);
      const marginDoubt = (Math.abs(integral) + hat) * DOUBT;
      isTaken = margin > marginDoubt;
      isDecided = beyond > doubt && (isTaken || margin < -marginDoubt);
    }
    if (!isDecided) break;
    a = a2;
    b = b2;
    c = c2;
    counter += 2;
    if (!isTaken) continue;
    store<u32>(out + (<usize>drawn << 2), <u32>(rank - 1.0));
    drawn++;
  }
  store<u32>(state, a);
  store<u32>(state, b, 4);
  store<u32>(state, c, 8);
  store<u32>(state, counter, 12);
  return drawn;
}

// @ts-ignore: decorator
@inline
function hatIntegral(x: f64, slope: f64): f64 {
  const logX = log(x);
  return expm1Over(slope * logX) * logX;
}

/** Of a positive number: ln m = 2 artanh z, z = (m - 1) / (m + 1), for m between sqrt(1/2) and sqrt(2). */
// @ts-ignore: decorator
@inline
function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let power = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > SQRT_2) {
    m *= 0.5;
    power++;
  }
  const z = (m - 1.0) / (m + 1.0);
  const q = z * z;
  let sum: f64 = 1.0 / 21.0;
  sum = sum * q + 1.0 / 19.0;
  sum = sum * q + 1.0 / 17.0;
  sum = sum * q + 1.0 / 15.0;
  sum = sum * q + 1.0 / 13.0;
  sum = sum * q + 1.0 / 11.0;
  sum = sum * q + 1.0 / 9.0;
  sum = sum * q + 1.0 / 7.0;
  sum = sum * q + 1.0 / 5.0;
  sum = sum * q + 1.0 / 3.0;
  sum = sum * q + 1.0;
  const p = <f64>power;
  return p * LN2_HIGH + (2.0 * z * sum + p * LN2_LOW);
}

/** Where t is small, a second term gives back what 1 + t has lost of it. */
// @ts-ignore: decorator
@inline
function log1p(t: f64): f64 {
  const w = 1.0 + t;
  return Math.abs(t) > 0.0625 ? log(w) : log(w) + (t - (w - 1.0)) / w;
}

/** Not a number beyond what its power of two can hold. */
// @ts-ignore: decorator
@inline
function exp(y: f64): f64 {
  if (!(Math.abs(y) < 700.0)) return NaN;
  const n = nearest<f64>(y * LOG2_E);
  const r = y - n * LN2_HIGH - n * LN2_LOW;
  return (1.0 + r * expm1Series(r)) * reinterpret<f64>(<u64>(<i64>n + 1023) << 52);
}

/** (e^t - 1) / t. */
// @ts-ignore: decorator
@inline
function expm1Over(t: f64): f64 {
  return Math.abs(t) < 0.35 ? expm1Series(t) : (exp(t) - 1.0) / t;
}

/** (e^r - 1) / r by its series, for |r| <= 0.35. */
// @ts-ignore: decorator
@inline
function expm1Series(r: f64): f64 {
  let sum: f64 = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  return sum * r + 1.0;
}
