import { leastOnSparse, mayStayOnMain, type Ground } from './ground.ts';

/**
 * Peak load, in load units. Proof: a plan of peak T holds no part of more than T (no host is faster than 1), so its wire bytes are
 * at least W(T) = the sum of each table's least wire bytes among options with such parts. W falls as T grows; the least T with
 * W(T) under the cap bounds every plan. Infinity where no T does.
 */
export function largestPartBound(ground: Ground): number {
  const { caps, main, options, figures } = ground;
  // Where wire bytes cost nothing, every table takes the layout of the least largest part.
  if (caps.bytesOnWire === Infinity && main === undefined)
    return options.reduce(
      (most, own) =>
        Math.max(
          most,
          own.reduce((least, o) => Math.min(least, figures[o].largestLoad), Infinity),
        ),
      0,
    );
  return affordableLoads(ground)[0] ?? Infinity;
}

/** The loads T at which W(T) can change and is under the wire cap, ascending: all from some load on, for W falls as T grows. */
export function affordableLoads(ground: Ground): number[] {
  const candidates = partLoads(ground);
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const wire = wireAtPeak(ground, candidates[middle]);
    if (wire < Infinity && wire <= ground.caps.bytesOnWire) high = middle;
    else low = middle + 1;
  }
  return candidates.slice(low);
}

/**
 * Hosts used. Proof: the parts of a table that may not lie on the main shard lie on different hosts, and of parts larger than half the largest host no two share one
 * (pigeonhole). Each table counts with the option that is least in the respect at hand.
 */
export function partCountBound(ground: Ground): number {
  const widest = ground.options.reduce((most, own, t) => {
    if (mayStayOnMain(ground, t)) return most;
    return Math.max(
      most,
      own.reduce((least, o) => Math.min(least, ground.figures[o].parts), Infinity),
    );
  }, 0);
  return Math.max(
    widest,
    leastOnSparse(ground, (option) => option.largeParts),
  );
}

/** W(T) of the proof above; Infinity where a table has no option. */
export const wireAtPeak = (ground: Ground, peak: number): number =>
  leastOnSparse(ground, (option) => (option.largestLoad <= peak ? option.wire : Infinity));

/** The loads at which W(T) can change, ascending. */
export const partLoads = (ground: Ground): number[] =>
  [...new Set(ground.options.flatMap((own) => own.map((o) => ground.figures[o].largestLoad)))].toSorted(
    (a, b) => a - b,
  );

/**
 * The options that attain W(T) on sparse hosts: of equal wire bytes the fewest parts. Tables that have no other lie on the main shard. undefined
 * where a table has none.
 */
export function optionsAtPeak(ground: Ground, peak: number): Int32Array | undefined {
  const chosen = new Int32Array(ground.options.length);
  for (const [t, own] of ground.options.entries()) {
    let best = -1;
    const sparse = own.filter((o) => o !== ground.main?.options[t]);
    for (const o of sparse.length > 0 ? sparse : own) {
      const figures = ground.figures[o];
      if (figures.largestLoad > peak) continue;
      const known = best < 0 ? undefined : ground.figures[best];
      if (
        known === undefined ||
        figures.wire < known.wire ||
        (figures.wire === known.wire && figures.parts < known.parts)
      )
        best = o;
    }
    if (best < 0) return undefined;
    chosen[t] = best;
  }
  return chosen;
}
