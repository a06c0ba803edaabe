import type { Infeasibility } from '../domain/infeasibility.ts';
import type { Estimate, Proof } from '../domain/plan.ts';
import type { ObjectiveName, Problem } from '../domain/problem.ts';
import { objectiveValue } from '../evaluator/estimate.ts';
import { certificateOf, provenBound } from './bounds/certify.ts';
import { capsOf } from './caps.ts';
import { proveInfeasible } from './infeasible.ts';
import { compileInstance } from './instance.ts';
import { confirmed, proofOf } from './judged-plan.ts';

export interface PlacementProofs {
  /** Why no placement at all is legal; empty where that is not proven. */
  readonly infeasible: Infeasibility[];
  readonly proofs: Proof[];
  /** Objectives whose bound does not speak of this placement: it is illegal, or of layouts that a search may not use. */
  readonly beyond: ObjectiveName[];
}

/** What closed-form bounds prove of each objective's value under the problem's epsilons, without any search. */
export function provePlacement(problem: Problem, estimated: Estimate): PlacementProofs {
  const instance = compileInstance(problem);
  const infeasible = proveInfeasible(problem, instance);
  const proofs: Proof[] = [];
  const beyond: ObjectiveName[] = [];
  if (infeasible.length > 0) return { infeasible, proofs, beyond };
  const caps = capsOf(instance, problem.epsilons);
  for (const objective of problem.objectives) {
    const bound = provenBound(instance, objective, caps);
    const certificate = confirmed(problem, certificateOf(instance, objective, caps, bound));
    const value = objectiveValue(estimated, objective);
    if (certificate.bound > value * (1 + 1e-9)) beyond.push(objective);
    else proofs.push(proofOf(value, certificate, 'nothing was searched'));
  }
  return { infeasible, proofs, beyond };
}
