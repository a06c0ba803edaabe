/** A seeded source of randomness: the only one in the code base. */
export interface Random {
  /** Uniform in [0, 1) with 32 bits. */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

/** A generator that may be carried on elsewhere: by a kernel that draws many numbers at once. */
export interface SeededRandom extends Random {
  /** Writes the four words of its state. */
  save(state: Uint32Array): void;
  /** Goes on from there. */
  restore(state: Uint32Array): void;
}

/**
 * sfc32, seeded by splitmix32 of the seed and a stream name, so that two uses of one seed do not share numbers.
 * Source: Doty-Humphrey, PractRand, 2010.
 */
export function seededRandom(seed: number, stream = ''): SeededRandom {
  let mixer = seed >>> 0;
  for (let i = 0; i < stream.length; i++) mixer = Math.imul(mixer ^ stream.charCodeAt(i), 0x9e3779b1) >>> 0;
  const splitmix = (): number => {
    mixer = (mixer + 0x9e3779b9) | 0;
    let z = mixer;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) | 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const bits = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  const next = (): number => bits() / 2 ** 32;
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    save: (state) => state.set([a, b, c, counter]),
    restore(state) {
      a = state[0] | 0;
      b = state[1] | 0;
      c = state[2] | 0;
      counter = state[3] | 0;
    },
  };
}
