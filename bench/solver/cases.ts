import { listFixtures, loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { Problem } from '../../domain/problem.ts';
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

/**
 * Model fixtures, all where `names` is empty, each over the first of the fleets that it is not proven too large for.
 * @throws Error where none is left.
 */
export function fixtureCases(names: readonly string[], fleets: readonly string[]): Case[] {
  return (names.length === 0 ? listFixtures() : names).map((name): Case => {
    const problemOver = (fleet: string, objectives: readonly string[]): Problem => {
      const { model, workload } = loadModelFixture(name);
      const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
      return Problem.parse({ model, workload, fleet: loadFleetFixture(fleet), objectives, constraints });
    };
    const fleet = fleets.find((own) => {
      const problem = problemOver(own, ['peakLoad']);
      return proveInfeasible(problem, compileInstance(problem)).length === 0;
    });
    if (fleet === undefined) throw new Error(`${name} fits on none of ${fleets.join(', ')}`);
    return { name: `${name} over ${fleet}`, problem: (_, objectives) => problemOver(fleet, objectives) };
  });
}
