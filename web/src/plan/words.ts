import type { Explanation, LoadMeasure } from '../types.ts';
import { bytes, percent } from '../format.ts';
import { OBJECTIVES, objectiveOf, showObjective } from '../objectives.ts';

/** The API's sentences name objectives and exact numbers as programs do; here they read as the rest of the page does. */
export function inWords(text: string, found: Explanation, loadMeasure: LoadMeasure): string {
  const { objective } = found;
  const show = (exact: string | number): string => showObjective(objective, Number(exact), loadMeasure);
  const figure = '(\\d+(?:\\.\\d+)?)';
  let words = text
    .replaceAll(/(\d{4,})(?:\.\d+)? bytes/g, (_, exact: string) => bytes(Number(exact)))
    .replaceAll(/(\d+\.\d+)%/g, (_, exact: string) => percent(Number(exact) / 100))
    .replaceAll(new RegExp(`\\b${objective} ${figure}`, 'g'), (_, exact: string) => `${objective} ${show(exact)}`)
    .replaceAll(new RegExp(`(?<= )${figure}(?= (?:less|more), )`, 'g'), (_, exact: string) => show(exact));
  for (const exact of new Set([found.value, found.bound.value, found.bound.bound]))
    words = words.replaceAll(
      new RegExp(`(?<![\\d.])${String(exact).replace('.', '\\.')}(?![\\d.]*\\d|\u202f)`, 'g'),
      () => show(exact),
    );
  for (const { name } of OBJECTIVES)
    words = words.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), objectiveOf(name).label.toLowerCase());
  return isName(text, found) ? words : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names of tables and hosts keep their case where they open a sentence. */
function isName(text: string, { topTables, hosts }: Explanation): boolean {
  const [first] = text.split(' ');
  return topTables.byLoad.some(({ table }) => table === first) || hosts.some(({ host }) => host === first);
}
