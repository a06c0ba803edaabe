import type { Explanation, LoadMeasure } from '../types.ts';
import { bytes, percent } from '../format.ts';
import { OBJECTIVES, showObjective } from '../objectives.ts';

/** The API's sentences name objectives and exact numbers as programs do; here they read as the rest of the page does. */
export function inWords(text: string, { objective, value, bound }: Explanation, loadMeasure: LoadMeasure): string {
  let words = text
    .replaceAll(/(\d{4,})(\.\d+)? bytes/g, (_, whole: string) => bytes(Number(whole)))
    .replaceAll(/(\d+\.\d+)%/g, (_, figure: string) => percent(Number(figure) / 100));
  for (const exact of new Set([value, bound.value, bound.bound]))
    words = words.replaceAll(new RegExp(`(?<![\\d.])${String(exact).replace('.', '\\.')}(?![\\d.]*\\d)`, 'g'), () =>
      showObjective(objective, exact, loadMeasure),
    );
  // Names of tables and hosts keep their case; an objective that opens a sentence does not.
  const opening = OBJECTIVES.find(({ name }) => text.startsWith(`${name} `));
  for (const { name, label } of OBJECTIVES)
    words = words.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), label.toLowerCase());
  return opening === undefined ? words : words.charAt(0).toUpperCase() + words.slice(1);
}
