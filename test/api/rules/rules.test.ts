import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../api/comparison/compare-plans.ts';
import { compareFrontiers } from '../../../api/comparison/compare-frontiers.ts';
import type { PairedMeasurement } from '../../../api/paired-measuring.ts';
import { UNITS } from '../../../api/quantities.ts';
import { RULE_FIELDS } from '../../../api/rules/fields.ts';
import { judgeRules, type Evidence } from '../../../api/rules/judge.ts';
import { parseRules, pointOut, RuleSyntaxError, type RuleFault } from '../../../api/rules/rule.ts';
import { comparePaired } from '../../../evaluator/paired-comparison.ts';
import { smallProblem } from '../../small-problem.ts';

const COMPARATORS = ['>', '>=', '<', '<='] as const;

function faultOf(text: string): RuleFault {
  try {
    parseRules([text]);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return error.faults[0];
    throw error;
  }
  throw new Error(`${text} was read`);
}

const problem = smallProblem(
  [
    { name: 'a', rows: 1000 },
    { name: 'b', rows: 500 },
  ],
  { hosts: 2 },
);
const on = (a: string, b: string) => ({
  problem,
  placement: {
    shards: [
      { host: a, slices: [{ kind: 'whole' as const, table: 'a' }] },
      { host: b, slices: [{ kind: 'whole' as const, table: 'b' }] },
    ],
  },
});
const spread = on('host-0', 'host-1');
const crowded = on('host-0', 'host-0');

const statusOf = (rule: string, evidence: Evidence): string => judgeRules(parseRules([rule]), evidence)[0].status;

/** Evidence of two runs whose requests took so long. */
const measured = (before: readonly number[], after: readonly number[]): Evidence => {
  const comparison = comparePlans(spread, spread);
  const environment = { oversubscribed: false };
  const figure = comparePaired(before, after, 50, 1);
  if (figure === undefined) throw new Error('too few pairs');
  const pair = {
    before: { environment },
    after: { environment },
    figures: new Map([['measurement.latencyMsP50', figure]]),
  };
  return { comparison, pair: pair as unknown as PairedMeasurement };
};

