import * as z from 'zod';
import { Settings } from './settings.ts';

/** A setting as help texts and docs show it. */
export interface SettingRow {
  readonly name: string;
  /** `not set` where there is none. */
  readonly fallback: string;
  readonly meaning: string;
}

export const settingRows = (): SettingRow[] =>
  Object.entries(Settings.shape).map(([name, schema]: [string, z.ZodType]) => {
    const fallback = schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : 'not set';
    return { name, fallback, meaning: schema.description ?? '' };
  });

const START = '<!-- settings: written by npm run openapi -->';
const END = '<!-- /settings -->';

/** A page with the table of all settings put in its place. */
export function withSettingsTable(page: string): string {
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`the page has no place for settings: ${START} ... ${END}`);
  const rows = settingRows().map(({ name, fallback, meaning }) => `| \`${name}\` | ${fallback} | ${meaning} |`);
  return `${before}${START}\n\n${['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')}\n\n${END}${after}`;
}
