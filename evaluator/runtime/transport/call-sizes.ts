import type { Model } from '../../../domain/model.ts';
import { occasionsOf } from '../../trace/jagged.ts';
import type { CompactTrace } from '../compact-trace.ts';
import type { HostSlices } from '../router.ts';
import { rowOrderOf } from '../served-parts.ts';
import type { CallSizes } from './transport.ts';

/**
 * No call of the trace is larger, nor the answers to one request: every part is taken to be called, a row slice with
 * all its table's lookups, a replica for every batch.
 */
export function largestCalls(model: Model, { parts }: HostSlices, compact: CompactTrace): CallSizes {
  const netOf = new Map(model.nets.map(({ name }, net) => [name, net]));
  let [callWords, answerValues] = [0, 0];
  const lookups = parts.map((part) => compact.table(part.table, rowOrderOf(part.slice)).batches);
  for (const batches of compact.requests) {
    let ofRequest = 0;
    for (const { number, samples } of batches) {
      const words = model.nets.map(() => 0);
      parts.forEach(({ table: t, columnStart, columnEnd }, p) => {
        const table = model.tables[t];
        const vectors = table.features.length * occasionsOf(table, samples);
        words[netOf.get(table.net)!] += 1 + vectors + lookups[p][number].ids.length;
        ofRequest += vectors * (columnEnd - columnStart);
      });
      callWords = Math.max(callWords, ...words);
    }
    answerValues = Math.max(answerValues, ofRequest);
  }
  return { callWords, answerValues };
}