describe('the grammar of rules', () => {
  it('reads every field with every comparator, unit and sign', () => {
    let cases = 0;
    for (const { name, dimension, kind } of RULE_FIELDS)
      for (const comparator of COMPARATORS)
        for (const unit of ['', ...Object.keys(UNITS[dimension])])
          for (const sign of kind === 'change' ? [''] : ['', '+', '-'])
            for (const space of ['', ' ']) {
              const [rule] = parseRules([`${name}${space}${comparator}${space}${sign}2${unit}`]);
              const isRelative = sign !== '' && unit === '%';
              expect(rule.field.name).toBe(name);
              expect(rule.comparator).toBe(comparator);
              expect(rule.kind).toBe(isRelative ? 'relative' : sign === '' ? 'value' : 'difference');
              expect(Math.sign(rule.bound)).toBe(sign === '-' ? -1 : 1);
              cases++;
            }
    expect(cases).toBeGreaterThan(500);
  });

  it.each([
    ['estimate.latencyMS > +5%', '^^^^^^^^^^^^^^^^^^', 'Maybe estimate.latencyMs.'],
    ['latencyMs > +5%', '^^^^^^^^^', 'Maybe estimate.latencyMs.'],
    ['estimate.hostsUsed = 3', '                   ^', 'Maybe two rules'],
    ['estimate.hostsUsed', '                  ^', 'a rule says what fails'],
    ['estimate.latencyMs > 5%', '                     ^^', 'Maybe +5%.'],
    ['estimate.latencyMs > fast', '                     ^^^^', 'Maybe a character slipped.'],
    ['moved.bytes > +10GiB', '              ^', 'Maybe 10GiB.'],
    ['moved.bytes > 10gib', '              ^^^^^', 'Maybe GiB'],
    ['> +5%', '^', 'estimate.hostsUsed'],
    ['', '^', 'estimate.hostsUsed'],
  ])('marks what is wrong in %j', (text, mark, maybe) => {
    const fault = faultOf(text);
    expect(pointOut(fault)).toBe(`${text}\n${mark}`);
    expect(fault.maybe).toContain(maybe);
  });

  it('names the fault of every rule at once, and reads nothing into noise', () => {
    expect(() => parseRules(['x > 1', 'estimate.cpuMs > 1', 'y > 1'])).toThrow(/^x > 1: no such field\ny > 1/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const fault = faultOf(text);
        expect(fault.end).toBeGreaterThan(fault.start);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe('a rule', () => {
  const worse = { comparison: comparePlans(spread, crowded) };

  it.each([
    ['estimate.peakLoad > +0%', 'failed'],
    ['estimate.peakLoad > +100%', 'passed'],
    ['estimate.peakLoad >= +100%', 'failed'],
    ['estimate.hostsUsed > +0', 'passed'],
    ['estimate.hostsUsed < 2', 'failed'],
    ['estimate.hostsUsed < -0', 'failed'],
    ['moved.bytes > 0', 'failed'],
    ['moved.tables >= 2', 'passed'],
    ['moved.share > 100%', 'passed'],
    ['violations > 0', 'passed'],
    ['proof.gap > 5%', 'undecided'],
    ['frontier.lost > 0', 'undecided'],
    ['measurement.latencyMsP50 > +5%', 'undecided'],
  ])('%s of a plan that crowds two tables onto one host has %s', (rule, status) => {
    expect(statusOf(rule, worse)).toBe(status);
  });

  it('on the same plan sees no change', () => {
    const same = { comparison: comparePlans(spread, spread) };
    let cases = 0;
    for (const { name, kind } of RULE_FIELDS.filter((field) => field.name.startsWith('estimate.'))) {
      if (kind !== 'known' || name === 'estimate.movedBytes') continue;
      expect(statusOf(`${name} > +0%`, same)).toBe('passed');
      expect(statusOf(`${name} >= +0%`, same)).toBe('failed');
      cases++;
    }
    expect(cases).toBeGreaterThan(8);
  });

  it('from nothing to something fails every share', () => {
    const broken = { ...crowded, placement: { shards: crowded.placement.shards.slice(0, 1) } };
    const [verdict] = judgeRules(parseRules(['violations > +900%']), { comparison: comparePlans(spread, broken) });
    expect(verdict).toMatchObject({ status: 'failed', before: 0, after: 1, compared: null });
  });

  it('on frontiers is on the least of their plans', () => {
    const plan = (side: typeof spread) => {
      const { before } = comparePlans(side, side);
      return { ...before, placement: side.placement, estimate: before.estimate! } as unknown as Parameters<
        typeof compareFrontiers
      >[0]['plans'][number];
    };
    const comparison = compareFrontiers(
      { problem, plans: [plan(spread), plan(crowded)] },
      { problem, plans: [plan(crowded)] },
    );
    expect(statusOf('estimate.peakLoad > +99%', { comparison })).toBe('failed');
    expect(statusOf('frontier.lost > 0', { comparison })).toBe('failed');
    expect(statusOf('frontier.plans < 1', { comparison })).toBe('passed');
    expect(statusOf('moved.bytes > 0', { comparison })).toBe('undecided');
  });
});

describe('a measured rule', () => {
  const times = fc.array(fc.double({ min: 1, max: 2, noNaN: true }), { minLength: 40, maxLength: 60 });

  it('fails only where the whole interval lies beyond its bound, and is undecided where it straddles', () => {
    const seen = { passed: 0, failed: 0, undecided: 0 };
    fc.assert(
      fc.property(times, fc.double({ min: 0.9, max: 1.3, noNaN: true }), times, (before, factor, noise) => {
        const after = before.map((time, i) => time * factor * (1 + ((noise[i] ?? 1) - 1.5) / 4));
        const [verdict] = judgeRules(parseRules(['measurement.latencyMsP50 > +5%']), measured(before, after));
        const { low, high } = verdict.interval!;
        const expected = low > 0.05 ? 'failed' : high > 0.05 ? 'undecided' : 'passed';
        expect(verdict.status).toBe(expected);
        seen[verdict.status]++;
      }),
      { numRuns: 60, seed: 6 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  });

  it('sees pairs: the same requests slowed by one factor have that factor, without a spread', () => {
    fc.assert(
      fc.property(times, (before) => {
        const found = comparePaired(
          before,
          before.map((time) => time * 1.25),
          50,
          1,
        )!;
        expect(found.ratioInterval!.low).toBeCloseTo(1.25, 9);
        expect(found.ratioInterval!.high).toBeCloseTo(1.25, 9);
        expect(found.after / found.before).toBeCloseTo(1.25, 9);
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  it('has the same interval for the same seed, and none where the sample cannot carry the percentile', () => {
    const before = Array.from({ length: 50 }, (_, i) => 1 + (i % 7) / 10);
    const after = before.toReversed();
    expect(comparePaired(before, after, 'mean', 3)).toEqual(comparePaired(before, after, 'mean', 3));
    expect(comparePaired(before, after, 99, 3)).toBeUndefined();
    expect(comparePaired([1], [], 50, 3)).toBeUndefined();
  });

  it('with a bound of its own is on the second, with a difference on both', () => {
    const evidence = measured(
      Array.from({ length: 40 }, () => 2),
      Array.from({ length: 40 }, () => 3),
    );
    expect(statusOf('measurement.latencyMsP50 > 2.9ms', evidence)).toBe('failed');
    expect(statusOf('measurement.latencyMsP50 > 3.1ms', evidence)).toBe('passed');
    expect(statusOf('measurement.latencyMsP50 > +900us', evidence)).toBe('failed');
    expect(statusOf('measurement.latencyMsP50 > +1.1ms', evidence)).toBe('passed');
    expect(statusOf('measurement.latencyMsP90 > +5%', evidence)).toBe('undecided');
  });
});
