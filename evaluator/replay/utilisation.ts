import type { HostUtilisation } from '../../domain/reconstruction.ts';
import type { Deployment } from './deployment.ts';
import type { Usage } from './replay.ts';

/**
 * Shares of each host's cores, memory bandwidth and link that a rate takes, from what `requests` requests took served one at a time: core time
 * then holds no waiting for memory that the rate itself would cause. Hosts that did nothing are left out.
 */
export function utilisationAt(
  used: ReadonlyMap<string, Usage>,
  deployment: Deployment,
  { requests, requestsPerSecond }: { readonly requests: number; readonly requestsPerSecond: number },
): HostUtilisation[] {
  return [...used]
    .filter(([, { coreMs }]) => coreMs > 0)
    .map(([host, { coreMs, readBytes, linkMs }]) => {
      const { cores, memoryBandwidthBytesPerSecond } = deployment.get(host)!;
      const times = requestsPerSecond / requests;
      return {
        host,
        cores: ((coreMs / 1000) * times) / cores,
        memory: (readBytes * times) / memoryBandwidthBytesPerSecond,
        link: (linkMs / 1000) * times,
      };
    });
}
