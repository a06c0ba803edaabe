import { SOLVED_OBJECTIVES, type Caps, type SolvedObjective } from '../caps.ts';
import { partCount, type Assignment, type Instance } from '../instance.ts';
import { criticalLoadOf } from '../ledger.ts';
import { createState, fanOutOf, loadAssignment, peakLoadOf, totalExcess } from '../state.ts';
import { reaches } from '../stop.ts';

/** Objective values of a complete assignment, in solver units, and how far it exceeds capacities. */
export interface Figures extends Readonly<Record<SolvedObjective, number>> {
  readonly excess: number;
}

export function figuresOf(instance: Instance, assignment: Assignment): Figures {
  const state = createState(instance);
  loadAssignment(state, assignment);
  return {
    hostsUsed: state.hostsUsed,
    peakLoad: peakLoadOf(state),
    bytesOnWire: state.wire,
    fanOut: fanOutOf(state),
    hostCost: state.slotsOn.reduce((sum, on, h) => sum + (on.length > 0 ? instance.hostCost[h] : 0), 0),
    peakMemory: state.memory.reduce(
      (most, bytes, h) => (bytes > 0 ? Math.max(most, bytes / instance.capacityBytes[h]) : most),
      0,
    ),
    criticalLoad: criticalLoadOf(instance, netLoads(instance, assignment)),
    movedBytes: movedBytesOf(instance, assignment),
    excess: totalExcess(state),
  };
}

/** Whether a plan with these figures is legal under the caps. */
export const respects = (figures: Figures, caps: Caps): boolean =>
  figures.excess === 0 && SOLVED_OBJECTIVES.every((objective) => reaches(figures[objective], caps[objective]));

/** [net][host], flattened: batchLoad in load units, called RPCs included. */
function netLoads(instance: Instance, assignment: Assignment): Float64Array {
  const loads = new Float64Array(instance.netCount * instance.hostNames.length);
  const called = new Uint8Array(loads.length);
  forEachPart(instance, assignment, (t, part, h) => {
    const at = instance.netOf[t] * instance.hostNames.length + h;
    loads[at] += instance.partBatchLoad[part];
    if (instance.lookedUp[t] === 1 && h !== instance.mainHost && called[at] === 0) {
      called[at] = 1;
      loads[at] += instance.rpcLoad;
    }
  });
  return loads;
}

function movedBytesOf(instance: Instance, assignment: Assignment): number {
  const { partMoves, hostNames } = instance;
  let moved = 0;
  if (partMoves.length > 0)
    forEachPart(instance, assignment, (_, part, h) => (moved += partMoves[part * hostNames.length + h]));
  return moved;
}

function forEachPart(
  instance: Instance,
  { options, hosts }: Assignment,
  visit: (t: number, part: number, h: number) => void,
): void {
  options.forEach((option, t) => {
    for (let i = 0; i < partCount(instance, option); i++)
      visit(t, instance.partFirst[option] + i, hosts[t * instance.mostParts + i]);
  });
}
