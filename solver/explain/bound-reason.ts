import { MAIN_HOST } from '../../domain/fleet.ts';
import type { BoundReason, IndivisiblePart } from '../../domain/explanation.ts';
import type { Proof } from '../../domain/plan.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import type { Costs } from '../../evaluator/costs.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import type { PlacedPart } from '../../evaluator/parts.ts';
import type { Scene } from './binding.ts';
import { BOUND_ARGUMENTS } from './bound-arguments.ts';

export interface KnownProof {
  readonly proof: Proof;
  readonly source: 'plan' | 'reSolve';
}

/** Says which argument bounds a plan's objective, what it leaves out, and what stands in the way of meeting it. */
export function boundReason(
  scene: Scene,
  objective: ObjectiveName,
  known: KnownProof | undefined,
  costs: Costs,
): BoundReason {
  const { problem, estimate } = scene;
  const value = objectiveValue(estimate, objective);
  const { kind, bound, verified, source } = boundOf(problem, known);
  const isCount = objective === 'hostsUsed' || objective === 'fanOut';
  const gapKind: BoundReason['gapKind'] = isCount || value === 0 ? 'absolute' : 'relative';
  const gap = Math.max(0, gapKind === 'absolute' ? value - bound : (value - bound) / value);
  const { says, leavesOut } = BOUND_ARGUMENTS[kind];
  const indivisible = indivisibleParts(scene, objective, bound, costs);
  const reason = {
    objective,
    value,
    bound: Math.min(bound, value),
    gap: gap <= 1e-9 ? 0 : gap,
    gapKind,
    kind,
    source,
    verified,
    argument: says,
    leavesOut: [...leavesOut],
    ...indivisible,
  };
  return { ...reason, message: inWords(reason) };
}

/** A plan's bound counts as far as it can be recomputed from this problem; an engine's is taken at its word and marked. */
function boundOf(
  problem: Problem,
  known: KnownProof | undefined,
): Pick<BoundReason, 'kind' | 'bound' | 'verified' | 'source'> {
  if (known === undefined) return { kind: 'none', bound: 0, verified: false, source: 'none' };
  const { certificate } = known.proof;
  const { kind, bound } = certificate;
  if (kind === 'mip' || kind === 'none') return { kind, bound, verified: false, source: known.source };
  const { holds, recomputed } = verifyCertificate(problem, certificate);
  return { kind, bound: holds ? bound : recomputed, verified: true, source: known.source };
}

type Indivisible = Pick<BoundReason, 'roomAtBound' | 'largestPart' | 'smallestBoundingPart'>;

/** Parts against the room that hosts at the bound would have: loads for peakLoad, bytes for hostsUsed. */
function indivisibleParts(scene: Scene, objective: ObjectiveName, bound: number, costs: Costs): Indivisible {
  const { parts, hostNames, problem, hosts, bounding } = scene;
  const unit = objective === 'peakLoad' ? 'load' : 'bytes';
  if ((objective !== 'peakLoad' && objective !== 'hostsUsed') || parts.length === 0) return {};
  const amountOf = (part: PlacedPart): number =>
    unit === 'load' ? part.costs.load / costs.unitsPerLoad : part.costs.memoryBytes;
  const partOf = (part: PlacedPart): IndivisiblePart => ({
    table: problem.model.tables[part.table].name,
    host: hostNames[part.host],
    amount: amountOf(part),
    unit,
  });
  const largest = parts.reduce((most, part) => (amountOf(part) > amountOf(most) ? part : most));
  const sparse = costs.hosts.map((_, h) => h).slice(1);
  const shares = hosts.filter(({ host }) => host !== MAIN_HOST);
  if (objective === 'hostsUsed') {
    const capacities = sparse.map((h) => costs.hosts[h].capacityBytes).toSorted((a, b) => b - a);
    const room = capacities.slice(0, bound).reduce((sum, bytes) => sum + bytes, 0);
    const used = shares.reduce((sum, host) => sum + host.memoryBytes, 0);
    return { roomAtBound: room - used, largestPart: partOf(largest) };
  }
  const cap = problem.epsilons.concat(scene.epsilons).filter((epsilon) => epsilon.objective === 'hostsUsed');
  const open = Math.min(sparse.length, ...cap.map(({ atMost }) => atMost));
  const speeds = sparse.map((h) => costs.hostSpeeds[h]).toSorted((a, b) => b - a);
  const room = speeds.slice(0, open).reduce((sum, speed) => sum + speed * bound, 0);
  const load = shares.reduce((sum, host) => sum + host.load, 0);
  const own = parts.filter((part) => hostNames[part.host] === bounding.host && part.costs.load > 0);
  const smallest = own.reduce<PlacedPart | undefined>(
    (least, part) => (least === undefined || amountOf(part) < amountOf(least) ? part : least),
    undefined,
  );
  return {
    roomAtBound: room - load,
    largestPart: partOf(largest),
    ...(smallest === undefined ? {} : { smallestBoundingPart: partOf(smallest) }),
  };
}

function inWords(reason: Omit<BoundReason, 'message'>): string {
  const { objective, value, bound, gap, gapKind, kind, largestPart, smallestBoundingPart, leavesOut } = reason;
  if (kind === 'none')
    return `Nothing bounds ${objective} from below here: the plan may be far from the best, or be it.`;
  if (gap === 0) return `The bound is met: no plan of these layouts has less ${objective} than ${figure(value)}.`;
  const share = gapKind === 'relative' ? `${figure(gap * 100)}%` : figure(gap);
  const lines = [`${objective} is ${figure(value)}, ${share} above its bound ${figure(bound)}.`];
  const slack = value - bound;
  if (smallestBoundingPart !== undefined)
    lines.push(
      smallestBoundingPart.amount > slack
        ? `Every part of ${smallestBoundingPart.host} is larger than what is missing (${figure(slack)}): the least, of ${smallestBoundingPart.table}, has ${figure(smallestBoundingPart.amount)}, so that only exchanges could close the gap.`
        : `The least part of ${smallestBoundingPart.host}, of ${smallestBoundingPart.table}, has ${figure(smallestBoundingPart.amount)}, no more than what is missing (${figure(slack)}): moving it away may help, where a host that it may lie on has room.`,
    );
  if (largestPart !== undefined && reason.roomAtBound !== undefined)
    lines.push(
      `At the bound all hosts together would have ${figure(reason.roomAtBound)} to spare, against ${figure(largestPart.amount)} of the largest part (${largestPart.table}).`,
    );
  lines.push(`The bound leaves out ${leavesOut.join('; ')}.`);
  return lines.join(' ');
}

/** Six significant digits: close figures have to be told apart. */
export const figure = (value: number): string => String(Number(value.toPrecision(6)));
