import { hostCount, partCount } from '../instance.ts';
import type { ApartRule } from '../rules.ts';
import { addColumn, addIndicator, addRow, ones, tableOn, type Draft, type Term } from './draft.ts';

/** Tables together, tables apart, and nets on few hosts. */
export function addRuleRows(draft: Draft): void {
  const { rules } = draft.instance;
  rules.units.forEach((unit, t) => {
    if (t === Math.min(...unit))
      for (const other of unit.filter((member) => member !== t)) addTogether(draft, t, other);
  });
  rules.apart.forEach((rule, r) => addApart(draft, rule, r));
  rules.nets.forEach(({ net, atMost }, r) => addNetHosts(draft, net, atMost, r));
}

/** On every host, a part of both or of neither. */
function addTogether(draft: Draft, t: number, other: number): void {
  for (let h = 0; h < hostCount(draft.instance); h++) {
    const [mine, theirs] = [tableOn(draft, t, h), tableOn(draft, other, h)];
    if (mine.length + theirs.length > 0)
      addRow(draft, `together ${t},${other},${h}`, 0, 0, [...ones(mine), ...ones(theirs, -1)]);
  }
}

/** At most one of the tables in each place. */
function addApart(draft: Draft, { tables, placeOf, places }: ApartRule, r: number): void {
  for (let place = 0; place < places; place++) {
    const hosts = draft.instance.hostNames.flatMap((_, h) => (placeOf[h] === place ? [h] : []));
    const terms = tables.flatMap((t) => presence(draft, t, hosts, `a${r},${t},${place}`));
    if (terms.length > 0) addRow(draft, `apart ${r},${place}`, -Infinity, 1, terms);
  }
}

/** At most 1 in sum, and 1 where the table has a part on one of the hosts; parts of one table on several of them need a column that says so. */
function presence(draft: Draft, t: number, hosts: readonly number[], name: string): Term[] {
  const { instance } = draft;
  const columns = hosts.map((h) => tableOn(draft, t, h)).filter((own) => own.length > 0);
  let mostParts = 0;
  for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
    mostParts = Math.max(mostParts, partCount(instance, o));
  if (columns.length < 2 || mostParts < 2) return ones(columns.flat());
  const lies = addColumn(draft, { name, objective: 0, lower: 0, upper: 1, integer: false }, (values) =>
    columns.flat().some((column) => values[column] > 0.5) ? 1 : 0,
  );
  columns.forEach((own, i) => addRow(draft, `${name},${i}`, -Infinity, 0, [...ones(own), [lies, -1]]));
  return [[lies, 1]];
}

/** Hosts with any part of the net, looked up or not, by count and by bytes as calls are. */
function addNetHosts(draft: Draft, net: number, atMost: number, r: number): void {
  const { instance, on } = draft;
  const lies = instance.hostNames.flatMap((_, h) => {
    const own = on[h].filter(({ group }) => instance.netOf[group.table] === net);
    if (own.length === 0) return [];
    const columns = own.map(({ column }) => column);
    const g = addIndicator(draft, `g${r},${h}`, 0, columns);
    const bytes = own.map(({ group, column }): Term => [column, group.bytes / instance.capacityBytes[h]]);
    addRow(draft, `bytes g${r},${h}`, -Infinity, 0, [...bytes, [g, -1]]);
    return [g];
  });
  addRow(draft, `net ${r}`, -Infinity, atMost, ones(lies));
}
