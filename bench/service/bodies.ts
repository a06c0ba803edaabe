/** Requests that a capacity planner sends, by their size. */

/** A plan by the search, nothing executed. */
export const plan = (tables: number): object => ({ problem: problem(tables), measure: false });

/** Requests of 64 samples over 26 tables, about so many bytes of JSON. */
export function tracedPlan(bytes: number): object {
  const tables = 26;
  const samples = 64;
  const request = {
    samples,
    features: Array.from({ length: tables }, (_, t) => ({
      feature: `f${t}`,
      lengths: Array<number>(samples).fill(1),
      indices: Array.from({ length: samples }, (__, s) => (s * 31 + t * 7) % 1000),
    })),
    dense: [],
  };
  const count = Math.floor(bytes / JSON.stringify(request).length);
  return { ...plan(tables), trace: { requests: Array.from({ length: count }, () => request) } };
}

function problem(tables: number): object {
  const indices = Array.from({ length: tables }, (_, t) => t);
  return {
    model: {
      name: `${tables} tables`,
      nets: [{ name: 'net' }],
      tables: indices.map((t) => ({
        name: `t${t}`,
        net: 'net',
        rows: 1000 + ((t * 7919) % 100_003),
        dim: 64,
        features: [{ name: `f${t}` }],
      })),
    },
    workload: {
      batchSize: 64,
      samplesPerRequest: 64,
      tables: indices.map((t) => ({
        table: `t${t}`,
        popularity: { kind: 'zipf', exponent: 1.05 },
        features: [{ feature: `f${t}`, poolingFactor: 1 + ((t * 31) % 50) }],
      })),
    },
    fleet: { fixture: '8x32gib' },
    objectives: ['peakLoad'],
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  };
}
