import type * as z from 'zod';
import { TraceRequest } from '../../domain/trace.ts';

export type Line =
  | { readonly status: 'read'; readonly request: TraceRequest }
  | { readonly status: 'notJson'; readonly line: number; readonly message: string }
  | { readonly status: 'refused'; readonly line: number; readonly issues: readonly z.core.$ZodIssue[] };

/** Reads one request a line; blank lines are passed over. Lines count from 1. */
export function readLines(text: string): Line[] {
  return text.split('\n').flatMap((content, i): Line[] => {
    if (content.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      return [{ status: 'notJson', line: i + 1, message: error instanceof Error ? error.message : String(error) }];
    }
    const parsed = TraceRequest.safeParse(value, { reportInput: true });
    return [
      parsed.success
        ? { status: 'read', request: parsed.data }
        : { status: 'refused', line: i + 1, issues: parsed.error.issues },
    ];
  });
}

export const writeLines = (requests: readonly TraceRequest[]): string =>
  requests.map((request) => `${JSON.stringify(request)}\n`).join('');
