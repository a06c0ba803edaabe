import type { Ground } from '../bounds/ground.ts';
import type { Assignment } from '../instance.ts';

/** Tables that start on the main shard, until its memory or its capacities are full; those worth most a byte first. */
export function mainFills(ground: Ground, options: Int32Array): Assignment[] {
  const { instance, main } = ground;
  if (main === undefined) return [];
  const worths: readonly ((t: number) => number)[] = [
    (t) => instance.optionWire[options[t]] / bytesOf(ground, t),
    (t) => loadOf(ground, t) / bytesOf(ground, t),
    // The most bytes, for hosts to be spared.
    (t) => bytesOf(ground, t),
  ];
  const fills = worths.map((worth) => fill(ground, options, worth));
  return [...new Map(fills.map((own) => [own.hosts.join(), own])).values()];
}

const partOnMain = ({ instance, main }: Ground, t: number): number => instance.partFirst[main?.options[t] ?? -1];
const bytesOf = (ground: Ground, t: number): number => ground.instance.partBytes[partOnMain(ground, t)];
const loadOf = (ground: Ground, t: number): number => ground.instance.partLoad[partOnMain(ground, t)];

function fill(ground: Ground, options: Int32Array, worth: (t: number) => number): Assignment {
  const { instance, main, caps } = ground;
  const { mainHost, mostParts, partService, partRead, rules } = instance;
  const filled = { options: Int32Array.from(options), hosts: new Int32Array(options.length * mostParts).fill(-1) };
  const mainOptions = main?.options ?? new Int32Array(options.length).fill(-1);
  let bytes = instance.capacityBytes[mainHost];
  let load = caps.peakLoad * instance.speed[mainHost] - instance.denseLoad;
  let [service, read] = [instance.serviceCap[mainHost], instance.readCap[mainHost]];
  const take = (t: number): void => {
    const part = partOnMain(ground, t);
    filled.options[t] = mainOptions[t];
    filled.hosts[t * mostParts] = mainHost;
    bytes -= bytesOf(ground, t);
    load -= loadOf(ground, t);
    service -= partService[part];
    read -= partRead[part];
  };
  // Tables that have no other option are there in any case; those that lie together with others are left to the search.
  const open = [...options.keys()].filter(
    (t) => mainOptions[t] >= 0 && instance.allowed[t * instance.hostNames.length + mainHost] === 1,
  );
  for (const t of open) if (options[t] === mainOptions[t]) take(t);
  for (const t of open.toSorted((a, b) => worth(b) - worth(a) || a - b)) {
    const part = partOnMain(ground, t);
    const fits =
      bytesOf(ground, t) <= bytes &&
      loadOf(ground, t) <= load &&
      partService[part] <= service &&
      partRead[part] <= read;
    if (options[t] !== mainOptions[t] && rules.units[t].length === 1 && fits) take(t);
  }
  return filled;
}
