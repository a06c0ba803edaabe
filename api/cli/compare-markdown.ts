import { PROSE, sectionsOf, statusOf, type ComparisonReport, type Section } from './compare-sections.ts';

/** For a pull request's comment: the verdict as its heading, long tables folded away. */
export function markdownOf(report: ComparisonReport): string {
  const { base, head, comparison, notes } = report;
  return `${[
    `### Shardwright: ${headline(report)}`,
    `\`${escaped(base)}\` → \`${escaped(head)}\``,
    [...comparison.summary, ...notes].map((line) => `- ${escaped(line)}`).join('\n'),
    ...sectionsOf(report).map(sectionOf),
  ].join('\n\n')}\n`;
}

function headline({ verdicts, comparison }: ComparisonReport): string {
  const count = (status: string): number => verdicts.filter((verdict) => verdict.status === status).length;
  if (verdicts.length === 0) {
    const isSame =
      comparison.compared === 'plans' && comparison.before.placementHash === comparison.after.placementHash;
    return isSame ? 'the same placement' : 'what changed';
  }
  const of = `${verdicts.length} rule${verdicts.length === 1 ? '' : 's'}`;
  switch (statusOf(verdicts)) {
    case 'failed':
      return `❌ ${count('failed')} of ${of} failed`;
    case 'undecided':
      return `❔ ${count('undecided')} of ${of} undecided, none failed`;
    case 'passed':
      return `✅ ${of} passed`;
  }
}

/** Rules, violations and estimates are what a reviewer looks for. */
const OPEN: ReadonlySet<string> = new Set(['Rules', 'Violations', 'Estimated', 'Least of all plans, estimated']);

function sectionOf({ title, rows: [head, ...rows], more }: Section): string {
  const shown = head.map((_, c) => rows.some((row) => row[c] !== '' && row[c] !== undefined));
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .filter((_, c) => shown[c])
      .map(escaped)
      .join(' | ')} |`;
  const rule = head.map((name, c) => (c === 0 || PROSE.has(name) ? ':--' : '--:'));
  const table = [line(head), line(rule), ...rows.map(line), ...(more === '' ? [] : ['', more])].join('\n');
  if (OPEN.has(title)) return `**${title}**\n\n${table}`;
  return `<details><summary>${title} (${rows.length})</summary>\n\n${table}\n\n</details>`;
}

/** Names are the user's: they close no table cell, and are no HTML. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('`', "'")
    .replaceAll('\n', ' ');
