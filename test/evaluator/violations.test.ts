import { describe, expect, test } from 'vitest';
import { rowBytes } from '../../domain/row-bytes.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { smallProblem } from '../small-problem.ts';

const tables = [
  { name: 'a', rows: 100 },
  { name: 'b', rows: 60 },
  { name: 'c', rows: 40 },
];
const whole = (table: string): TableSlice => ({ kind: 'whole', table });
const rows = (
  table: string,
  start: number,
  end: number,
  rowOrder: 'shuffled' | 'asStored' = 'shuffled',
): TableSlice => ({
  kind: 'rows',
  table,
  rowOrder,
  start,
  end,
});
const columns = (table: string, start: number, end: number): TableSlice => ({ kind: 'columns', table, start, end });
const place = (hosts: Record<string, TableSlice[]>): Placement => ({
  shards: Object.entries(hosts).map(([host, slices]) => ({ host, slices })),
});
const kinds = (problem: ReturnType<typeof smallProblem>, hosts: Record<string, TableSlice[]>): string[] =>
  findViolations(problem, place(hosts)).map((violation) => violation.kind);

describe('coverage', () => {
  const problem = smallProblem(tables);
  const rest = [whole('b'), whole('c')];

  test('whole, row-wise, column-wise and replicated layouts that cover each table are legal', () => {
    expect(kinds(problem, { 'host-0': [whole('a'), ...rest] })).toEqual([]);
    expect(kinds(problem, { 'host-0': [rows('a', 0, 30), ...rest], 'host-1': [rows('a', 30, 100)] })).toEqual([]);
    expect(kinds(problem, { 'host-0': [columns('a', 0, 16), ...rest], 'host-1': [columns('a', 16, 64)] })).toEqual([]);
    expect(kinds(problem, { 'host-0': [whole('a'), ...rest], 'host-1': [whole('a')] })).toEqual([]);
  });

  test.each<[string, Record<string, TableSlice[]>]>([
    ['a table that no host holds', { 'host-0': rest }],
    ['rows held nowhere', { 'host-0': [rows('a', 0, 30), ...rest], 'host-1': [rows('a', 31, 100)] }],
    ['rows held twice', { 'host-0': [rows('a', 0, 31), ...rest], 'host-1': [rows('a', 30, 100)] }],
    ['rows beyond the table', { 'host-0': [rows('a', 0, 30), ...rest], 'host-1': [rows('a', 30, 101)] }],
    ['columns held nowhere', { 'host-0': [columns('a', 0, 16), ...rest], 'host-1': [columns('a', 16, 60)] }],
    ['two layouts of one table', { 'host-0': [whole('a'), ...rest], 'host-1': [rows('a', 0, 100)] }],
    [
      'two row orders of one table',
      { 'host-0': [rows('a', 0, 30), ...rest], 'host-1': [rows('a', 30, 100, 'asStored')] },
    ],
    ['two slices of a table on one host', { 'host-0': [rows('a', 0, 30), rows('a', 30, 100), ...rest] }],
  ])('%s is a violation', (_, hosts) => {
    expect(kinds(problem, hosts)).toEqual(['coverage']);
  });

  test('unknown hosts and tables are named', () => {
    expect(kinds(problem, { 'host-0': [whole('a'), ...rest, whole('d')] })).toEqual(['unknownTable']);
    expect(kinds(problem, { 'host-0': [whole('a'), ...rest], 'host-7': [] })).toEqual(['unknownHost']);
  });
});

describe('capacities', () => {
  test('a violation of memory says by how many bytes', () => {
    const bytes = 200 * rowBytes(smallProblem(tables).model.tables[0]);
    const problem = smallProblem(tables, { memoryBytes: bytes - 7 });
    const found = findViolations(problem, place({ 'host-0': [whole('a'), whole('b'), whole('c')] }));
    expect(found).toMatchObject([{ kind: 'memory', host: 'host-0', by: 7 }]);
    const enough = smallProblem(tables, { memoryBytes: bytes });
    expect(findViolations(enough, place({ 'host-0': [whole('a'), whole('b'), whole('c')] }))).toEqual([]);
  });

  test('a request rate brings a load capacity of 0.7, a constraint another', () => {
    const all = { 'host-0': [whole('a'), whole('b'), whole('c')] };
    const rated = (requestsPerSecond: number, constraints: unknown[] = []) => {
      const { workload } = smallProblem(tables);
      return smallProblem(tables, { workload: { ...workload, requestsPerSecond }, constraints });
    };
    expect(kinds(rated(1), all)).toEqual([]);
    expect(kinds(rated(1e7), all)).toEqual(['loadCapacity']);
    const tight = [{ kind: 'loadCapacity', maxUtilisation: 1e-9 }];
    expect(kinds(rated(1, tight), all)).toEqual(['loadCapacity']);
  });
});

