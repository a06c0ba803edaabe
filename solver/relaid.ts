import { partCount, tableCount, type Assignment, type Instance } from './instance.ts';

/** The same placement in another instance of the problem, whose options may be more; undefined where it lacks one of the layouts. */
export function relaid(from: Instance, { options, hosts }: Assignment, to: Instance): Assignment | undefined {
  const tables = tableCount(from);
  const relaidOptions = new Int32Array(tables);
  const relaidHosts = new Int32Array(tables * to.mostParts).fill(-1);
  for (let t = 0; t < tables; t++) {
    const parts = partCount(from, options[t]);
    const option = sameLayout(to, t, from.optionKind[options[t]], parts);
    if (option === undefined) return undefined;
    relaidOptions[t] = option;
    relaidHosts.set(hosts.subarray(t * from.mostParts, t * from.mostParts + parts), t * to.mostParts);
  }
  return { options: relaidOptions, hosts: relaidHosts };
}

function sameLayout(instance: Instance, t: number, kind: string, parts: number): number | undefined {
  for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
    if (instance.optionKind[o] === kind && partCount(instance, o) === parts) return o;
  return undefined;
}
