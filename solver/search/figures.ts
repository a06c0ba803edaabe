import { SOLVED_OBJECTIVES, type Caps, type SolvedObjective } from '../caps.ts';
import type { Assignment, Instance } from '../instance.ts';
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
    excess: totalExcess(state),
  };
}

/** Whether a plan with these figures is legal under the caps. */
export const respects = (figures: Figures, caps: Caps): boolean =>
  figures.excess === 0 && SOLVED_OBJECTIVES.every((objective) => reaches(figures[objective], caps[objective]));
