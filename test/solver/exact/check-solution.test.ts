import { describe, expect, it } from 'vitest';
import { checkedAnswer, checkSolution } from '../../../solver/exact/check-solution.ts';
import type { ClaimedAnswer, MipProgram } from '../../../solver/exact/engine.ts';

/** Minimise z, where 3 hosts take 5 units of load between them and z is at least the load of each. */
const program: MipProgram = {
  columns: [
    ...[0, 1].map((h) => ({ name: `x${h}`, objective: 0, lower: 0, upper: 5, integer: true })),
    { name: 'z', objective: 1, lower: 0, upper: Infinity, integer: false },
  ],
  rows: [
    { name: 'all', lower: 5, upper: 5, columns: [0, 1], coefficients: [1, 1] },
    ...[0, 1].map((h) => ({ name: `h${h}`, lower: -Infinity, upper: 0, columns: [h, 2], coefficients: [1, -1] })),
  ],
};
const claim = (values: number[] | undefined, more: Partial<ClaimedAnswer> = {}): ClaimedAnswer => ({
  status: 'optimal',
  stoppedBy: 'optimal',
  ...(values === undefined ? {} : { values: Float64Array.from(values) }),
  ...more,
});

describe('an engine is not believed', () => {
  it.each([
    ['a fractional integer', [2.5, 2.5, 2.5], 'integer column x0'],
    ['a value outside its bounds', [6, -1, 6], 'column x0'],
    ['a broken row', [3, 1, 3], 'row all'],
    ['a missing value', [3, 2], '2 values for 3 columns'],
    ['a value that is no number', [3, 2, NaN], 'column z'],
  ])('%s is refused with its reason', (_, values, reason) => {
    expect(checkSolution(program, Float64Array.from(values))).toMatchObject({
      holds: false,
      reason: expect.stringContaining(reason),
    });
    const answer = checkedAnswer(program, claim(values));
    expect(answer).toMatchObject({ status: 'noSolutionFound', stoppedBy: expect.stringContaining(reason) });
    expect(answer.values).toBeUndefined();
  });

  it('noise is rounded away', () => {
    const answer = checkedAnswer(program, claim([3.0000001, 1.9999999, 3]));
    expect([...(answer.values ?? [])]).toEqual([3, 2, 3]);
    expect(answer.status).toBe('optimal');
  });

  it('a bound above its own value is withdrawn with the claim', () => {
    const answer = checkedAnswer(program, claim([3, 2, 3], { bound: 3.5 }));
    expect(answer).toMatchObject({ status: 'feasible', stoppedBy: expect.stringContaining('refuted') });
    expect(answer.bound).toBeUndefined();
  });

  it('a start refutes infeasibility, and a worse optimum', () => {
    const start = Float64Array.from([3, 2, 3]);
    for (const wrong of [claim(undefined, { status: 'infeasible' }), claim([5, 0, 5])]) {
      const answer = checkedAnswer(program, wrong, start);
      expect(answer.status).toBe('feasible');
      expect([...(answer.values ?? [])]).toEqual([3, 2, 3]);
    }
  });

  it('a start that breaks the program is not an answer', () => {
    const answer = checkedAnswer(
      program,
      claim(undefined, { status: 'noSolutionFound', stoppedBy: 'timeLimit' }),
      Float64Array.from([1, 1, 1]),
    );
    expect(answer).toEqual({ status: 'noSolutionFound', stoppedBy: 'timeLimit' });
  });
});
