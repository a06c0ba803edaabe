import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Trace } from '../../../domain/trace.ts';
import { decodeTrace, encodeTrace } from '../../../evaluator/trace/binary.ts';

const integer = fc.oneof(
  fc.nat(200),
  fc.constantFrom(127, 128, 16_383, 16_384, 2 ** 28, 2 ** 32 - 1),
  fc.nat(2 ** 31 - 1),
);
const trace = fc.record({
  requests: fc.array(
    fc.record({
      samples: fc.integer({ min: 1, max: 1000 }),
      features: fc.array(
        fc.record({
          feature: fc.constantFrom('a', 'b/f', 'größe', '特徴'),
          lengths: fc.array(fc.nat(1000), { maxLength: 6 }),
          indices: fc.array(integer, { maxLength: 6 }),
        }),
        { maxLength: 4 },
      ),
      dense: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

test('what was encoded is decoded, to the last bit', () => {
  let cases = 0;
  fc.assert(
    fc.property(trace, (own) => {
      expect(Trace.safeParse(own).success).toBe(true);
      expect(decodeTrace(encodeTrace(own))).toEqual({ status: 'read', trace: own });
      cases++;
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(cases).toBe(200);
});

test('a file that lacks bytes, or has one changed, is refused with the place', () => {
  fc.assert(
    fc.property(trace, fc.nat(), fc.integer({ min: 1, max: 255 }), (own, place, change) => {
      const bytes = encodeTrace(own);
      const cut = decodeTrace(bytes.subarray(0, place % bytes.length));
      const damaged = bytes.slice();
      damaged[place % bytes.length] ^= change;
      for (const decoded of [cut, decodeTrace(damaged)]) {
        expect(decoded.status).toBe('refused');
        if (decoded.status === 'refused') expect(decoded.atByte).toBeLessThanOrEqual(bytes.length);
      }
    }),
    { numRuns: 200, seed: 2 },
  );
});

test('counts that promise more than the file holds cost no memory', async () => {
  const { crc32 } = await import('node:zlib');
  // One feature name of 2^28 bytes, in a file of 18 bytes whose checksum holds.
  const body = Buffer.concat([Buffer.from('SWTRACE1'), Buffer.from([1, 0x80, 0x80, 0x80, 0x80, 0x01])]);
  const check = Buffer.alloc(4);
  check.writeUInt32LE(crc32(body));
  expect(decodeTrace(Buffer.concat([body, check]))).toMatchObject({
    status: 'refused',
    rule: expect.stringContaining('more bytes'),
  });
});
