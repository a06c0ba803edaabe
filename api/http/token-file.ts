import { readFileSync } from 'node:fs';
import { BadInputError } from '../bad-input.ts';
import { readTokens, type BearerToken } from './bearer-tokens.ts';
import type { Settings } from './settings.ts';

/**
 * All tokens that the settings give, in variable and file.
 * @throws BadInputError where an entry is wrong or the file cannot be read.
 */
export function loadTokens(settings: Pick<Settings, 'SHARDWRIGHT_TOKENS' | 'SHARDWRIGHT_TOKENS_FILE'>): BearerToken[] {
  const { SHARDWRIGHT_TOKENS: inline, SHARDWRIGHT_TOKENS_FILE: file } = settings;
  const filed = file === undefined ? [] : readTokens(readTokenFile(file), '/SHARDWRIGHT_TOKENS_FILE');
  return [...(inline === undefined ? [] : readTokens(inline, '/SHARDWRIGHT_TOKENS')), ...filed];
}

function readTokenFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const rule = `a file that this process can read (${code})`;
    const maybe = 'Maybe the path is of another machine, or the file belongs to another user.';
    throw new BadInputError([{ pointer: '/SHARDWRIGHT_TOKENS_FILE', seen: JSON.stringify(file), rule, maybe }]);
  }
}
