import { sumOf, type Ground, type Layout } from './certified-layouts.ts';

/** Placements tried; beyond them nothing is claimed. */
const MOST_STEPS = 2_000_000;

interface HostRoom {
  readonly bytes: number;
  readonly load: number;
}

/**
 * Whether the named tables, each in some layout, can be placed on the hosts so that the others would still have room, were they divisible at will:
 * in every plan under the caps they are placed somehow, each host keeps within its memory and the load cap, what is left in all hosts takes the least bytes
 * and the least load of the others, and wire bytes stay under their cap. Equal hosts of speed 1 with a load cap, and no table that may lie on the
 * main shard; true where that is not so, or the search is cut off.
 */
export function canPlaceCore(
  { problem, layouts, capacities, speeds, caps, main }: Ground,
  names: readonly string[],
): boolean {
  const isEqual =
    main === undefined && capacities.every((bytes) => bytes === capacities[0]) && speeds.every((speed) => speed === 1);
  const indices = names.map((name) => problem.model.tables.findIndex((table) => table.name === name));
  if (!isEqual || caps.load === Infinity || indices.includes(-1) || new Set(indices).size < indices.length) return true;
  const core = indices.map((t) => layouts[t]);
  const rest = layouts.filter((_, t) => !indices.includes(t));
  const others = { bytes: sumOf(rest, (of) => of.bytes), load: sumOf(rest, (of) => of.load) };
  const cheapestFrom = Array.from({ length: core.length + 1 }, (_, i) =>
    sumOf([...core.slice(i), ...rest], (of) => of.wireBytes),
  );
  let steps = 0;

  const hasRoom = (hosts: readonly HostRoom[], from: number): boolean => {
    const ahead = core.slice(from);
    const total = (of: (host: HostRoom) => number): number => hosts.reduce((sum, host) => sum + of(host), 0);
    return (
      total((host) => host.bytes) >= others.bytes + sumOf(ahead, (of) => of.bytes) &&
      total((host) => host.load) >= others.load + sumOf(ahead, (of) => of.load)
    );
  };

  const placeTable = (i: number, hosts: readonly HostRoom[], wire: number): boolean => {
    if (wire + cheapestFrom[i] > caps.wireBytes * (1 + 1e-9)) return false;
    if (i === core.length) return true;
    return core[i].some((layout) => placeParts(i, layout, 0, [], hosts, wire + layout.wireBytes));
  };

  /** Puts part p of a layout on a host that has none yet; `taken` are the hosts that got one, and `hosts` the others. */
  const placeParts = (
    i: number,
    layout: Layout,
    p: number,
    taken: readonly HostRoom[],
    hosts: readonly HostRoom[],
    wire: number,
  ): boolean => {
    if (++steps > MOST_STEPS) return true;
    if (p === layout.parts) {
      const next = [...taken, ...hosts];
      return hasRoom(next, i + 1) && placeTable(i + 1, next, wire);
    }
    const [bytes, load] = [layout.partBytes[p], layout.partLoads[p]];
    return hosts.some((host, h) => {
      // Hosts with as much room left are the same.
      const isFirst = hosts.findIndex((other) => other.bytes === host.bytes && other.load === host.load) === h;
      if (!isFirst || host.bytes < bytes || host.load < load) return false;
      const left = { bytes: host.bytes - bytes, load: host.load - load };
      return placeParts(i, layout, p + 1, [...taken, left], hosts.toSpliced(h, 1), wire);
    });
  };

  const empty = Array.from({ length: caps.hosts }, () => ({ bytes: capacities[0], load: caps.load }));
  return placeTable(0, empty, 0);
}
