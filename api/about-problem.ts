import { hostsOf, type Fleet } from '../domain/fleet.ts';
import type { Model } from '../domain/model.ts';
import { problemHash, type Problem } from '../domain/problem.ts';
import { tableBytes } from '../domain/row-bytes.ts';
import type { FleetSummary, ModelSummary } from './results.ts';
import { VERSION } from './version.ts';

export const summarizeModel = ({ name, note, nets, tables }: Model): ModelSummary => ({
  name,
  ...(note === undefined ? {} : { note }),
  nets: nets.length,
  tables: tables.length,
  bytes: tables.reduce((sum, table) => sum + tableBytes(table), 0),
});

export function summarizeFleet(fleet: Fleet): FleetSummary {
  const hosts = hostsOf(fleet).slice(1);
  return { hosts: hosts.length, capacityBytes: hosts.reduce((sum, host) => sum + host.capacityBytes, 0) };
}

/** What every answer on a problem says of it. */
export const aboutProblem = (problem: Problem) => ({
  model: summarizeModel(problem.model),
  fleet: summarizeFleet(problem.fleet),
  objectives: problem.objectives,
  problemHash: problemHash(problem),
  version: VERSION,
});
