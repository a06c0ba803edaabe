import { describe, expect, it } from 'vitest';
import { BadInputError, type InputProblem } from '../../api/bad-input.ts';
import { readSettings, Settings } from '../../api/http/settings.ts';

const faultsOf = (environment: Record<string, string>): readonly InputProblem[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof BadInputError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('have defaults, and what is set to nothing counts as left out', () => {
    const empty = Object.fromEntries(Object.keys(Settings.shape).map((name) => [name, '']));
    expect(readSettings(empty)).toEqual(readSettings({}));
    expect(readSettings({}).HOST).toBe('127.0.0.1');
  });

  it('are refused when wrong, all at once, each by its name', () => {
    const faults = faultsOf({ PORT: '80000', SHARDWRIGHT_MAX_BODY_BYTES: 'much', LOG_LEVEL: 'inof', PATH: '/bin' });
    expect(faults.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/LOG_LEVEL',
      '/PORT',
      '/SHARDWRIGHT_MAX_BODY_BYTES',
    ]);
    expect(faults.find(({ pointer }) => pointer === '/LOG_LEVEL')?.maybe).toBe('Maybe info.');
  });

  it('that nobody knows are refused with the nearest that is known', () => {
    const [fault] = faultsOf({ SHARDWRIGHT_CONCURENCY: '2' });
    expect(fault).toMatchObject({ pointer: '/SHARDWRIGHT_CONCURENCY', maybe: 'Maybe SHARDWRIGHT_CONCURRENCY.' });
  });

  it('have a description each', () => {
    for (const [name, schema] of Object.entries(Settings.shape)) expect(schema.description, name).toBeTruthy();
  });
});
