import { contentHashOfText } from '../domain/hash.ts';
import type { ObjectiveName } from '../domain/problem.ts';
import type { Study, StudyKind } from './studies.ts';

/**
 * A study as text. A study of many tables or a long trace takes seconds to check, copy and write: that is done elsewhere, and the
 * thread that answers requests passes this on as it is.
 */
export interface PreparedStudy {
  readonly kind: StudyKind;
  /** SHA-256 of what was asked, defaults filled in: two requests that mean the same have the same. */
  readonly hash: string;
  /** What plans found on the way are compared by. */
  readonly comparedBy: readonly ObjectiveName[];
  readonly json: string;
  /** What is kept of it once it has ended, for comparisons: all but its trace. Left out where it has none. */
  readonly kept?: string;
}

export function packStudy(study: Study): PreparedStudy {
  const json = JSON.stringify(study);
  const kept = 'trace' in study ? { kept: JSON.stringify({ ...study, trace: undefined }) } : {};
  return { kind: study.kind, hash: contentHashOfText(json), comparedBy: comparedBy(study), json, ...kept };
}

/** Our own text, checked before it was written. */
export const unpackStudy = ({ json }: Pick<PreparedStudy, 'json'>): Study => JSON.parse(json) as Study;

/** A plan is sought for its first objective alone. */
const comparedBy = ({ kind, problem }: Study): readonly ObjectiveName[] =>
  kind === 'plan' ? problem.objectives.slice(0, 1) : problem.objectives;
