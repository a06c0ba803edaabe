import type { FrontierRequest } from './types.ts';

/** The state of the view that a link restores. */
export interface View {
  /** Id of a frontier's job. */
  readonly job?: string | undefined;
  /** First digits of the placement hash of the chosen plan, and of the one it is compared with. */
  readonly plan?: string | undefined;
  readonly other?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly tab?: string | undefined;
  readonly host?: string | undefined;
}

export interface Link {
  readonly view: View;
  readonly request?: FrontierRequest;
}

const FIELDS = ['job', 'plan', 'other', 'x', 'y', 'tab', 'host'] as const;

/** Reads a location's fragment. A request that cannot be read is left out. */
export async function readLink(fragment: string): Promise<Link> {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const view = Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = parameters.get(field);
      return value === null || value === '' ? [] : [[field, value]];
    }),
  ) as View;
  const packed = parameters.get('request');
  if (packed === null) return { view };
  const request = await unpack(packed).catch(() => undefined);
  return request === undefined ? { view } : { view, request: request as FrontierRequest };
}

/** The fragment that restores a view; `packed` is what `pack` made of its request. */
export function writeLink(view: View, packed: string | undefined): string {
  const parameters = new URLSearchParams();
  for (const field of FIELDS) if (view[field] !== undefined) parameters.set(field, view[field]);
  if (packed !== undefined) parameters.set('request', packed);
  return parameters.size === 0 ? '' : `#${parameters.toString()}`;
}

/** JSON, deflated, in the alphabet of URLs. */
export async function pack(value: unknown): Promise<string> {
  const deflated = await through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream('deflate-raw'));
  let text = '';
  for (const byte of deflated) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function unpack(packed: string): Promise<unknown> {
  const text = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const deflated = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await through(deflated, new DecompressionStream('deflate-raw'))));
}

async function through(
  data: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(transform)).arrayBuffer());
}
