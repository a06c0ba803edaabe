import type { Dtype } from '../../domain/model.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { createCosts } from '../../evaluator/costs.ts';

/** What a peer is asked: exchange.py reads it. Bytes and loads are those of our own cost model, so that all answer the same question. */
export interface PeerTask {
  readonly objective: ObjectiveName;
  /** Samples. */
  readonly batchSize: number;
  readonly hosts: readonly { readonly name: string; readonly memoryBytes: number }[];
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly dim: number;
    readonly bytesPerElement: number;
    /** One a feature, per sample. */
    readonly poolingFactors: readonly number[];
    readonly memoryBytes: number;
    /** Integer load units of the whole table. */
    readonly load: number;
  }[];
  readonly seconds: number;
  readonly workers: number;
  readonly seed: number;
  readonly options: Readonly<Record<string, string>>;
}

const BYTES: Partial<Record<Dtype, number>> = { fp32: 4, fp16: 2 };

/**
 * @throws Error on what the peers' models would not see: unequal hosts, constraints other than layouts, caps, dtypes with scales, tables looked
 * up once a request.
 */
export function peerTask(
  problem: Problem,
  limits: Pick<PeerTask, 'seconds' | 'workers' | 'seed'>,
  options: PeerTask['options'],
): PeerTask {
  const refuse = (why: string): never => {
    throw new Error(`${problem.model.name}: the peers do not see ${why}`);
  };
  if (problem.fleet.hostTypes.length > 1) refuse('hosts that differ');
  if (problem.constraints.some((constraint) => constraint.kind !== 'tableOptions')) refuse('constraints');
  if (problem.epsilons.length > 0) refuse('caps');
  const costs = createCosts(problem);
  const traffic = new Map(problem.workload.tables.map((table) => [table.table, table]));
  return {
    objective: problem.objectives[0],
    batchSize: costs.samplesPerBatch,
    hosts: costs.hosts.slice(1).map((host) => ({ name: host.name, memoryBytes: host.capacityBytes })),
    tables: problem.model.tables.map((table, t) => {
      const { memoryBytes, load } = costs.part(t, { kind: 'whole', table: table.name }, 1);
      if (table.lookupsPer === 'request') refuse('tables looked up once a request');
      return {
        name: table.name,
        rows: table.rows,
        dim: table.dim,
        bytesPerElement: BYTES[table.dtype] ?? refuse(`rows of ${table.dtype}`),
        poolingFactors: traffic.get(table.name)?.features.map((feature) => feature.poolingFactor) ?? [],
        memoryBytes,
        load,
      };
    }),
    ...limits,
    options,
  };
}
