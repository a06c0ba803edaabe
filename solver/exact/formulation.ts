import type { Instance } from '../instance.ts';
import { addCallRows } from './call-rows.ts';
import { createDraft, type Draft } from './draft.ts';
import type { MipProgram } from './engine.ts';
import { addHostRows } from './host-rows.ts';
import { addLayoutRows } from './layout-rows.ts';
import { addMovementRows } from './movement-rows.ts';
import type { MipGoal } from './program-columns.ts';
import { addRuleRows } from './rule-rows.ts';

/** A program with what its columns stand for. */
export interface Formulation extends Omit<Draft, 'columns' | 'rows'> {
  readonly program: MipProgram;
}

/** The assignment MIP of formulation.md for one objective under caps. */
export function buildProgram(instance: Instance, goal: MipGoal): Formulation {
  const draft = createDraft(instance, goal);
  addLayoutRows(draft);
  const calls = addCallRows(draft);
  addHostRows(draft, calls);
  addRuleRows(draft);
  addMovementRows(draft);
  const { columns, rows, ...rest } = draft;
  return { ...rest, program: { columns, rows } };
}
