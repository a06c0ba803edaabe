import type { ProblemDetails } from './openapi.ts';

/** The service refused or failed. `problem` is what it said, every fault with its JSON pointer and a hint. */
export class ProblemError extends Error {
  readonly problem: ProblemDetails;
  /** When it may be tried again, where the service said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemDetails, retryAfterSeconds?: number) {
    super([`${problem.title} (${problem.status}). ${problem.detail}`, ...linesOf(problem)].join('\n'));
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Stable: tells programs what happened. */
  get type(): string {
    return this.problem.type;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The error behind a response that is none of success. `body` as openapi-fetch read it: JSON where it was, else text. */
export function problemErrorOf(response: Response, body: unknown): ProblemError {
  return new ProblemError(
    isProblem(body) ? body : foreignProblem(response, body),
    secondsOf(response.headers.get('retry-after')),
  );
}

/** Retry-After as seconds; a date is not what this service sends. */
export function secondsOf(header: string | null): number | undefined {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

const linesOf = ({ problems = [] }: ProblemDetails): string[] =>
  problems.map(({ pointer, seen, rule, maybe }) => `  ${pointer || '(request)'}: ${rule}; seen: ${seen}. ${maybe}`);

const isProblem = (body: unknown): body is ProblemDetails =>
  typeof body === 'object' && body !== null && 'type' in body && 'title' in body && 'detail' in body;

/** What stands between client and service, a proxy say, has errors of its own. */
const foreignProblem = (response: Response, body: unknown): ProblemDetails => ({
  type: 'about:blank',
  title: response.statusText === '' ? 'The request failed' : response.statusText,
  status: response.status,
  detail: typeof body === 'string' && body !== '' ? body.slice(0, 500) : 'The answer is not one of Shardwright.',
  instance: response.url,
});
