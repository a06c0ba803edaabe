import { listFleets, loadFleetFixture } from '../fixtures.ts';
import { readDocument } from './input-files.ts';

export const FLEET_HELP = 'of the fixtures, or N hosts of M GiB as NxMgib (6x24gib), or a file in JSON or YAML';

/** Equal hosts, by their number and GiB: 6x24gib. */
const EQUAL_HOSTS = /^(?<count>\d+)x(?<gib>\d+)gib$/i;

/** What `--fleet` names, as HTTP would take it. Hosts by number and GiB are else those of the fixtures: same cores, bandwidths and links. */
export function fleetOf(named: string): unknown {
  if (named === '-' || /\.(?:json|ya?ml)$/i.test(named)) return readDocument(named, '--fleet');
  const { count, gib } = EQUAL_HOSTS.exec(named)?.groups ?? {};
  if (count === undefined || listFleets().includes(named)) return { fixture: named };
  const { main, hostTypes } = loadFleetFixture('8x32gib');
  const memoryBytes = Number(gib) * 2 ** 30;
  return { main, hostTypes: [{ ...hostTypes[0], name: `gib${gib}`, count: Number(count), memoryBytes }] };
}
