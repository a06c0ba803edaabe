import * as z from 'zod';
import { breach, Name, repeatedAt } from './names.ts';

export const Link = z
  .strictObject({
    roundTripMs: z.number().min(0).max(60_000),
    bandwidthBytesPerSecond: z.number().gt(0).max(1e15),
  })
  .meta({ id: 'Link', description: "A host's connection to the network." });
export type Link = z.infer<typeof Link>;

const HostShape = {
  memoryBytes: z.int().min(0),
  reservedBytes: z.int().min(0).default(0).describe('Kept free for the operating system and the serving process.'),
  memoryBandwidthBytesPerSecond: z.number().gt(0).max(1e15),
  cores: z.int().min(1).max(65_536),
  cpuSpeed: z
    .number()
    .gt(0)
    .max(1000)
    .default(1)
    .describe('Relative to the machine that the cost model was measured on.'),
  cost: z.number().min(0).max(1e12).default(1).describe('Any unit, the same for all hosts.'),
  link: Link,
};

export const MainHost = z
  .strictObject(HostShape)
  .meta({ id: 'MainHost', description: 'The host of the main shard, host 0, named `main`.' });
export type MainHost = z.infer<typeof MainHost>;

export const HostType = z
  .strictObject({
    name: Name,
    count: z.int().min(1).max(10_000),
    ...HostShape,
    failureDomains: z
      .array(Name)
      .min(1)
      .default(['default'])
      .describe('Host i of the type lies in domain i mod length.'),
  })
  .meta({ id: 'HostType', description: 'Equal hosts, named `<type>-0`, `<type>-1` and so on.' });
export type HostType = z.infer<typeof HostType>;

/** Sparse hosts of a fleet, at most: each is named and looked at. */
export const MOST_HOSTS = 100_000;

export const Fleet = z
  .strictObject({ main: MainHost, hostTypes: z.array(HostType).min(1).max(1000) })
  .superRefine((fleet, context) => {
    checkSums(fleet, context);
    for (const i of repeatedAt(fleet.hostTypes.map((type) => type.name)))
      breach(context, {
        path: ['hostTypes', i, 'name'],
        rule: 'host type names are unique',
        seen: fleet.hostTypes[i].name,
        maybe: 'Maybe raise the count of the first instead.',
      });
    [fleet.main, ...fleet.hostTypes].forEach((host, i) => {
      if (host.reservedBytes > host.memoryBytes)
        breach(context, {
          path: i === 0 ? ['main', 'reservedBytes'] : ['hostTypes', i - 1, 'reservedBytes'],
          rule: 'the reservation is part of the memory',
          seen: host.reservedBytes,
          maybe: `Maybe a unit slipped: memoryBytes is ${host.memoryBytes}.`,
        });
    });
  })
  .meta({ id: 'Fleet', description: 'The hosts that shards may run on.' });
export type Fleet = z.infer<typeof Fleet>;

/** Hosts are so alike, or figures divided by their speeds lose their digits. */
const MOST_SPEED_RATIO = 1e9;

/** What is summed over hosts stays exact, and no host is of another world than the others. */
function checkSums(fleet: z.output<typeof Fleet>, context: z.core.$RefinementCtx): void {
  const report = (seen: number, rule: string, maybe: string): void =>
    breach(context, { path: ['hostTypes'], rule, seen, maybe });
  const total = (of: (type: HostType) => number): number =>
    fleet.hostTypes.reduce((sum, type) => sum + type.count * of(type), 0);
  const hosts = total(() => 1);
  if (hosts > MOST_HOSTS) report(hosts, `at most ${MOST_HOSTS} hosts`, 'Maybe a count has a digit too many.');
  const bytes = total((type) => type.memoryBytes);
  if (!Number.isSafeInteger(bytes))
    report(
      bytes,
      'the memory of all hosts stays below 2^53 bytes',
      'Maybe bits were given for bytes, or a count is too high.',
    );
  const cost = total((type) => type.cost);
  if (cost >= 2 ** 53) report(cost, 'the cost of all hosts stays below 2^53', 'Maybe costs in thousands.');
  const rates = [
    ['cpuSpeed', (host: MainHost) => host.cpuSpeed],
    ['memoryBandwidthBytesPerSecond', (host: MainHost) => host.memoryBandwidthBytesPerSecond],
    ['link/bandwidthBytesPerSecond', (host: MainHost) => host.link.bandwidthBytesPerSecond],
  ] as const;
  for (const [name, of] of rates) {
    const seen = [fleet.main, ...fleet.hostTypes].map(of);
    const ratio = seen.reduce((a, b) => Math.max(a, b)) / seen.reduce((a, b) => Math.min(a, b));
    if (!(ratio <= MOST_SPEED_RATIO))
      report(
        ratio,
        `the highest ${name} of a fleet is at most ${MOST_SPEED_RATIO} times its lowest`,
        'Maybe a unit slipped.',
      );
  }
}

/** One machine of the fleet. Host 0 is the main shard's. */
export interface Host extends Readonly<MainHost> {
  readonly name: string;
  readonly failureDomain: string;
  /** M_h: memory less reservation. */
  readonly capacityBytes: number;
}

export const MAIN_HOST = 'main';

/** Sparse hosts of a fleet. */
export const hostCountOf = (fleet: Fleet): number => fleet.hostTypes.reduce((sum, { count }) => sum + count, 0);

/** All hosts of a fleet, host 0 (the main shard's) first, then types in order. */
export function hostsOf(fleet: Fleet): Host[] {
  const main: Host = {
    ...fleet.main,
    name: MAIN_HOST,
    failureDomain: MAIN_HOST,
    capacityBytes: fleet.main.memoryBytes - fleet.main.reservedBytes,
  };
  const sparse = fleet.hostTypes.flatMap(({ name, count, failureDomains, ...shape }) =>
    Array.from({ length: count }, (_, i): Host => ({
      ...shape,
      name: `${name}-${i}`,
      failureDomain: failureDomains[i % failureDomains.length],
      capacityBytes: shape.memoryBytes - shape.reservedBytes,
    })),
  );
  return [main, ...sparse];
}
