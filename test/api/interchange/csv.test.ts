import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInputError, type InputProblem } from '../../../api/bad-input.ts';
import { listFixtures, loadModelFixture } from '../../../api/fixtures.ts';
import { readCsv, writeCsv } from '../../../api/interchange/csv.ts';
import { csvOfPlacement, placementOfCsv } from '../../../api/interchange/csv-plans.ts';
import { csvOfTables, tablesOfCsv } from '../../../api/interchange/csv-tables.ts';
import { readQuantity } from '../../../api/quantities.ts';
import { prepareStudy } from '../../../api/studies.ts';
import { placementHash } from '../../../domain/placement.ts';
import { smallProblem } from '../../small-problem.ts';
import { placements } from './placements.ts';

const OPTIONS = { name: 'mine', net: 'net', zipfExponent: 1.05 };
const tables = (text: string) => tablesOfCsv(text, 'tables.csv', OPTIONS);

function faultsOf(text: string): readonly InputProblem[] {
  try {
    tables(text);
  } catch (error) {
    if (error instanceof BadInputError) return error.problems;
    throw error;
  }
  return [];
}

describe('CSV', () => {
  it('never holds a cell that a spreadsheet takes for a formula, and loses nothing', () => {
    let dangerous = 0;
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '=1+1',
        '+1',
        '-1',
        '@x',
        "=cmd|' /C calc'!A0",
        "'quoted",
        "'=1",
        "''-1",
        ' a ',
        '"',
        'a,b',
        'a;b',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        fc.pre(rows.every((row) => row.some((text) => text.trim() !== '')));
        fc.pre(
          rows.every((row) => row.every((text) => !/[\r\n\uFEFF]/.test(text) && !(text.trim() === '' && text !== ''))),
        );
        const text = writeCsv(['x', 'y'], rows);
        for (const [first, ...rest] of parse(text).flat()) {
          expect('=+-@\t\r').not.toContain(first ?? '?');
          if (first === "'" && /^[=+\-@]/.test(rest.join(''))) dangerous++;
        }
        expect(readCsv(text, 'x.csv').rows.map(({ cells }) => [...cells.values()])).toEqual(rows);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(dangerous).toBeGreaterThan(100);
  });

  it('of tables gives every fixture back', () => {
    for (const fixture of listFixtures()) {
      const { model, workload } = loadModelFixture(fixture);
      const { model: again, workload: asked } = tables(csvOfTables(model, workload));
      expect(again).toMatchObject({ tables: model.tables.map((table) => ({ ...table })) });
      expect(asked).toMatchObject({ tables: workload.tables });
    }
  });

  it('of a placement gives the same placement back', () => {
    const problem = smallProblem(
      [
        { name: '=a', rows: 1000 },
        { name: 'b', rows: 77 },
        { name: 'c', rows: 12, dim: 8 },
      ],
      { hosts: 3 },
    );
    let cases = 0;
    fc.assert(
      fc.property(placements(problem), (placement) => {
        const again = placementOfCsv(csvOfPlacement(problem.model, placement), 'slices.csv');
        expect(placementHash(again)).toBe(placementHash(placement));
        cases++;
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(cases).toBe(200);
  });
});

describe('a CSV of tables', () => {
  it.each([
    ['name,rows,dim,poolingFactor\na,40M,64,3\n', 40_000_000],
    ['﻿Name;Rows;Embedding Dim;pooling_factor\r\na;1_000;64;3\r\n', 1000],
    ['table\tnum_embeddings\tembedding_dim\tpooling factor\na\t1e6\t64\t3\n', 1_000_000],
    ['name,rows,dim,poolingFactor\na,"1,250",64,3\n', 1250],
    ['name,rows,dim,poolingFactor\n\na,2.5 k,64,3\n,,,\n', 2500],
  ])('is read as people and spreadsheets write it: %j', (text, rows) => {
    const { problem } = prepareStudy('plan', {
      problem: { ...tables(text), fleet: { fixture: '4x32gib' } },
      measure: false,
    });
    expect(problem.model.tables).toMatchObject([{ name: 'a', rows, dim: 64, dtype: 'fp32' }]);
    expect(problem.workload.tables[0].features).toMatchObject([{ feature: 'a', poolingFactor: 3 }]);
  });

  it('lists several features of a table in one cell', () => {
    const { model, workload } = tables('name,rows,dim,poolingFactor,feature\na,10,4,1;20,f;g\nb,10,4,1;2,\n');
    expect(model).toMatchObject({
      tables: [{ features: [{ name: 'f' }, { name: 'g' }] }, { features: [{ name: 'b.0' }, { name: 'b.1' }] }],
    });
    expect(workload).toMatchObject({ tables: [{ features: [{ poolingFactor: 1 }, { poolingFactor: 20 }] }, {}] });
  });

  it('is refused with line and column of every fault at once', () => {
    const text = 'name,rows,dim,dtype,poolingFactor\na,40Mio,64,fp32,1\nb,10,0,float,1\na,10,4,,"3,5"\n';
    expect(
      faultsOf(text)
        .map(({ pointer }) => pointer)
        .toSorted(),
    ).toEqual([
      'tables.csv line 2, column rows',
      'tables.csv line 3, column dim',
      'tables.csv line 3, column dtype',
      'tables.csv line 4, column name',
      'tables.csv line 4, column poolingFactor',
    ]);
    for (const { maybe } of faultsOf(text)) expect(maybe).toMatch(/^Maybe /);
  });

  it.each([
    ['a column that is misspelt', 'name,rows,dim,poolingfactr\na,1,4,1\n', 'Maybe poolingFactor.'],
    ['a column that is missing', 'name,rows\na,1\n', 'Maybe name,rows,dim,poolingFactor'],
    ['no table', 'name,rows,dim\n', 'Maybe the file was cut off.'],
    ['nothing', '', 'Maybe the file is empty.'],
    ['cells beyond the header', 'name,rows,dim\na,1,250,64\n', 'Maybe a cell with a comma lacks its quotes.'],
    ['an open quote', 'name,rows,dim\n"a,1,4\n', 'Quote'],
  ])('is refused for %s', (_, text, maybe) => {
    expect(faultsOf(text)[0].maybe).toContain(maybe);
  });
});

describe('a number with a unit', () => {
  it.each([
    ['64GiB', 'bytes', 64 * 2 ** 30],
    ['1.5 TB', 'bytes', 1.5e12],
    ['250us', 'milliseconds', 0.25],
    ['+5%', 'share', 0.05],
    ['-3', 'number', -3],
    ['12,345,678', 'count', 12_345_678],
  ] as const)('%s of %s', (text, dimension, value) => {
    expect(readQuantity(text, dimension)).toEqual({ status: 'read', value });
  });

  it.each([
    ['64gib', 'bytes', 'Maybe GiB'],
    ['3,5', 'number', 'Maybe 3.5'],
    ['5%', 'milliseconds', 'Maybe us'],
    ['', 'number', 'Maybe'],
    ['1e', 'number', 'Maybe'],
    ['12,34', 'count', 'Maybe 12.34'],
  ] as const)('%s of %s is refused with a hint', (text, dimension, maybe) => {
    const read = readQuantity(text, dimension);
    expect(read.status === 'refused' && read.maybe).toContain(maybe);
  });
});
