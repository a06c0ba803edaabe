import recorded from './recorded-answers.json' with { type: 'json' };
import { operationsOf } from './hoist-components.ts';

/** What the service answered when it was asked by the examples of the document: npm run openapi:record writes it. */
export interface RecordedAnswers {
  /** By operation, then by status and content type (`202 application/json`), then by the example of the request. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** By the type of the problem. */
  readonly problems: Readonly<Record<string, unknown>>;
}

const { answers, problems }: RecordedAnswers = recorded;

interface DescribedResponse {
  readonly content?: Readonly<Record<string, { examples?: Readonly<Record<string, { readonly value: unknown }>> }>>;
  readonly 'x-problem-types'?: readonly string[];
}

/** Puts the recorded answers into a document, as examples of its responses. */
export function exemplify(document: Record<string, unknown>): void {
  for (const operation of operationsOf(document)) {
    const own = answers[operation['operationId'] as string] ?? {};
    const responses = operation['responses'] as Readonly<Record<string, DescribedResponse>>;
    for (const [status, response] of Object.entries(responses))
      for (const [type, media] of Object.entries(response.content ?? {})) {
        const examples = recordedProblems(response) ?? own[`${status} ${type}`] ?? {};
        const values = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
        if (values.length > 0) media.examples ??= Object.fromEntries(values);
      }
  }
}

const recordedProblems = ({ 'x-problem-types': types }: DescribedResponse): Record<string, unknown> | undefined =>
  types && Object.fromEntries(types.filter((type) => type in problems).map((type) => [type, problems[type]]));
