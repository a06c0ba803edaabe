import { createClient, ProblemError, unwrap, type JobPath, type RequestOf } from '../../client/index.ts';
import type { InputProblem } from './types.ts';

/** The server refused, or could not be reached. */
export class ApiError extends Error {
  /** Of HTTP; 0 where there was no answer. */
  readonly status: number;
  readonly problems: readonly InputProblem[];

  constructor(status: number, message: string, problems: readonly InputProblem[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.problems = problems;
  }
}

const TOKEN_KEY = 'shardwright-token';

/** Kept for this tab alone, and only where the server asks for one. */
export const saveToken = (token: string): void => sessionStorage.setItem(TOKEN_KEY, token);

export const client = createClient({
  baseUrl: location.origin,
  token: sessionStorage.getItem(TOKEN_KEY) ?? undefined,
});

/**
 * The data of an answer.
 * @throws ApiError where the server refused, or was not reached.
 */
export const dataOf = <T>(asked: Parameters<typeof unwrap<T>>[0]): Promise<T> => orApiError(unwrap(asked));

/** Starts a job and gives its id. The same request is sent again where the connection is lost. */
export const startJob = async <P extends JobPath>(path: P, request: RequestOf<P>): Promise<string> =>
  (await orApiError(client.start(path, request))).id;

async function orApiError<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw toApiError(error);
  }
}

export function toApiError(error: unknown): ApiError {
  if (!(error instanceof ProblemError))
    return new ApiError(0, 'The server was not reached. Maybe it stopped: start it with npm start, then try again.');
  const { title, detail, problems } = error.problem;
  return new ApiError(error.status, `${title}. ${detail}`, problems);
}
