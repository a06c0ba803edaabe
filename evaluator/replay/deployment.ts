import { hostsOf, MAIN_HOST, type Fleet } from '../../domain/fleet.ts';

/** The machines that recorded work is played on, by host name; `main` is the main shard's. */
export type Deployment = ReadonlyMap<string, DeployedHost>;

export interface DeployedHost {
  readonly cores: number;
  /** Relative to the machine that the work was recorded on. */
  readonly cpuSpeed: number;
  readonly memoryBandwidthBytesPerSecond: number;
  readonly roundTripMs: number;
  readonly bandwidthBytesPerSecond: number;
}

/** The fleet as it is, or with one round trip time on every link. */
export function deploymentOf(fleet: Fleet, roundTripMs?: number): Deployment {
  return new Map(
    hostsOf(fleet).map(({ name, cores, cpuSpeed, memoryBandwidthBytesPerSecond, link }) => [
      name,
      {
        cores,
        cpuSpeed,
        memoryBandwidthBytesPerSecond,
        roundTripMs: roundTripMs ?? link.roundTripMs,
        bandwidthBytesPerSecond: link.bandwidthBytesPerSecond,
      },
    ]),
  );
}

/** The main shard's host alone, with so many cores: where a model is served unsharded. */
export function singularDeployment(deployment: Deployment, cores: number): Deployment {
  return new Map([[MAIN_HOST, { ...deployment.get(MAIN_HOST)!, cores }]]);
}
