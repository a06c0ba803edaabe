import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

/** Types of the API, as openapi.yaml describes them. */
export type Schemas = components['schemas'];
export type Plan = Schemas['PlanOutput'];
export type Estimate = Schemas['EstimateOutput'];
export type Measurement = Schemas['MeasurementOutput'];
export type Placement = Schemas['PlacementOutput'];
export type TableSlice = Schemas['TableSliceOutput'];
export type Frontier = Schemas['Frontier'];
export type FrontierJob = Schemas['FrontierJob'];
export type PlanJob = Schemas['PlanJob'];
export type ExplanationJob = Schemas['ExplanationJob'];
export type Explanation = Schemas['Explanation'];
export type FrontierRequest = Schemas['FrontierRequest'];
export type PlanRequest = Schemas['PlanRequest'];
export type ProblemInput = Schemas['ProblemInput'];
export type Infeasibility = Schemas['Infeasibility'];
export type ObjectiveName = Schemas['ObjectiveName'];
export type Epsilon = Schemas['Epsilon'];
export type Constraint = Schemas['Constraint'];
export type LoadMeasure = Schemas['LoadMeasure'];
export type OptionKind = Schemas['OptionKind'];
export type Fleet = Schemas['Fleet'];
export type Model = Schemas['Model'];
export type Table = Schemas['Table'];
export type InputProblem = Schemas['InputProblem'];
export type FixtureList = Schemas['FixtureList'];

/** The server refused, or could not be reached. */
export class ApiError extends Error {
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

export const client = createClient<paths>({ baseUrl: location.origin });
client.use({
  onRequest: ({ request }) => {
    const token = sessionStorage.getItem(TOKEN_KEY);
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
});

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of an answer.
 * @throws ApiError where the server refused, or was not reached.
 */
export async function dataOf<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch(() => {
    throw new ApiError(0, 'The server was not reached. Maybe it stopped: start it with npm start, then try again.');
  });
  if (data !== undefined) return data;
  const problem = error as Partial<Schemas['ProblemDetails']> | undefined;
  const message =
    problem?.title === undefined ? `HTTP ${response.status}` : `${problem.title}. ${problem.detail ?? ''}`.trim();
  throw new ApiError(response.status, message, problem?.problems ?? []);
}

/** A request body: fields with a default may be left out, which the generated types do not say. */
export const bodyOf = <T>(value: unknown): T => value as T;
