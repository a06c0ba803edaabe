import { createHash, timingSafeEqual } from 'node:crypto';
import { BadInputError, type InputProblem } from '../bad-input.ts';

/** A token that may ask, by its digest: the token itself is not kept. */
export interface BearerToken {
  /** Whose jobs and uploads it sees. Several tokens may share a name, as when one takes another's place. */
  readonly owner: string;
  readonly digest: Buffer;
}

/** What a token's owner is called where there are no tokens. */
export const ANONYMOUS = 'anonymous';

export const TOKENS_RULE =
  "name:token or name:sha256:<the token's SHA-256 in hexadecimal>, a token of 16 characters at least";

const OWNER = /^[\w.-]{1,64}$/;
/** b64token of RFC 6750, section 2.1, at a length that nobody guesses. */
const TOKEN = /^[\w.~+/-]{16,512}=*$/;
const HASHED = /^sha256:[0-9a-f]{64}$/i;

/**
 * Reads tokens from settings or a file.
 * @throws BadInputError that says which entry is wrong, and never what it holds.
 */
export function readTokens(text: string, pointer: string): BearerToken[] {
  const entries = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.split(/[\s,]+/))
    .filter((entry) => entry !== '');
  const faults: InputProblem[] = [];
  const tokens = entries.flatMap((entry, i) => {
    const colon = entry.indexOf(':');
    const [owner, rest] = [entry.slice(0, Math.max(colon, 0)), entry.slice(colon + 1)];
    const maybe = maybeOf(owner, rest);
    if (maybe === undefined) return [{ owner, digest: digestOf(rest) }];
    faults.push({ pointer, seen: `entry ${i + 1} of ${entries.length}, not shown`, rule: TOKENS_RULE, maybe });
    return [];
  });
  // A file that lost its lines must not open the service to everyone.
  if (entries.length === 0)
    faults.push({ pointer, seen: 'no entry', rule: TOKENS_RULE, maybe: 'Maybe leave it unset: then all may ask.' });
  if (faults.length > 0) throw new BadInputError(faults);
  return tokens;
}

/** What may be wrong with an entry; undefined where nothing is. */
function maybeOf(owner: string, rest: string): string | undefined {
  if (!OWNER.test(owner)) return 'Maybe the name is missing: letters, digits, dot, dash and underscore before a colon.';
  // Would see what was made before there were tokens.
  if (owner === ANONYMOUS) return `Maybe another name: ${ANONYMOUS} is who asks where there are no tokens.`;
  if (rest.startsWith('sha256:'))
    return HASHED.test(rest) ? undefined : 'Maybe the hash was cut off: 64 hexadecimal digits.';
  return TOKEN.test(rest) ? undefined : 'Maybe a new one: openssl rand -hex 32.';
}

const digestOf = (rest: string): Buffer =>
  HASHED.test(rest) ? Buffer.from(rest.slice('sha256:'.length), 'hex') : sha256(rest);

/** The owner of a token; undefined where nobody has it. Takes as long for a wrong token as for a right one. */
export function ownerOfToken(tokens: readonly BearerToken[], token: string): string | undefined {
  const digest = sha256(token);
  let owner: string | undefined;
  for (const known of tokens) if (timingSafeEqual(known.digest, digest)) owner = known.owner;
  return owner;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
