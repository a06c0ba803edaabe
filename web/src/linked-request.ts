import { client, dataOf } from './api.ts';
import { pack } from './link.ts';
import type { FrontierRequest } from './types.ts';

/** Characters: what fixtures, goals and limits take, and a problem of one's own does not. */
const LONGEST = 500;

/** A request as a link carries it: with its problem, or where that is long with its hash, under which the server then keeps it. */
export async function packRequest(request: FrontierRequest): Promise<string> {
  const packed = await pack(request);
  if (packed.length <= LONGEST) return packed;
  // A server that keeps no more uploads leaves the long link, which does the same.
  const kept = await dataOf(client.POST('/v1/problems', { body: request.problem })).catch(() => undefined);
  return kept === undefined ? packed : pack({ ...request, problem: { hash: kept.hash } });
}

/** A link's request with its problem; undefined where the server keeps it no more. */
export async function restoreRequest(request: FrontierRequest | undefined): Promise<FrontierRequest | undefined> {
  if (request === undefined || !isKept(request.problem)) return request;
  const { hash } = request.problem;
  const found = await dataOf(client.GET('/v1/problems/{hash}', { params: { path: { hash } } })).catch(() => undefined);
  return found === undefined ? undefined : { ...request, problem: found };
}

const isKept = (problem: object): problem is { readonly hash: string } => 'hash' in problem;
