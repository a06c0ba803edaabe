import { listFixtures, loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { hostsOf } from '../../domain/fleet.ts';
import { Problem } from '../../domain/problem.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { proveInfeasible } from '../../solver/infeasible.ts';
import { compileInstance } from '../../solver/instance.ts';
import { generateInstance, SHAPES } from './like-instances.ts';
import { problemOfInstance, readInstances, type ReferenceInstance } from './reference-instance.ts';

export interface Case {
  readonly name: string;
  /** Table-wise only. Instances deal their tables to so many nets; fixtures keep their own. */
  readonly problem: (nets: number, objectives: readonly string[]) => Problem;
}

const caseOf = (instance: ReferenceInstance): Case => ({
  name: instance.name,
  problem: (nets, objectives) => problemOfInstance(instance, nets, objectives),
});

export const referenceCases = (folder: string): Case[] => readInstances(folder).map(caseOf);

export const generatedCases = (): Case[] => SHAPES.map((shape) => caseOf(generateInstance(shape, 1)));

/** Model fixtures, all where `names` is empty, each over the first of the fleets that it is not proven too large for. */
export const fixtureCases = (names: readonly string[], fleets: readonly string[]): Case[] =>
  (names.length === 0 ? listFixtures() : names).map((name) => {
    const fleet = fleets.find((own) => {
      const problem = fixtureProblem(name, own, ['peakLoad'], []);
      return proveInfeasible(problem, compileInstance(problem)).length === 0;
    });
    return fleet === undefined ? splitCase(name, fleets[fleets.length - 1]) : wholeCase(name, fleet);
  });

const wholeCase = (name: string, fleet: string): Case => ({
  name: `${name} over ${fleet}`,
  problem: (_, objectives) => fixtureProblem(name, fleet, objectives, []),
});

/** On the last fleet, tables that no host can hold are split by rows. */
function splitCase(name: string, fleet: string): Case {
  const largest = Math.max(...hostsOf(loadFleetFixture(fleet)).map((host) => host.capacityBytes));
  const giants = loadModelFixture(name).model.tables.filter((table) => tableBytes(table) > largest);
  const split = giants.map((table) => table.name);
  return {
    name: `${name} over ${fleet}, ${split.length} tables split`,
    problem: (_, objectives) => fixtureProblem(name, fleet, objectives, split),
  };
}

function fixtureProblem(name: string, fleet: string, objectives: readonly string[], split: readonly string[]): Problem {
  const { model, workload } = loadModelFixture(name);
  const whole = model.tables.map((table) => table.name).filter((table) => !split.includes(table));
  const constraints = [
    { kind: 'tableOptions', tables: whole, allow: ['whole'] },
    ...(split.length === 0 ? [] : [{ kind: 'tableOptions', tables: split, allow: ['rowWise'] }]),
  ];
  return Problem.parse({ model, workload, fleet: loadFleetFixture(fleet), objectives, constraints });
}
