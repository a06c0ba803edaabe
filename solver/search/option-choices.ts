import type { Ground } from '../bounds/ground.ts';
import { affordableLoads, optionsAtPeak } from '../bounds/largest-part.ts';
import { partCount, type Instance } from '../instance.ts';
import { likeOption } from './change-option.ts';
import { mainFills } from './main-fills.ts';

/** Options to start from, and hosts of some slots (-1 for the others). */
export interface Choice {
  readonly options: Int32Array;
  readonly hosts?: Int32Array | undefined;
}

/** Option choices to start from: the fewest wire bytes, and the finest parts that the wire cap allows, but none finer than the target asks. */
export function optionChoices(ground: Ground, target: number): Int32Array[] {
  const affordable = affordableLoads(ground);
  if (affordable.length === 0) return [];
  const enough = affordable.findLast((load) => load <= target) ?? affordable[0];
  const picks = [enough, affordable[0], affordable[affordable.length - 1]];
  return [...new Set(picks)].flatMap((load) => {
    const options = optionsAtPeak(ground, load);
    return options === undefined ? [] : [alignUnits(ground.instance, options)];
  });
}

/** Gives tables that lie together as many parts: those of the one with most. */
function alignUnits(instance: Instance, options: Int32Array): Int32Array {
  const parts = (t: number): number => partCount(instance, options[t]);
  return options.map((option, t) => {
    const most = instance.rules.units[t].reduce((a, b) =>
      parts(b) > parts(a) || (parts(b) === parts(a) && b < a) ? b : a,
    );
    return parts(most) === parts(t) ? option : likeOption(instance, t, options[most]);
  });
}

/** The choices as they are, and each with the main shard filled in several ways where tables may lie there. */
export const withMainFills = (ground: Ground, bare: readonly Int32Array[]): Choice[] => [
  ...bare.map((options) => ({ options })),
  ...bare.flatMap((options) => mainFills(ground, options)),
];
