import type { Placement } from '../domain/placement.ts';
import type { Measurement } from '../domain/measurement.ts';
import { comparePaired, type PairedComparison, type PairedStatistic } from '../evaluator/paired-comparison.ts';
import { deploymentOf } from '../evaluator/replay/deployment.ts';
import { replay } from '../evaluator/replay/replay.ts';
import { recordCpuMs } from '../evaluator/service-record.ts';
import { measurePlacements, type MeasuringHooks } from './measuring.ts';
import type { MeasurementReport } from './results.ts';
import type { ServedStudy } from './studies.ts';

/** Figures of two placements that served the same requests in turns, by the name that rules know. */
export interface PairedMeasurement {
  readonly before: Measurement;
  readonly after: Measurement;
  readonly figures: ReadonlyMap<string, PairedComparison>;
}

const PERCENTS: readonly (50 | 90 | 99)[] = [50, 90, 99];

/** Measures two placements of one problem in one run. No pairs where the report says why there is no measurement. */
export async function measurePair(
  study: ServedStudy,
  placements: readonly [before: Placement, after: Placement],
  hooks: MeasuringHooks,
): Promise<{ readonly pair?: PairedMeasurement; readonly report: MeasurementReport }> {
  const { measured, report, runs } = await measurePlacements(study, placements, hooks);
  const [before, after] = measured;
  if (before === undefined || after === undefined) return { report };
  if (runs !== 1) {
    const note =
      'Not paired: the rows of both plans and of singular do not fit at once, and were served in turns of whole runs.';
    return { report: { ...report, notes: [...report.notes, note] } };
  }
  const figures = new Map<string, PairedComparison>();
  const compare = (
    name: string,
    own: readonly number[],
    other: readonly number[],
    statistic: PairedStatistic,
  ): void => {
    const found = comparePaired(own, other, statistic, study.seed);
    if (found !== undefined) figures.set(name, found);
  };
  const deployment = deploymentOf(study.problem.fleet);
  const [own, other] = [before, after].map(({ requests, wallMs }) => ({
    wallMs,
    replayedMs: replay(requests, deployment, 'closedLoop').latencyMs,
    cpuMs: requests.map(recordCpuMs),
  }));
  for (const percent of PERCENTS) {
    compare(`measurement.latencyMsP${percent}`, own.wallMs, other.wallMs, percent);
    compare(`measurement.replayedLatencyMsP${percent}`, own.replayedMs, other.replayedMs, percent);
  }
  compare('measurement.latencyMsMean', own.wallMs, other.wallMs, 'mean');
  compare('measurement.cpuMsPerRequest', own.cpuMs, other.cpuMs, 'mean');
  return { pair: { before: before.measurement, after: after.measurement, figures }, report };
}
