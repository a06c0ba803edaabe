import type { Command } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { readDocument } from './input-files.ts';
import { readNumber } from './problem-options.ts';

/** Options that name a plan or a placement in a file. */
export interface SubjectFlags {
  readonly plan?: string;
  readonly placement?: string;
  readonly point?: number;
}

export const addSubjectOptions = (command: Command): Command =>
  command
    .option('--plan <file>', 'plan, or what `plan`, `study` or `evaluate` wrote with --out')
    .option('--point <number>', 'of a frontier, counted from 0 as its table does', readNumber)
    .option('--placement <file>', 'placement in JSON or YAML: {"shards": [{"host": ..., "slices": [...]}]}');

/** The body's `plan` or `placement`, where an option names one. */
export function subjectOf({ plan, placement, point }: SubjectFlags): Record<string, unknown> {
  return {
    ...(placement === undefined ? {} : { placement: readDocument(placement, '--placement') }),
    ...(plan === undefined ? {} : planIn(readDocument(plan, '--plan'), plan, point)),
  };
}

/** The plan of a plan's result, the point of a frontier's, the placement of an evaluation's; anything else is taken as a plan. */
function planIn(document: unknown, file: string, point: number | undefined): Record<string, unknown> {
  const kind = fieldOf(document, 'kind');
  if (kind === 'evaluation') return { placement: fieldOf(document, 'placement') };
  if (kind === 'plan')
    return { plan: fieldOf(fieldOf(document, 'answer'), 'plan') ?? missing(file, 'a result with a plan') };
  if (kind !== 'frontier') return { plan: document };
  const plans = fieldOf(fieldOf(fieldOf(document, 'answer'), 'frontier'), 'plans');
  const count = Array.isArray(plans) ? plans.length : 0;
  const found: unknown = Array.isArray(plans) && point !== undefined ? plans[point] : undefined;
  return { plan: found ?? missing(file, `a frontier with the point of --point, 0 to ${count - 1}`) };
}

const fieldOf = (value: unknown, field: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[field] : undefined;

function missing(file: string, rule: string): never {
  throw new BadInputError([{ pointer: '--plan', seen: file, rule, maybe: 'Maybe another file, or another --point.' }]);
}
