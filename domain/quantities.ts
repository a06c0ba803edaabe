import * as z from 'zod';

/** Schemas of quantities that several files of this room share. */

export const Count = z.int().min(0);
export const Bytes = z.number().min(0);
export const Share = z.number().min(0);
export const Hash = z.string().length(64).describe('SHA-256, hexadecimal.');
export const Pointer = z.string().describe('JSON pointer into the problem.');
export const Pointers = z.array(Pointer);
