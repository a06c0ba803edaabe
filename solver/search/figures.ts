import { SOLVED_OBJECTIVES, type Caps, type SolvedObjective } from '../caps.ts';
import { partCount, type Assignment, type Instance } from '../instance.ts';
import { latencyMsOf } from '../latency-terms.ts';
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
    ...netFigures(instance, assignment),
    movedBytes: movedBytesOf(instance, assignment),
    excess: totalExcess(state),
  };
}

/** Whether a plan with these figures is legal under the caps. */
export const respects = (figures: Figures, caps: Caps): boolean =>
  figures.excess === 0 && SOLVED_OBJECTIVES.every((objective) => reaches(figures[objective], caps[objective]));

/** What follows from sums over [net][host]: batchLoad in load units, called RPCs included; bytes and seconds of a batch. */
function netFigures(instance: Instance, assignment: Assignment): Pick<Figures, 'criticalLoad' | 'latencyMs'> {
  const calls = instance.netCount * instance.hostNames.length;
  const loads = new Float64Array(calls);
  const work = {
    netBytes: new Float64Array(calls),
    netSeconds: new Float64Array(calls),
    netPayload: new Float64Array(calls),
    netHandling: new Float64Array(calls),
    netCallers: new Int32Array(calls),
  };
  forEachPart(instance, assignment, (t, part, h) => {
    const at = instance.netOf[t] * instance.hostNames.length + h;
    loads[at] += instance.partBatchLoad[part];
    work.netBytes[at] += instance.partWire[part];
    work.netSeconds[at] += instance.partSeconds[part];
    work.netPayload[at] += instance.partPayload[part];
    work.netHandling[at] += instance.partHandling[part];
    if (instance.lookedUp[t] === 1 && h !== instance.mainHost && work.netCallers[at]++ === 0)
      loads[at] += instance.rpcLoad;
  });
  return { criticalLoad: criticalLoadOf(instance, loads), latencyMs: latencyMsOf(instance, work) };
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
