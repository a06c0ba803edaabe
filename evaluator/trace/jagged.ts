import { createHash } from 'node:crypto';
import type { Feature, Model, Table } from '../../domain/model.ts';
import type { Trace, TraceRequest } from '../../domain/trace.ts';

/** Lookups of one feature: `lengths` of each occasion (sample, or the request), `indices` one occasion after another. */
export interface JaggedFeature {
  readonly feature: string;
  readonly lengths: Uint32Array;
  readonly indices: Uint32Array;
}

export interface JaggedRequest {
  readonly samples: number;
  /** One entry for every feature of the model: tables in order, features in order. */
  readonly features: readonly JaggedFeature[];
  /** samples x inputFeatures, row by row. */
  readonly dense: Float32Array;
}

/** The typed form of a Trace that lists every feature of its model. */
export interface JaggedTrace {
  readonly requests: readonly JaggedRequest[];
}

/** A mismatch of a trace with its model, for the user. */
export interface TraceProblem {
  readonly pointer: string;
  readonly seen: unknown;
  readonly rule: string;
  readonly maybe: string;
}

export type TraceReading =
  | { readonly status: 'read'; readonly trace: JaggedTrace }
  | { readonly status: 'mismatch'; readonly problems: readonly TraceProblem[] };

export interface FeatureOfTable {
  readonly table: Table;
  readonly feature: Feature;
}

/** A model's features in the order of a JaggedRequest: tables in order, features in order. */
export const featuresOf = (model: Model): FeatureOfTable[] =>
  model.tables.flatMap((table) => table.features.map((feature) => ({ table, feature })));

/** How often a table is looked up in so many samples: once where it is looked up per request. */
export const occasionsOf = (table: Table, samples: number): number => (table.lookupsPer === 'request' ? 1 : samples);

/** One array after another. */
export function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A trace in typed form, or every mismatch with the model. */
export function fromTrace(trace: Trace, model: Model): TraceReading {
  const features = featuresOf(model);
  const problems = trace.requests.flatMap((request, r) => checkRequest(request, `/requests/${r}`, model, features));
  if (problems.length > 0) return { status: 'mismatch', problems };
  const requests = trace.requests.map((request): JaggedRequest => {
    const given = new Map(request.features.map((entry) => [entry.feature, entry]));
    return {
      samples: request.samples,
      features: features.map(({ table, feature }) => {
        const entry = given.get(feature.name);
        return {
          feature: feature.name,
          lengths: entry ? Uint32Array.from(entry.lengths) : new Uint32Array(occasionsOf(table, request.samples)),
          indices: entry ? Uint32Array.from(entry.indices) : new Uint32Array(0),
        };
      }),
      dense: Float32Array.from(request.dense),
    };
  });
  return { status: 'read', trace: { requests } };
}

/** The wire form of a typed trace; features without a lookup are left out. */
export const toTrace = ({ requests }: JaggedTrace): Trace => ({
  requests: requests.map(({ samples, features, dense }) => ({
    samples,
    features: features
      .filter(({ indices }) => indices.length > 0)
      .map(({ feature, lengths, indices }) => ({ feature, lengths: [...lengths], indices: [...indices] })),
    dense: [...dense],
  })),
});

/**
 * SHA-256, hexadecimal, of the requests in order: samples, then for each feature its name, lengths and indices, then dense.
 * Each field is preceded by its count, so that no two traces share bytes. Words are in the machine's byte order.
 */
export function traceHash(trace: JaggedTrace): string {
  const hash = createHash('sha256');
  const count = (n: number) => hash.update(Uint32Array.of(n));
  count(trace.requests.length);
  for (const { samples, features, dense } of trace.requests) {
    count(samples);
    count(features.length);
    for (const { feature, lengths, indices } of features) {
      count(Buffer.byteLength(feature));
      hash.update(feature);
      count(lengths.length);
      hash.update(lengths);
      count(indices.length);
      hash.update(indices);
    }
    count(dense.length);
    hash.update(dense);
  }
  return hash.digest('hex');
}

function checkRequest(
  request: TraceRequest,
  pointer: string,
  model: Model,
  features: readonly FeatureOfTable[],
): TraceProblem[] {
  const problems: TraceProblem[] = [];
  const known = new Map(features.map((entry) => [entry.feature.name, entry]));
  const seen = new Set<string>();
  request.features.forEach((entry, f) => {
    const at = `${pointer}/features/${f}`;
    const found = known.get(entry.feature);
    if (found === undefined) {
      const maybe = `Maybe it was renamed: the model has ${known.size} features, the first is ${features[0].feature.name}.`;
      problems.push({ pointer: `${at}/feature`, seen: entry.feature, rule: 'a feature of the model', maybe });
      return;
    }
    if (seen.has(entry.feature)) {
      const rule = 'a request lists each feature once';
      problems.push({ pointer: `${at}/feature`, seen: entry.feature, rule, maybe: 'Maybe join the two entries.' });
    }
    seen.add(entry.feature);
    problems.push(...checkLookups(entry, at, found.table, request.samples));
  });
  const denseWidth = model.dense?.inputFeatures ?? 0;
  if (request.dense.length !== request.samples * denseWidth)
    problems.push({
      pointer: `${pointer}/dense`,
      seen: request.dense.length,
      rule: `dense holds samples x inputFeatures = ${request.samples} x ${denseWidth} numbers`,
      maybe: 'Maybe a sample is missing, or the trace belongs to another model.',
    });
  return problems;
}

function checkLookups(
  entry: TraceRequest['features'][number],
  at: string,
  table: Table,
  samples: number,
): TraceProblem[] {
  const problems: TraceProblem[] = [];
  const occasions = occasionsOf(table, samples);
  if (entry.lengths.length !== occasions)
    problems.push({
      pointer: `${at}/lengths`,
      seen: entry.lengths.length,
      rule: `one length for each ${table.lookupsPer} of the request: ${occasions}`,
      maybe: `Maybe table ${table.name} was meant to be looked up per ${table.lookupsPer === 'request' ? 'sample' : 'request'}.`,
    });
  const lookups = entry.lengths.reduce((sum, length) => sum + length, 0);
  if (lookups !== entry.indices.length)
    problems.push({
      pointer: `${at}/indices`,
      seen: entry.indices.length,
      rule: `as many indices as the lengths add up to: ${lookups}`,
      maybe: 'Maybe lengths hold offsets: a length is the difference of two offsets.',
    });
  const outside = entry.indices.findIndex((index) => index >= table.rows);
  if (outside >= 0)
    problems.push({
      pointer: `${at}/indices/${outside}`,
      seen: entry.indices[outside],
      rule: `an index lies below the ${table.rows} rows of table ${table.name}`,
      maybe: `Maybe ids were not yet hashed into the table; ${entry.indices.filter((i) => i >= table.rows).length} indices here lie outside.`,
    });
  return problems;
}
