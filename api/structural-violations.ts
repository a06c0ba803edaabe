/** Kinds of violations that leave nothing to cost or run: a table that is not there has no cost and no rows. */
export const STRUCTURAL_VIOLATIONS: readonly string[] = ['coverage', 'unknownHost', 'unknownTable'];
