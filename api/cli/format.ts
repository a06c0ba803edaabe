const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes in the largest binary unit that leaves a figure of at least 1: `97.4 GiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${significant(bytes / 2 ** (10 * power))} ${UNITS[power]}`;
}

/** Three significant digits, without an exponent up to a million: 0.0123, 1.23, 123, 1234. */
export function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return value < 1e6 ? value.toFixed(0) : value.toExponential(2);
  return String(Number(value.toPrecision(3)));
}

export const formatPercent = (share: number): string => `${significant(share * 100)}%`;

export const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Columns of the terminal; of a pipe or a file, 140. */
export const terminalWidth = (): number => process.stdout.columns ?? 140;

/** Breaks text between words into lines of at most `width` characters; a longer word keeps its line. */
export function wrapped(text: string, width: number = terminalWidth()): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
