import type { Element } from './elements.ts';

/** What is known of a problem that keeps only some elements. `stuck` may rest on a proof or on a search that found nothing. */
export type Verdict = 'stuck' | 'free' | 'unknown';

export interface Conflict {
  /** In the problem's order: still stuck together. */
  readonly kept: readonly Element[];
  /** Those without which the others are free: all of them, unless some verdict was unknown. */
  readonly needed: readonly Element[];
}

/**
 * A set of elements that is stuck, and no smaller by the deletion of one where all verdicts are known: halves are left out first, then
 * single ones, each for good where what is kept stays stuck. Source: Chinneck and Dravnieks 1991 (deletion filter), grouped.
 */
export async function filterByDeletion(
  elements: readonly Element[],
  verdictOf: (kept: readonly Element[]) => Promise<Verdict>,
): Promise<Conflict> {
  let kept = [...elements];
  const needed = new Set<Element>();
  const leaveOut = async (group: readonly Element[]): Promise<void> => {
    if (group.length === 0) return;
    const rest = kept.filter((element) => !group.includes(element));
    const verdict = await verdictOf(rest);
    if (verdict === 'stuck') kept = rest;
    else if (group.length > 1) {
      const middle = group.length >>> 1;
      await leaveOut(group.slice(0, middle));
      await leaveOut(group.slice(middle));
    } else if (verdict === 'free') needed.add(group[0]);
  };
  const middle = elements.length >>> 1;
  await leaveOut(elements.slice(0, middle));
  await leaveOut(elements.slice(middle));
  return { kept, needed: kept.filter((element) => needed.has(element)) };
}
