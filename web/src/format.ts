/** Numbers as people read them. A thin no-break space parts figure and unit; U+2212 is the minus sign. */

const NARROW = '\u202f';
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export const withUnit = (figure: string, unit: string): string => (unit === '' ? figure : `${figure}${NARROW}${unit}`);

/** Three significant digits, grouped by thousands from 10 000 on. */
export function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return grouped(Math.round(value));
  return String(Number(value.toPrecision(3))).replace('-', '\u2212');
}

export const grouped = (value: number): string =>
  Math.abs(value) < 10_000
    ? String(value).replace('-', '\u2212')
    : value.toLocaleString('en').replaceAll(',', NARROW).replace('-', '\u2212');

/** Bytes in the largest binary unit that leaves a figure of at least 1. */
export function bytes(value: number): string {
  const { unit, size } = byteUnit(value);
  return withUnit(significant(value / size), unit);
}

export function byteUnit(largest: number): { readonly unit: string; readonly size: number } {
  const size = Math.abs(largest);
  const power = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(size) / 10));
  return { unit: UNITS[power], size: 2 ** (10 * power) };
}

/** One decimal; below that, less than so much: a share of millions in a table is noise. */
export function percent(share: number): string {
  const value = Math.abs(share * 100);
  const figure =
    value === 0 || value >= 1000 ? significant(value) : value < 0.01 ? '<0.01' : value.toFixed(value < 0.1 ? 2 : 1);
  return withUnit(`${share < 0 ? '\u2212' : ''}${figure}`, '%');
}

/** Three significant digits, zeros kept: figures of a column stay comparable. */
export function milliseconds(value: number): string {
  const decimals = value === 0 || value >= 100 ? 0 : Math.min(4, 2 - Math.floor(Math.log10(value)));
  return withUnit(value.toFixed(decimals), 'ms');
}
export const ratio = (value: number): string => withUnit(value.toFixed(2), '×');
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** With its sign: `+1.2 %`, `−3`, `±0`. */
export const signed = (value: number, show: (value: number) => string): string =>
  value === 0 ? `±${show(0)}` : value > 0 ? `+${show(value)}` : `\u2212${show(-value)}`;

export const seconds = (value: number): string =>
  value < 90
    ? withUnit(value < 10 ? value.toFixed(1) : String(Math.round(value)), 's')
    : `${withUnit(String(Math.floor(value / 60)), 'min')} ${withUnit(String(Math.round(value % 60)), 's')}`;

/** `a, b, c and 4 more`. */
export const someOf = (names: readonly string[], most = 3): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
