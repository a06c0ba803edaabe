import manifest from '../package.json' with { type: 'json' };

/** The version in package.json: part of every plan's provenance. */
export const VERSION: string = manifest.version;
