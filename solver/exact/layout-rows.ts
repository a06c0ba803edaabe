import { partCount } from '../instance.ts';
import { addRow, ones, type Draft, type Term } from './draft.ts';

/** Every table has one option, whose parts lie on different hosts; and the cap on wire bytes, which follow from options. */
export function addLayoutRows(draft: Draft): void {
  addTableRows(draft);
  addPartRows(draft);
  const { goal, scales } = draft;
  if (goal.caps.bytesOnWire < Infinity)
    addRow(draft, 'wire', -Infinity, goal.caps.bytesOnWire * scales.wire, wireTerms(draft));
}

/** sum over options of (w_o, or the x of an option of one part) = 1. */
function addTableRows(draft: Draft): void {
  const { instance, optionColumn } = draft;
  const terms: Term[][] = instance.tables.map(() => []);
  optionColumn.forEach((w, o) => w >= 0 && terms[instance.optionTable[o]].push([w, 1]));
  for (const { option, table, hosts, firstColumn } of draft.groups)
    if (optionColumn[option] < 0) hosts.forEach((_, j) => terms[table].push([firstColumn + j, 1]));
  terms.forEach((own, t) => addRow(draft, `table ${instance.tables[t].name}`, 1, 1, own));
}

/** A group's parts all lie somewhere: sum_h x = parts w. Parts of one option lie on different hosts: sum_groups x <= w. */
function addPartRows(draft: Draft): void {
  const onHost = new Map<string, Term[]>();
  for (const { option, parts, hosts, firstColumn } of draft.groups) {
    const w = draft.optionColumn[option];
    if (w < 0) continue;
    const all = ones(hosts.map((_, j) => firstColumn + j));
    addRow(draft, `parts ${option}.${parts[0]}`, 0, 0, [...all, [w, -parts.length]]);
    hosts.forEach((h, j) => {
      const key = `apart ${option},${h}`;
      const terms = onHost.get(key) ?? [[w, -1]];
      terms.push([firstColumn + j, 1]);
      onHost.set(key, terms);
    });
  }
  for (const [name, terms] of onHost) addRow(draft, name, -Infinity, 0, terms);
}

function wireTerms({ instance, groups, optionColumn, scales }: Draft): Term[] {
  const wire = (o: number): number => instance.optionWire[o] * scales.wire;
  return [
    ...groups.flatMap(({ option, hosts, firstColumn }) =>
      partCount(instance, option) === 1 ? hosts.map((_, j): Term => [firstColumn + j, wire(option)]) : [],
    ),
    ...[...optionColumn].flatMap((w, o): Term[] => (w < 0 ? [] : [[w, wire(o)]])),
  ];
}
