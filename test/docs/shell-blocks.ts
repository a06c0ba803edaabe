import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of shell commands in a page. */
export interface ShellBlock {
  readonly page: string;
  /** Of its first command, from 1. */
  readonly line: number;
  readonly text: string;
  /** Why no test runs it: from a comment `<!-- not run: ... -->` before the fence. */
  readonly notRun?: string;
}

/** Pages whose commands a reader copies; decisions are history, and are left as they were written. */
export const pages = (root: string): string[] => [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** The shell blocks (```sh) of a page, in order. */
export function shellBlocks(root: string, page: string): ShellBlock[] {
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  const blocks: ShellBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at].trim() !== '```sh') continue;
    const end = lines.indexOf(lines[at].replace('sh', ''), at);
    if (end < 0) throw new Error(`${page}:${at + 1}: this fence is not closed`);
    const text = lines.slice(at + 1, end).join('\n');
    const notRun = reasonBefore(lines, at);
    blocks.push({ page, line: at + 2, text, ...(notRun === undefined ? {} : { notRun }) });
    at = end;
  }
  return blocks;
}

/** The reason in the comment that ends on the last line with text before a fence. */
function reasonBefore(lines: readonly string[], fence: number): string | undefined {
  const before = lines.slice(0, fence).findLast((line) => line.trim() !== '');
  return /^<!-- not run: (?<reason>\S.*) -->$/.exec(before?.trim() ?? '')?.groups?.reason;
}
