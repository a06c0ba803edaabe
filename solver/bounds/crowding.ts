import type { Ground } from './ground.ts';

/**
 * The least height h such that hosts filled to h times their width have room for all parts, one size at a time. Proof: a host of width w holds
 * at most floor(h w / p) parts of size p or more, and at least N(p) parts are that large, whatever option each table takes: h is no less than the
 * N(p)-th smallest of all j p / w, j = 1, 2 ... on every host. Widths are speeds for loads, and capacities for bytes.
 * Source: the pigeonhole bound of P||Cmax (Dell'Amico and Martello 1995), for unequal machines.
 */
export function crowdedHeight(
  { instance, options, hosts }: Ground,
  sizes: Float64Array,
  widths: Float64Array,
  isCounted: (t: number) => boolean = () => true,
): number {
  const { partFirst } = instance;
  const parts = options.flatMap((own, t) =>
    isCounted(t) ? certainParts(own.map((o) => sizes.subarray(partFirst[o], partFirst[o + 1]))) : [],
  );
  const widest = widths.toSorted((a, b) => b - a).subarray(0, Math.max(0, hosts));
  // next[h]: parts on the host once it takes another one.
  const next = new Float64Array(widest.length).fill(1);
  let worst = 0;
  for (const size of Float64Array.from(parts).sort().toReversed()) {
    let best = 0;
    for (let h = 1; h < widest.length; h++) if (next[h] * widest[best] < next[best] * widest[h]) best = h;
    worst = Math.max(worst, (size * next[best]++) / widest[best]);
  }
  return worst;
}

/**
 * The least height at which every table alone has room. Proof: parts of a table lie on different hosts, so that the i-th largest part is, at best,
 * on the i-th widest host; each table counts with the option that is least.
 */
export function spreadHeight(
  { instance, options }: Ground,
  sizes: Float64Array,
  widths: Float64Array,
  isCounted: (t: number) => boolean = () => true,
): number {
  const { partFirst } = instance;
  const widest = widths.toSorted((a, b) => b - a);
  const heightOf = (option: number): number =>
    heightAlone(sizes.subarray(partFirst[option], partFirst[option + 1]), widest);
  return options.reduce(
    (most, own, t) =>
      isCounted(t)
        ? Math.max(
            most,
            own.reduce((least, option) => Math.min(least, heightOf(option)), Infinity),
          )
        : most,
    0,
  );
}

/** Of parts on hosts of their own, the largest on the widest; `widest` falls. Infinity where they are more than hosts. */
export const heightAlone = (parts: Float64Array, widest: Float64Array): number =>
  parts.toSorted((a, b) => b - a).reduce((most, size, i) => Math.max(most, size / (widest[i] ?? 0)), 0);

/** The i-th part that a table has in any case is as large as the smallest i-th largest part of its options. */
function certainParts(options: readonly Float64Array[]): number[] {
  const sorted = options.map((parts) => parts.toSorted((a, b) => b - a));
  const most = sorted.reduce((least, parts) => Math.min(least, parts.length), Infinity);
  return Array.from({ length: most < Infinity ? most : 0 }, (_, i) =>
    sorted.reduce((least, parts) => Math.min(least, parts[i]), Infinity),
  );
}
