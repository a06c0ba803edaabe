import { junitOf } from './compare-junit.ts';
import { markdownOf } from './compare-markdown.ts';
import { PROSE, sectionsOf, statusOf, type ComparisonReport } from './compare-sections.ts';
import { wrapped } from './format.ts';
import { layOut } from './table.ts';

export const FORMATS = ['text', 'markdown', 'junit', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export function reportComparison(report: ComparisonReport, format: Format): string {
  switch (format) {
    case 'text':
      return textOf(report);
    case 'markdown':
      return markdownOf(report);
    case 'junit':
      return junitOf(report);
    case 'json':
      return `${JSON.stringify(documentOf(report), null, 2)}\n`;
  }
}

function documentOf({ base, head, comparison, verdicts, pair, notes }: ComparisonReport) {
  return {
    base,
    head,
    status: statusOf(verdicts),
    rules: verdicts,
    comparison,
    ...(pair === undefined
      ? {}
      : {
          measured: {
            before: pair.before,
            after: pair.after,
            figures: [...pair.figures].map(([figure, found]) => ({ figure, ...found })),
          },
        }),
    notes,
  };
}

function textOf(report: ComparisonReport): string {
  const { base, head, comparison, notes } = report;
  return `${[
    `${base} -> ${head}`,
    [...comparison.summary, ...notes].map((line) => wrapped(line)).join('\n'),
    ...sectionsOf(report).map(({ title, rows, more }) =>
      [`${title}:`, '', layOut(rows.slice(1), columnsOf(rows[0])), ...(more === '' ? [] : [more])].join('\n'),
    ),
  ].join('\n\n')}\n`;
}

const columnsOf = (head: readonly string[]) =>
  head.map((name, c) => ({
    head: [name, ''] as const,
    ...(c === 0 || PROSE.has(name) ? { align: 'left' as const } : {}),
    ...(PROSE.has(name) ? { wraps: true as const } : {}),
    cell: (row: readonly string[]) => row[c] ?? '',
  }));
