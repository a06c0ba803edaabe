import { closestName } from '../closest-name.ts';
import { readQuantity } from '../quantities.ts';
import { RULE_FIELDS, type RuleField } from './fields.ts';

/*
 * rule  = field comparator bound
 * field = one of RULE_FIELDS
 * comparator = ">" | ">=" | "<" | "<="
 * bound = [ "+" | "-" ] number [ unit ]
 *
 * A bound with a sign is a change of the second against the first: relative with %, absolute otherwise. One without is a value
 * of the second. A rule says what fails: `estimate.latencyMs > +5%`.
 */

const COMPARATORS = ['>=', '<=', '>', '<'] as const;
export type Comparator = (typeof COMPARATORS)[number];

export interface Rule {
  readonly text: string;
  readonly field: RuleField;
  readonly comparator: Comparator;
  /** What the bound is compared with: the second's value, its difference from the first, or the share of that. */
  readonly kind: 'value' | 'difference' | 'relative';
  /** In the field's base unit; a share where relative. */
  readonly bound: number;
}

/** Where a rule does not follow the grammar, and what might help. */
export interface RuleFault {
  readonly text: string;
  /** Characters of the text that are wrong, [start, end). */
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly maybe: string;
}

/** Rules were refused before any work. Carries every fault found. */
export class RuleSyntaxError extends Error {
  readonly faults: readonly RuleFault[];

  constructor(faults: readonly RuleFault[]) {
    super(faults.map(({ text, rule }) => `${text}: ${rule}`).join('\n'));
    this.name = 'RuleSyntaxError';
    this.faults = faults;
  }
}

/**
 * Reads rules.
 * @throws RuleSyntaxError that lists the fault of each.
 */
export function parseRules(texts: readonly string[]): Rule[] {
  const read = texts.map(parseRule);
  const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
  if (faults.length > 0) throw new RuleSyntaxError(faults);
  return read.flatMap((one) => ('rule' in one ? [one.rule] : []));
}

const WRITTEN = /^(\s*)([^\s<>=!]*)(\s*)([<>=!]*)(\s*)(.*?)\s*$/;

function parseRule(text: string): { readonly rule: Rule } | { readonly fault: RuleFault } {
  const [, indent = '', name = '', gap = '', sign = '', space = '', bound = ''] = WRITTEN.exec(text) ?? [];
  const [atName, atSign, atBound] = [
    indent.length,
    indent.length + name.length + gap.length,
    indent.length + name.length + gap.length + sign.length + space.length,
  ];
  const refuse = (start: number, length: number, rule: string, maybe: string) => ({
    fault: { text, start, end: start + Math.max(1, length), rule, maybe },
  });
  const field = RULE_FIELDS.find((known) => known.name === name);
  if (field === undefined) return refuse(atName, name.length, 'no such field', closestField(name));
  const comparator = COMPARATORS.find((known) => known === sign);
  if (comparator === undefined)
    return refuse(atSign, sign.length, `one of ${COMPARATORS.join(' ')} after the field`, comparatorHint(sign));
  const changes = /^[+-]/.test(bound);
  if (changes && field.kind === 'change')
    return refuse(atBound, 1, `${name} is a change already: a bound without a sign`, `Maybe ${bound.slice(1)}.`);
  if (!changes && bound.endsWith('%') && field.dimension !== 'share')
    return refuse(atBound, bound.length, 'a percentage of a change has a sign', `Maybe +${bound}.`);
  const isRelative = changes && bound.endsWith('%');
  const quantity = readQuantity(bound, isRelative ? 'share' : field.dimension);
  if (quantity.status === 'refused') return refuse(atBound, bound.length, quantity.rule, quantity.maybe);
  const kind = isRelative ? 'relative' : changes ? 'difference' : 'value';
  return { rule: { text: text.trim(), field, comparator, kind, bound: quantity.value } };
}

const comparatorHint = (sign: string): string =>
  /[=!]/.test(sign) && !/[<>]/.test(sign)
    ? 'Maybe two rules, one with > and one with <.'
    : 'Maybe `estimate.latencyMs > +5%`: a rule says what fails.';

/** The known field that is nearest, by its whole name or its last part. */
function closestField(name: string): string {
  const names = RULE_FIELDS.map((known) => known.name);
  const near =
    closestName(name, names) ??
    names.find((known) => known === `estimate.${closestName(lastPart(name), names.map(lastPart))}`);
  return near === undefined ? `Maybe ${names.slice(0, 4).join(', ')} ...: --help lists all.` : `Maybe ${near}.`;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The text with a mark under what is wrong. */
export const pointOut = ({ text, start, end }: RuleFault): string =>
  `${text}\n${' '.repeat(start)}${'^'.repeat(end - start)}`;
