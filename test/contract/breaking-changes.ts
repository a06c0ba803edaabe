import type { Document, DocumentedResponse, Operation } from './document.ts';
import { excessOf, type Excess } from './schema-inclusion.ts';

/**
 * What a client of one document may stumble over when the service follows the other: operations that are gone, requests that are no longer
 * taken, answers that it does not know. One line each, the same for all operations that share a schema.
 */
export function breakingChanges(before: Document, after: Document): string[] {
  const found = before.operations.flatMap((old) => {
    const now = after.operations.find(({ method, path }) => method === old.method && path === old.path);
    if (now === undefined) return [`${old.method} ${old.path} is gone`];
    return [
      ...changedParameters(old, now, before, after),
      ...changedBodies(old, now, before, after),
      ...changedAnswers(old, now, before, after),
    ];
  });
  return [...new Set(found)].toSorted();
}

const label = ({ method, path }: Operation): string => `${method} ${path}`;

function changedParameters(old: Operation, now: Operation, before: Document, after: Document): string[] {
  const gone = old.parameters.flatMap(({ name, in: place, schema }) => {
    const kept = now.parameters.find((one) => one.name === name && one.in === place);
    if (kept === undefined) return [`${label(old)}: the parameter ${name} is gone`];
    return excessOf({ document: before, schema }, { document: after, schema: kept.schema }, name, {
      isOpen: false,
    }).map(refused);
  });
  const demanded = now.parameters.filter(
    ({ name, in: place, required }) =>
      required === true && !old.parameters.some((one) => one.name === name && one.in === place),
  );
  return [...gone, ...demanded.map(({ name }) => `${label(old)}: the parameter ${name} is required`)];
}

function changedBodies(old: Operation, now: Operation, before: Document, after: Document): string[] {
  return Object.entries(old.bodies).flatMap(([type, { schema = {} }]) => {
    const kept = now.bodies[type];
    if (kept === undefined) return [`${label(old)}: a body of ${type} is no longer taken`];
    const outer = { document: after, schema: kept.schema ?? {} };
    return excessOf({ document: before, schema }, outer, old.operationId, { isOpen: false }).map(refused);
  });
}

function changedAnswers(old: Operation, now: Operation, before: Document, after: Document): string[] {
  const succeeded = Object.keys(now.responses).filter((status) => Number(status) < 300 && !(status in old.responses));
  return [
    ...succeeded.map((status) => `${label(old)} answers ${status} too`),
    ...Object.entries(old.responses).flatMap(([status, response]) => {
      const kept = now.responses[status];
      // An error that no longer comes breaks nothing.
      if (kept === undefined) return Number(status) < 300 ? [`${label(old)} no longer answers ${status}`] : [];
      return changedAnswer(old, { before: response, after: kept }, before, after);
    }),
  ];
}

function changedAnswer(
  old: Operation,
  answer: { readonly before: DocumentedResponse; readonly after: DocumentedResponse },
  before: Document,
  after: Document,
): string[] {
  const headers = Object.entries(answer.before.headers ?? {}).flatMap(([name, header]) => {
    const was = before.resolve(header).required === true;
    const kept = answer.after.headers?.[name];
    return was && (kept === undefined || after.resolve(kept).required !== true)
      ? [`${label(old)}: the header ${name} may be missing`]
      : [];
  });
  const bodies = Object.entries(answer.before.content ?? {}).flatMap(([type, { schema = {} }]) => {
    const kept = answer.after.content?.[type];
    if (kept === undefined) return [`${label(old)} no longer answers ${type}`];
    const inner = { document: after, schema: kept.schema ?? {} };
    return excessOf(inner, { document: before, schema }, old.operationId, { isOpen: true }).map(answered);
  });
  return [...headers, ...bodies];
}

const refused = ({ place, what }: Excess): string => `requests: ${place} no longer takes ${what}`;
const answered = ({ place, what }: Excess): string => `answers: ${place} may hold ${what}`;
