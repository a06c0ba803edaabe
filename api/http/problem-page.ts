import { PROBLEM_TYPES, problemUri, type ProblemType } from './problem-details.ts';

const HEAD = `# Errors of the HTTP API, and how to mend each

Every error is \`application/problem+json\` (RFC 9457). Its \`type\` is stable and is the path of a page of the service itself:
\`GET /problems/invalid-input\`. \`detail\` says what happened this time, \`instance\` where, \`problems\` lists every fault of a
refused request: a JSON pointer, what was seen, the rule, and a hint. Written by \`npm run openapi\`.
`;

/** The page of errors, in Markdown. */
export function describeProblems(): string {
  const rows = Object.entries(PROBLEM_TYPES).map(
    ([type, { status, title, mend }]) =>
      `| ${status} | \`${problemUri(type as ProblemType)}\` | ${title} | ${mend.replaceAll('|', '\\|')} |`,
  );
  return [HEAD, '| status | type | title | how to mend it |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
