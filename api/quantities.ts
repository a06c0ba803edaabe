/** Numbers as people write them, with a unit: 40M, 1_000_000, 64GiB, 2.5ms, 5%. */

const COUNTS = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };
const BYTES = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const MILLISECONDS = { us: 1e-3, µs: 1e-3, ms: 1, s: 1e3 };

/** What a number counts, and the units that may follow it, in the base unit. */
export const UNITS = {
  count: COUNTS,
  bytes: BYTES,
  milliseconds: MILLISECONDS,
  share: { '%': 0.01 },
  number: {},
} as const satisfies Record<string, Readonly<Record<string, number>>>;
export type Dimension = keyof typeof UNITS;

export type ReadQuantity =
  | { readonly status: 'read'; readonly value: number }
  | { readonly status: 'refused'; readonly rule: string; readonly maybe: string };

/** Digits in groups of three by `_` or `,`, or none; a fraction; an exponent; a unit. */
const WRITTEN = /^([+-]?(?:\d{1,3}(?:[_,]\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([^\d\s.,_].*)?$/;

/** Reads a number with a unit of its dimension. A number without one is in the base unit: rows, bytes, milliseconds. */
export function readQuantity(text: string, dimension: Dimension): ReadQuantity {
  const found = WRITTEN.exec(text.trim());
  const units: Readonly<Record<string, number>> = UNITS[dimension];
  const rule = ruleOf(dimension);
  if (found === null || !/\d/.test(found[1]))
    return {
      status: 'refused',
      rule,
      maybe: /^\d+,\d+$/.test(text.trim()) ? decimalPoint(text) : 'Maybe a character slipped.',
    };
  const [, digits, unit] = found;
  const factor = unit === undefined ? 1 : units[unit.trim()];
  if (factor === undefined || (unit !== undefined && !Object.hasOwn(units, unit.trim())))
    return { status: 'refused', rule, maybe: otherUnit(unit ?? '', units) };
  // Products of doubles are off by a last digit where quotients are not: 4.4 k is 4400.
  const value = Number(digits.replaceAll(/[_,]/g, ''));
  return { status: 'read', value: factor < 1 ? value / Math.round(1 / factor) : value * factor };
}

const ruleOf = (dimension: Dimension): string => {
  const units = Object.keys(UNITS[dimension]);
  return units.length === 0 ? 'a number' : `a number, with a unit or without: ${units.join(', ')}`;
};

const decimalPoint = (text: string): string =>
  `Maybe ${text.trim().replace(',', '.')}: a comma separates thousands here.`;

function otherUnit(unit: string, units: Readonly<Record<string, number>>): string {
  const alike = Object.keys(units).find((known) => known.toLowerCase() === unit.trim().toLowerCase());
  if (alike !== undefined) return `Maybe ${alike}: units are written as listed.`;
  return Object.keys(units).length === 0 ? 'Maybe without a unit.' : `Maybe ${Object.keys(units).join(' or ')}.`;
}