describe('constraints', () => {
  const constrained = (...constraints: unknown[]) => smallProblem(tables, { constraints });
  const spread = { 'host-0': [whole('a'), whole('b')], 'host-1': [whole('c')] };

  test.each<[string, unknown, boolean]>([
    ['pin', { kind: 'pin', table: 'a', hosts: ['host-0'] }, true],
    ['pin', { kind: 'pin', table: 'a', hosts: ['host-1'] }, false],
    ['forbid', { kind: 'forbid', table: 'a', hosts: ['host-1'] }, true],
    ['forbid', { kind: 'forbid', table: 'a', hosts: ['host-0'] }, false],
    ['together', { kind: 'together', tables: ['a', 'b'] }, true],
    ['together', { kind: 'together', tables: ['a', 'c'] }, false],
    ['apart', { kind: 'apart', tables: ['a', 'c'] }, true],
    ['apart', { kind: 'apart', tables: ['a', 'b'] }, false],
    ['apart', { kind: 'apart', tables: ['a', 'c'], scope: 'failureDomain' }, false],
    ['maxHosts', { kind: 'maxHosts', net: 'net', atMost: 2 }, true],
    ['maxHosts', { kind: 'maxHosts', net: 'net', atMost: 1 }, false],
    ['drained', { kind: 'drained', hosts: [] }, true],
    ['drained', { kind: 'drained', hosts: ['host-1'] }, false],
    ['tableOptions', { kind: 'tableOptions', allow: ['whole'] }, true],
    ['tableOptions', { kind: 'tableOptions', allow: ['rowWise'], tables: ['c'] }, false],
  ])('%s: %o holds: %s', (kind, constraint, holds) => {
    const empty = kind === 'drained' && holds;
    const problem = empty ? smallProblem(tables) : constrained(constraint);
    expect(kinds(problem, spread)).toEqual(holds ? [] : [kind]);
  });

  test('the main shard takes a table only where that is allowed', () => {
    const hosts = { main: [whole('a')], 'host-0': [whole('b'), whole('c')] };
    expect(kinds(smallProblem(tables), hosts)).toEqual(['mainShard']);
    expect(kinds(constrained({ kind: 'tableOptions', allow: ['whole', 'mainShard'] }), hosts)).toEqual([]);
  });

  test('a pin that names the main shard allows it for its table, unless tableOptions leave it out', () => {
    const hosts = { main: [whole('a')], 'host-0': [whole('b'), whole('c')] };
    const pin = { kind: 'pin', table: 'a', hosts: ['main', 'host-1'] };
    expect(kinds(constrained(pin), hosts)).toEqual([]);
    expect(kinds(constrained(pin, { kind: 'tableOptions', tables: ['b'], allow: ['whole'] }), hosts)).toEqual([]);
    expect(kinds(constrained(pin, { kind: 'tableOptions', allow: ['whole'] }), hosts)).toEqual(['tableOptions']);
    expect(kinds(constrained(pin), { main: [whole('a'), whole('b')], 'host-0': [whole('c')] })).toEqual(['mainShard']);
    expect(kinds(constrained(pin), { 'host-0': [whole('a'), whole('b'), whole('c')] })).toEqual(['pin']);
  });

  test('a movement limit counts only what its host does not hold already', () => {
    const currentPlacement = place({ 'host-0': [whole('a'), whole('b')], 'host-1': [whole('c')] });
    const limit = (bytes: number, tablesMoved: number) =>
      smallProblem(tables, { currentPlacement, constraints: [{ kind: 'movementLimit', bytes, tables: tablesMoved }] });
    const row = 64 * 4;
    const next = { 'host-0': [rows('a', 0, 50), whole('b')], 'host-1': [rows('a', 50, 100), whole('c')] };
    expect(kinds(limit(50 * row, 1), next)).toEqual([]);
    expect(findViolations(limit(50 * row - 1, 0), place(next))).toMatchObject([
      { kind: 'movementLimit', by: 1 },
      { kind: 'movementLimit', by: 1 },
    ]);
  });

  test('an epsilon is a cap on the estimate', () => {
    const capped = (atMost: number) => smallProblem(tables, { epsilons: [{ objective: 'hostsUsed', atMost }] });
    expect(kinds(capped(2), spread)).toEqual([]);
    expect(kinds(capped(1), spread)).toEqual(['epsilon']);
  });
});
