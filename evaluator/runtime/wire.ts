import type { EmbeddingStore } from './embedding-store.ts';

/*
 * A call (net, host, batch) holds, for each slice with an index in the batch: the slice's number on its shard, v lengths
 * (features x samples, or features where the table is looked up per request), and the indices, all unsigned 32-bit.
 * The answer holds, in the same order, v x width fp32 for each. The number of samples travels beside the call.
 */

/** What a shard knows of each of its slices besides the rows. */
export interface SliceShape {
  readonly features: number;
  readonly perRequest: boolean;
  readonly width: number;
}

/** v: the vectors that one slice answers for a batch. */
const vectorsOf = (shape: SliceShape, samples: number): number => shape.features * (shape.perRequest ? 1 : samples);

/** The words of one call as they are written; `used` of them count. */
export interface CallBuffer {
  words: Uint32Array;
  used: number;
  /** A region of a size that was agreed on: writing beyond it is a bug. Otherwise `words` is replaced as it fills. */
  readonly fixed: boolean;
}

export const createCallBuffer = (): CallBuffer => ({ words: new Uint32Array(1024), used: 0, fixed: false });

/** The lookups of one table in one batch, as they lie in a packed batch: lengths, then ids. */
export interface PackedLookups {
  readonly words: Uint32Array;
  readonly lengthsAt: number;
  readonly idsAt: number;
  readonly end: number;
}

/** Appends the lookups of a whole range of ids; there is one at least. */
export function appendWhole(call: CallBuffer, slice: number, { words, lengthsAt, end }: PackedLookups): void {
  const start = call.used;
  reserve(call, start + 1 + end - lengthsAt);
  call.words[start] = slice;
  const to = call.words;
  // Up to so many words a loop is faster than a view and the call of a builtin.
  if (end - lengthsAt > FEW_WORDS) to.set(words.subarray(lengthsAt, end), start + 1);
  else for (let from = lengthsAt, at = start + 1; from < end; from++, at++) to[at] = words[from];
  call.used = start + 1 + end - lengthsAt;
}

const FEW_WORDS = 64;

/**
 * Appends the lookups that fall into compact ids [firstId, endId), less firstId; nothing where there are none.
 * Returns whether anything was appended.
 */
export function appendRange(
  call: CallBuffer,
  slice: number,
  lookups: PackedLookups,
  firstId: number,
  endId: number,
): boolean {
  const start = call.used;
  reserve(call, start + 1 + lookups.end - lookups.lengthsAt);
  call.words[start] = slice;
  const idsAt = start + 1 + lookups.idsAt - lookups.lengthsAt;
  const end = filterRange(lookups, firstId, endId - firstId, call.words, start + 1, idsAt);
  if (end === idsAt) return false;
  call.used = end;
  return true;
}

/** Writes the ids of a range and their count by bag; returns where the ids end. */
function filterRange(
  { words: source, lengthsAt: sourceLengths, idsAt: sourceIds }: PackedLookups,
  firstId: number,
  size: number,
  words: Uint32Array,
  lengthsAt: number,
  idsAt: number,
): number {
  let to = idsAt;
  let from = sourceIds;
  for (let bag = 0; bag < sourceIds - sourceLengths; bag++) {
    const before = to;
    for (const end = from + source[sourceLengths + bag]; from < end; from++) {
      const slot = (source[from] - firstId) >>> 0;
      if (slot < size) words[to++] = slot;
    }
    words[lengthsAt + bag] = to - before;
  }
  return to;
}

/** Where the lookups of a range of compact ids go: a slice of a call. */
export interface RangeTarget {
  readonly call: CallBuffer;
  readonly slice: number;
  readonly firstId: number;
  readonly endId: number;
}

/**
 * The same for ranges that follow one another and cover all ids, in calls that differ: ids are read once, not once a range. `appended` takes how
 * many ids each range had.
 */
export function appendRanges(
  targets: readonly RangeTarget[],
  { words, lengthsAt, idsAt, end }: PackedLookups,
  appended: Uint32Array,
): void {
  const bags = idsAt - lengthsAt;
  const into = targets.map(({ call, slice }) => {
    reserve(call, call.used + 1 + end - lengthsAt);
    call.words[call.used] = slice;
    return call.words;
  });
  // By range: its ids, and where the next one goes.
  const first = Uint32Array.from(targets, ({ firstId }) => firstId);
  const ends = Uint32Array.from(targets, ({ endId }) => endId);
  const next = Uint32Array.from(targets, ({ call }) => call.used + 1 + bags);
  const before = new Uint32Array(targets.length);
  // Ids are the positions of touched rows: ranges of equal rows have nearly equal shares of them, so that the guess is seldom off.
  const rangesPerId = targets.length / (targets[targets.length - 1].endId || 1);
  for (let bag = 0, from = idsAt; bag < bags; bag++) {
    before.set(next);
    for (const bagEnd = from + words[lengthsAt + bag]; from < bagEnd; from++) {
      const id = words[from];
      let range = (id * rangesPerId) | 0;
      while (id < first[range]) range--;
      while (id >= ends[range]) range++;
      into[range][next[range]++] = id - first[range];
    }
    for (let range = 0; range < into.length; range++)
      into[range][targets[range].call.used + 1 + bag] = next[range] - before[range];
  }
  targets.forEach(({ call }, range) => {
    appended[range] = next[range] - (call.used + 1 + bags);
    if (appended[range] > 0) call.used = next[range];
  });
}

function reserve(call: CallBuffer, words: number): void {
  if (words <= call.words.length) return;
  if (call.fixed) throw new RangeError(`A call of ${words} words exceeds its region of ${call.words.length}.`);
  const grown = new Uint32Array(Math.max(words, 2 * call.words.length));
  grown.set(call.words.subarray(0, call.used));
  call.words = grown;
}

/** One slice of a call, as views into its words. */
export interface SliceCall {
  readonly slice: number;
  readonly lengths: Uint32Array;
  readonly slots: Uint32Array;
}

/** Reads a call's words. Throws where they do not add up. */
export function readCall(shapes: readonly SliceShape[], words: Uint32Array, samples: number): SliceCall[] {
  const slices: SliceCall[] = [];
  let at = 0;
  while (at < words.length) {
    const slice = words[at];
    if (slice >= shapes.length) throw new Error(`A call names slice ${slice} of a shard that holds ${shapes.length}.`);
    const lengths = words.subarray(at + 1, at + 1 + vectorsOf(shapes[slice], samples));
    at += 1 + lengths.length;
    let lookups = 0;
    for (let v = 0; v < lengths.length; v++) lookups += lengths[v];
    if (at + lookups > words.length)
      throw new Error(`A call for slice ${slice} ends before its ${lookups} indices do.`);
    slices.push({ slice, lengths, slots: words.subarray(at, at + lookups) });
    at += lookups;
  }
  return slices;
}

/** Values of a call's answer. */
export function countAnswer(shapes: readonly SliceShape[], slices: readonly SliceCall[]): number {
  let values = 0;
  for (const { slice, lengths } of slices) values += lengths.length * shapes[slice].width;
  return values;
}

/** Pools what a call asks for into `out`, slices in the call's order. Shape of out: [countAnswer]. */
export function poolCall(
  store: EmbeddingStore,
  shapes: readonly SliceShape[],
  slices: readonly SliceCall[],
  out: Float32Array,
): void {
  let at = 0;
  for (const { slice, lengths, slots } of slices) {
    const end = at + lengths.length * shapes[slice].width;
    store.pool(slice, slots, lengths, out.subarray(at, end));
    at = end;
  }
}
