import junit, { type Builder } from 'junit-report-builder';
import { inUnit, type ComparisonReport } from './compare-sections.ts';
import type { RuleVerdict } from '../rules/judge.ts';
import type { Rule } from '../rules/rule.ts';

// Its types say ES module, its code is CommonJS: what Node hands over is the builder itself.
const builder = junit as unknown as Builder;

/** A test case a rule; what is undecided is skipped, as it is neither good nor bad. */
export function junitOf({ base, head, comparison, rules, verdicts, notes }: ComparisonReport): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`${base} -> ${head}`);
  verdicts.forEach((verdict, r) => {
    const test = suite.testCase().className('shardwright.compare').name(verdict.rule);
    const said = describe(verdict, rules[r]);
    if (verdict.status === 'failed') test.failure(said, 'rule');
    else if (verdict.status === 'undecided') test.skipped().standardOutput(said);
    else test.standardOutput(said);
  });
  suite.property('summary', [...comparison.summary, ...notes].join('\n'));
  return `${report.build().trimEnd()}\n`;
}

function describe({ before, after, interval, note }: RuleVerdict, { field: { dimension }, kind }: Rule): string {
  const show = (value: number | null): string => (value === null ? 'unknown' : inUnit(value, dimension));
  const ends =
    interval && [interval.low, interval.high].map((end) => inUnit(end, kind === 'relative' ? 'share' : dimension));
  return [
    `base ${show(before)}, head ${show(after)}`,
    ends ? `, ${kind} ${ends.join(' to ')}` : '',
    note === '' ? '.' : `. ${note}`,
  ].join('');
}
