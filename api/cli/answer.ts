import { writeFileSync } from 'node:fs';
import { BadInputError } from '../bad-input.ts';
import type { FrontierResult, PlanResult, StudyResult } from '../results.ts';
import { prepareStudy, type StudyKind } from '../studies.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { runToEnd } from './run-study.ts';

export interface AnswerOptions {
  readonly json?: true;
  readonly out?: string;
}

/** Checks a request, runs it, prints the result for people or programs, and says how the command ends. */
export async function answer(
  kind: StudyKind,
  body: Readonly<Record<string, unknown>>,
  { json, out }: AnswerOptions,
  report: (result: StudyResult) => string,
): Promise<ExitCode> {
  const study = prepareStudy(kind, body);
  if (out !== undefined) writeResult(out, '');
  const { result, isCancelled } = await runToEnd(study);
  if (result === undefined) {
    process.stderr.write('Cancelled before there was an answer.\n');
    return EXIT.cancelled;
  }
  // With its problem as it was stated, so that a file explains, compares and exports without being told what it answers.
  const stored = 'measurements' in result ? { ...result, problem: body.problem } : result;
  const text = `${JSON.stringify(stored, null, 2)}\n`;
  if (out !== undefined) writeResult(out, text);
  process.stdout.write(json ? text : report(result));
  return isCancelled ? EXIT.cancelled : exitCodeOf(result);
}

/** No plan outranks a refuted one: there is nothing to refute. */
export function exitCodeOf(result: StudyResult): ExitCode {
  if (result.kind === 'evaluation') {
    const isRefuted = result.violations.length > 0 || result.measurement?.agreement.holds === false;
    return isRefuted ? EXIT.refuted : EXIT.good;
  }
  if (result.kind === 'drift') return EXIT.good;
  if (result.kind === 'explanation') return result.explanation.violations.length > 0 ? EXIT.refuted : EXIT.good;
  const plans = plansOf(result);
  if (plans.length === 0) return EXIT.noPlan;
  return plans.some((plan) => plan.measurement?.agreement.holds === false) ? EXIT.refuted : EXIT.good;
}

/** Called once before the work as well: a file that cannot be written is no reason to lose a result. */
export function writeResult(file: string, text: string | Uint8Array): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const maybe = error instanceof Error ? error.message : 'Maybe another file.';
    throw new BadInputError([{ pointer: '--out', seen: file, rule: 'a file that can be written', maybe }]);
  }
}

function plansOf({ answer: found }: FrontierResult | PlanResult) {
  if (found.status === 'solved') return found.frontier.plans;
  return 'plan' in found ? [found.plan] : [];
}
