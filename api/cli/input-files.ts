import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { BadInputError } from '../bad-input.ts';

/** Reads a JSON or YAML file, or standard input for `-`. `$schema`, which editors look for, is no field of ours. */
export function readDocument(file: string, option: string): unknown {
  const text = readText(file, option);
  const isYaml = /\.ya?ml$/i.test(file) || (file === '-' && !/^\s*[[{"]/.test(text));
  let document: unknown;
  try {
    document = isYaml ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw badFile(file, option, isYaml ? 'YAML' : 'JSON', error);
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return document;
  const { $schema: _, ...fields } = document as Readonly<Record<string, unknown>>;
  return fields;
}

/** Reads a file of text, or standard input for `-`. */
export const readText = (file: string, option: string): string => readBytes(file, option).toString('utf8');

/** Reads a file, or standard input for `-`. */
export function readBytes(file: string, option: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw badFile(file, option, 'a file that can be read', error);
  }
}

function badFile(file: string, option: string, rule: string, error: unknown): BadInputError {
  const maybe = error instanceof Error ? error.message : 'Maybe another file.';
  return new BadInputError([{ pointer: option, seen: file, rule, maybe }]);
}
