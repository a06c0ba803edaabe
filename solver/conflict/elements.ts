import type { Problem } from '../../domain/problem.ts';
import { tableLayouts } from '../../evaluator/option-set.ts';

/** Something of a problem that may be left out to see whether it stands in the way. */
export interface Element {
  /** JSON pointer into the problem. */
  readonly pointer: string;
  readonly list: 'constraints' | 'epsilons' | 'hostTypes' | 'rate' | 'main';
  /** Position in its list. */
  readonly index: number;
}

/** More than any problem's tables have. */
const ENDLESS_BYTES = Number.MAX_SAFE_INTEGER;

/** Everything that limits a problem: constraints, epsilons, the memory of each host type and of the main shard where tables may lie there, and the request rate's load capacity. */
export function elementsOf(problem: Problem): Element[] {
  const list = (name: 'constraints' | 'epsilons', at: string): Element[] =>
    problem[name].map((_, index) => ({ pointer: `${at}/${index}`, list: name, index }));
  return [
    ...list('constraints', '/constraints'),
    ...list('epsilons', '/epsilons'),
    ...(problem.workload.requestsPerSecond === undefined
      ? []
      : [{ pointer: '/workload/requestsPerSecond', list: 'rate' as const, index: 0 }]),
    ...problem.fleet.hostTypes.map((_, index) => ({
      pointer: `/fleet/hostTypes/${index}/memoryBytes`,
      list: 'hostTypes' as const,
      index,
    })),
    ...(tableLayouts(problem).some(({ mainShard }) => mainShard)
      ? [{ pointer: '/fleet/main/memoryBytes', list: 'main' as const, index: 0 }]
      : []),
  ];
}

/** The problem with only some of its elements: other constraints and caps left out, other hosts with endless memory. */
export function keepElements(problem: Problem, kept: readonly Element[]): Problem {
  const has = (list: Element['list'], index: number): boolean =>
    kept.some((element) => element.list === list && element.index === index);
  const { requestsPerSecond, ...workload } = problem.workload;
  const rate = requestsPerSecond !== undefined && has('rate', 0) ? { requestsPerSecond } : {};
  const hostTypes = problem.fleet.hostTypes.map((type, i) =>
    has('hostTypes', i) ? type : { ...type, memoryBytes: ENDLESS_BYTES, reservedBytes: 0 },
  );
  const main = has('main', 0)
    ? problem.fleet.main
    : { ...problem.fleet.main, memoryBytes: ENDLESS_BYTES, reservedBytes: 0 };
  return {
    ...problem,
    workload: { ...workload, ...rate },
    fleet: { main, hostTypes },
    constraints: problem.constraints.filter((_, i) => has('constraints', i)),
    epsilons: problem.epsilons.filter((_, i) => has('epsilons', i)),
  };
}
