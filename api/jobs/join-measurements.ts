import type { Measurement } from '../../domain/measurement.ts';
import type { MeasurementReport } from '../results.ts';
import type { MeasuredPlans } from '../study.ts';

/** What became of one part; nothing was measured where there is only a note. */
export interface MeasuredPart {
  readonly measured?: MeasuredPlans;
  readonly note?: string;
}

/** Positions are those of the frontier's plans. */
export type PlacedPart = MeasuredPart & { readonly positions: readonly number[] };

/**
 * Measurements of all plans from those of the parts. Each part served the same requests, beside the singular model in its own
 * process: ratios compare across parts, milliseconds only on like machines.
 */
export function joinMeasurements(
  plansFound: number,
  parts: readonly PlacedPart[],
  notes: readonly string[],
): MeasuredPlans {
  const measurements: (Measurement | null)[] = Array.from({ length: plansFound }, () => null);
  for (const { positions, measured } of parts)
    positions.forEach((position, i) => (measurements[position] = measured?.measurements[i] ?? null));
  const runs = parts.flatMap(({ measured }) => measured ?? []);
  const shared = runs.length > 1 ? [sharedNote(runs.length)] : [];
  const left = parts.flatMap(({ note }) => note ?? []);
  const said = runs.flatMap(({ report }) => report.notes);
  return {
    measurements,
    report: {
      ...(runs[0]?.report ?? NOTHING),
      plansFound,
      plansMeasured: measurements.filter((measurement) => measurement !== null).length,
      requests: Math.max(0, ...runs.map(({ report }) => report.requests)),
      notes: [...new Set([...notes, ...shared, ...said, ...left])],
    },
    measuringSeconds: Math.max(0, ...runs.map(({ measuringSeconds }) => measuringSeconds)),
  };
}

const sharedNote = (runs: number): string =>
  `Plans were measured in ${runs} runs, shared out over the processes that run jobs, each beside singular on the same requests: ` +
  'ratios to singular compare across runs, milliseconds only where the machines are alike.';

const NOTHING: MeasurementReport = {
  plansMeasured: 0,
  plansFound: 0,
  trace: 'synthesised',
  requests: 0,
  warmupRequests: 0,
  touchedBytes: 0,
  notes: [],
};
