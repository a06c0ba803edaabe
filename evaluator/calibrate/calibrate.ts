import type { Clock } from '../../domain/clock.ts';
import { createMeasurer } from '../measure.ts';
import type { LoadMeter } from '../runtime/foreign-load.ts';
import type { RequestRecord } from '../service-record.ts';
import { synthesizeTrace } from '../trace/synthesize.ts';
import { fitCoefficients, type Calibration, type Served } from './fit-coefficients.ts';
import { denseProbes, lookupProbes, PROBE_FLEET, rpcProbes, type Probe } from './probes.ts';

export interface CalibrateOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Of the machine, for the record. */
  readonly machine: string;
  readonly loadMeter?: LoadMeter;
  /** Requests of each probe at the least; more take longer and scatter less. */
  readonly requests?: number;
  onProgress?(done: number, of: number): void;
}

const FEWEST_REQUESTS = 40;
const WARMUP_REQUESTS = 10;
/** Of a probe of lookups: the larger tables are several times what caches hold, the smaller ones are read several times. */
const FEWEST_LOOKUPS = 200_000;

/**
 * Measures the cost model's constants on this machine: serves small synthetic models by the same runtime that measures plans, and fits CPU times
 * by non-negative least squares. Some ten seconds where nothing else runs.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const groups = { lookups: lookupProbes(), dense: denseProbes(), rpc: rpcProbes() };
  const all = Object.values(groups).flat();
  let done = 0;
  const serve = async (probes: readonly Probe[], fewest = 0): Promise<Served[]> => {
    const served: Served[] = [];
    for (const probe of probes) {
      served.push({ probe, records: await recordsOf(probe, fewest, options) });
      options.onProgress?.(++done, all.length);
    }
    return served;
  };
  return fitCoefficients(
    {
      lookups: await serve(groups.lookups, FEWEST_LOOKUPS),
      dense: await serve(groups.dense),
      rpc: await serve(groups.rpc),
    },
    `calibrated on ${options.machine}, seed ${options.seed}`,
  );
}

async function recordsOf(
  { model, workload, placement }: Probe,
  fewestLookups: number,
  { clock, seed, loadMeter, requests: asked = FEWEST_REQUESTS }: CalibrateOptions,
): Promise<readonly RequestRecord[]> {
  const perRequest =
    workload.tables.reduce((sum, { features: [{ poolingFactor }] }) => sum + poolingFactor, 0) *
    workload.samplesPerRequest;
  const requests = WARMUP_REQUESTS + Math.max(asked, Math.ceil((fewestLookups * asked) / FEWEST_REQUESTS / perRequest));
  const trace = synthesizeTrace(model, workload, { requests, seed });
  const measurer = await createMeasurer({ model, workload, fleet: PROBE_FLEET }, trace, {
    seed,
    clock,
    warmupRequests: WARMUP_REQUESTS,
    ...(loadMeter === undefined ? {} : { loadMeter }),
  });
  try {
    const [measured] = await measurer.measureTogether([placement]);
    if (!measured.measurement.agreement.holds) throw new Error('A probe answers otherwise sharded than whole.');
    return measured.requests;
  } finally {
    await measurer.dispose();
  }
}
