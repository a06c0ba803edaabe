import { setImmediate } from 'node:timers/promises';
import { canonicalPlacement, type Placement } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { areAlike, suits, type Layout } from './layouts.ts';
import { isHopeless } from './limits.ts';
import { apply, compileField, emptyPartial, placementOf, type Choice, type Field, type Partial } from './partial.ts';

/** `none` is a proof: every placement in equal parts was ruled out. `cut` proves nothing. */
export type Enumeration =
  | { readonly status: 'plan'; readonly placement: Placement; readonly nodes: number }
  | { readonly status: 'none' | 'cut'; readonly nodes: number };

/** Nodes between two looks at the signal: a few milliseconds. */
const BREATH = 1000;

/**
 * Searches all placements of a problem in equal parts, depth first: tables with the fewest hosts and the most bytes first. A branch is left
 * where the evaluator's own figures are beyond a limit, and where hosts that nothing tells apart would only change names; a complete
 * placement is judged by the evaluator. `nodes` counts the choices tried; the search is cut beyond the limit, or by the signal.
 */
export async function enumerate(problem: Problem, nodeLimit: number, signal?: AbortSignal): Promise<Enumeration> {
  const costs = createCosts(problem);
  const field = compileField(problem, costs);
  const partial = emptyPartial(field);
  const order = tableOrder(field);
  const remaining = bytesFrom(field, order);
  const stack: Iterator<Choice>[] = [choicesOf(field, partial, order[0])];
  const taken: Choice[] = [];
  let nodes = 0;
  let breath = BREATH;
  while (stack.length > 0) {
    if (nodes >= breath) {
      breath = nodes + BREATH;
      await setImmediate();
    }
    if (nodes >= nodeLimit || signal?.aborted) return { status: 'cut', nodes };
    const next = stack[stack.length - 1].next();
    if (next.done === true) {
      stack.pop();
      const last = taken.pop();
      if (last !== undefined) apply(field, partial, last, -1);
      continue;
    }
    nodes++;
    apply(field, partial, next.value, 1);
    const depth = taken.length + 1;
    const isDead = isHopeless(field, partial, remaining[depth]);
    if (!isDead && depth === order.length) {
      const placement = canonicalPlacement(placementOf(field, partial.choices));
      if (findViolations(problem, placement, costs).length === 0) return { status: 'plan', placement, nodes };
    }
    if (isDead || depth === order.length) {
      apply(field, partial, next.value, -1);
      continue;
    }
    taken.push(next.value);
    stack.push(choicesOf(field, partial, order[depth]));
  }
  return { status: 'none', nodes };
}

const leastBytes = (layouts: readonly Layout[]): number =>
  Math.min(...layouts.map((layout) => layout.costs.reduce((sum, part) => sum + part.memoryBytes, 0)));

function tableOrder({ layouts, allowed }: Field): number[] {
  return [...layouts.keys()].toSorted(
    (a, b) => allowed[a].length - allowed[b].length || leastBytes(layouts[b]) - leastBytes(layouts[a]) || a - b,
  );
}

/** remaining[d]: the least bytes of the tables from position d of the order. */
function bytesFrom({ layouts }: Field, order: readonly number[]): number[] {
  const remaining = Array.from({ length: order.length + 1 }, () => 0);
  for (let d = order.length - 1; d >= 0; d--) remaining[d] = remaining[d + 1] + leastBytes(layouts[order[d]]);
  return remaining;
}

/** All layouts of a table on all sets of hosts, given what is placed: the fewest parts first. */
function* choicesOf(field: Field, partial: Partial, table: number): Generator<Choice> {
  for (const layout of field.layouts[table])
    for (const hosts of hostsFor(field, partial, table, layout, [])) yield { table, layout, hosts };
}

function* hostsFor(
  field: Field,
  partial: Partial,
  table: number,
  layout: Layout,
  chosen: readonly number[],
): Generator<readonly number[]> {
  const i = chosen.length;
  if (i === layout.slices.length) {
    yield chosen;
    return;
  }
  // Equal parts change places without a difference: they go to hosts in ascending order.
  const above = i > 0 && areAlike(layout, i - 1, i) ? chosen[i - 1] : -1;
  const { memoryBytes } = layout.costs[i];
  for (const h of field.allowed[table]) {
    if (h <= above || !suits(layout, h) || chosen.includes(h)) continue;
    if (partial.memory[h] + memoryBytes > field.costs.hosts[h].capacityBytes) continue;
    if (partial.parts[h] === 0 && hasEmptyTwin(field, partial, h, chosen)) continue;
    yield* hostsFor(field, partial, table, layout, [...chosen, h]);
  }
}

/** Of empty hosts that nothing tells apart, the first one stands for all. */
function hasEmptyTwin({ hostClass }: Field, { parts }: Partial, h: number, chosen: readonly number[]): boolean {
  for (let twin = 0; twin < h; twin++)
    if (hostClass[twin] === hostClass[h] && parts[twin] === 0 && !chosen.includes(twin)) return true;
  return false;
}
