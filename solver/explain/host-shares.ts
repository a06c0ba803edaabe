import type { HostShares } from '../../domain/explanation.ts';
import type { Estimate } from '../../domain/plan.ts';
import type { ObjectiveName } from '../../domain/problem.ts';
import type { Costs } from '../../evaluator/costs.ts';
import { shareOf } from './table-costs.ts';

/** Every host of an estimate with its part of the whole. Load and RPC shares sum to 1 where there are any. */
export function hostShares(estimated: Estimate, costs: Costs): HostShares[] {
  const { hosts, peakLoad } = estimated;
  const load = hosts.reduce((sum, host) => sum + host.load, 0);
  const rpcs = hosts.reduce((sum, host) => sum + host.rpcsPerRequest, 0);
  const indexOf = new Map(costs.hosts.map((host, h) => [host.name, h]));
  return hosts.map((host) => {
    const h = indexOf.get(host.host) as number;
    return {
      host: host.host,
      memoryBytes: host.memoryBytes,
      capacityBytes: costs.hosts[h].capacityBytes,
      memoryShare: host.memoryShare,
      load: host.load,
      loadShare: shareOf(host.load, load),
      ofPeak: shareOf(host.load / costs.hostSpeeds[h], peakLoad),
      rpcsPerRequest: host.rpcsPerRequest,
      rpcShare: shareOf(host.rpcsPerRequest, rpcs),
      ...(host.utilisation === undefined ? {} : { utilisation: host.utilisation }),
      tables: host.tables,
    };
  });
}

/** The host that decides the peak: of memory for peakMemory, of load otherwise. The first of equals. */
export function boundingHostOf(shares: readonly HostShares[], objective: ObjectiveName): HostShares {
  const rank = ({ memoryShare, ofPeak }: HostShares): number => (objective === 'peakMemory' ? memoryShare : ofPeak);
  return shares.reduce((bounding, host) => (rank(host) > rank(bounding) ? host : bounding));
}
