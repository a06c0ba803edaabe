import { partCount, type Assignment, type Instance } from '../instance.ts';

/**
 * The current placement as a start: tables that it lays out in one of their options keep it and their hosts, the others take the option
 * given and no host yet (-1). undefined where movement does not count.
 */
export function currentHosts(instance: Instance, options: Int32Array): Assignment | undefined {
  const { partMoves, mostParts, optionFirst, partFirst, hostNames } = instance;
  if (partMoves.length === 0) return undefined;
  const current = { options: Int32Array.from(options), hosts: new Int32Array(options.length * mostParts).fill(-1) };
  for (let t = 0; t < options.length; t++)
    for (let o = optionFirst[t]; o < optionFirst[t + 1]; o++) {
      const hosts: number[] = [];
      for (let i = 0; i < partCount(instance, o); i++) {
        // A host that holds the whole table holds every part of it, but is to take one.
        const stays = (h: number): boolean =>
          partMoves[(partFirst[o] + i) * hostNames.length + h] === 0 && !hosts.includes(h);
        hosts.push(hostNames.findIndex((_, h) => stays(h)));
      }
      if (hosts.includes(-1)) continue;
      current.options[t] = o;
      current.hosts.set(hosts, t * mostParts);
      break;
    }
  return current;
}
