import { describe, expect, test } from 'vitest';
import type { Trace } from '../../domain/trace.ts';
import { BadInputError, type InputProblem } from '../../api/bad-input.ts';
import { readTrace, TRACE_FORMATS, writeTrace } from '../../api/trace-files.ts';

const trace: Trace = {
  requests: [
    { samples: 2, features: [{ feature: 't0', lengths: [1, 2], indices: [7, 3, 3] }], dense: [0.5, 0.25] },
    { samples: 1, features: [], dense: [1] },
  ],
};

function faultsOf(bytes: Uint8Array): readonly InputProblem[] {
  try {
    readTrace(bytes, 'my.trace');
  } catch (error) {
    if (error instanceof BadInputError) return error.problems;
    throw error;
  }
  return [];
}

describe('a trace in a file', () => {
  test('is read in every form that is written, told apart by content', () => {
    for (const format of TRACE_FORMATS) expect(readTrace(writeTrace(trace, format), 'x'), format).toEqual(trace);
    // One line of NDJSON is a document by itself.
    const line = writeTrace({ requests: [trace.requests[0]] }, 'ndjson');
    expect(readTrace(line, 'x')).toEqual({ requests: [trace.requests[0]] });
  });

  test('is refused with every faulty line, by number and pointer', () => {
    const lines = [
      '{"samples": 0, "features": [], "dense": []}',
      '',
      '{"samples": 1',
      '{"samples": 1, "features": [], "dense": [], "id": 7}',
    ];
    expect(faultsOf(Buffer.from(lines.join('\n'))).map(({ pointer }) => pointer)).toEqual([
      'my.trace, line 1 /samples',
      'my.trace, line 3',
      'my.trace, line 4 /id',
    ]);
  });

  test('is refused whole where it is empty, damaged or something else', () => {
    expect(faultsOf(Buffer.from(''))).toMatchObject([{ pointer: '/requests' }]);
    expect(faultsOf(writeTrace(trace, 'binary').subarray(0, 30))).toMatchObject([{ pointer: 'my.trace, byte 26' }]);
    expect(faultsOf(Buffer.from('[1]'))).not.toEqual([]);
    const many = faultsOf(Buffer.from('nothing\n'.repeat(1000)));
    expect(many).toHaveLength(101);
    expect(many.at(-1)!.rule).toContain('900 more');
  });
});
