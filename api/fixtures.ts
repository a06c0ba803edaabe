import { readdirSync, readFileSync } from 'node:fs';
import type { Fleet } from '../domain/fleet.ts';
import type { Model } from '../domain/model.ts';
import type { Workload } from '../domain/trace.ts';
import { expandFleet, expandModel, FleetFixtureFile, ModelFixtureFile } from './fixture-form.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);

/** A model that ships with Shardwright, its workload, and where both come from. */
export interface ModelFixture {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  readonly licence: string;
  /** True where no production model or public data set stands behind the tables. */
  readonly synthetic: boolean;
  readonly notes: readonly string[];
  /** Fields of the fixture's file that the source does not give. */
  readonly ours: readonly string[];
  readonly model: Model;
  readonly workload: Workload;
}

/** A fixture was asked for by a name that none has. */
export class UnknownFixtureError extends Error {
  readonly kind: 'model' | 'fleet' | 'model or fleet';
  readonly seen: string;
  readonly known: readonly string[];
  readonly maybe: string;

  constructor(kind: UnknownFixtureError['kind'], seen: string, known: readonly string[]) {
    const maybe = `Maybe ${mostAlike(seen, known)}.`;
    super(`no ${kind} fixture is named ${JSON.stringify(seen)}; known: ${known.join(', ')}. ${maybe}`);
    this.name = 'UnknownFixtureError';
    this.kind = kind;
    this.seen = seen;
    this.known = known;
    this.maybe = maybe;
  }
}

/** Names of the model fixtures, in code-unit order. Parses nothing. */
export const listFixtures = (): string[] =>
  readdirSync(new URL('models/', FIXTURES))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();

/**
 * Reads a model fixture.
 * @throws UnknownFixtureError where no fixture has the name.
 */
export const loadModelFixture = onceAName((name: string): ModelFixture => {
  const known = listFixtures();
  if (!known.includes(name)) throw new UnknownFixtureError('model', name, known);
  const file = ModelFixtureFile.parse(readJson(`models/${name}.json`));
  const { about, source, licence, synthetic, notes, ours } = file;
  return { name, about, source, licence, synthetic, notes, ours, ...expandModel(name, file) };
});

/** Names of the fleet fixtures, smaller hosts first. */
export const listFleets = (): string[] => readFleets().fleets.map((fleet) => fleet.name);

/**
 * Reads a fleet fixture.
 * @throws UnknownFixtureError where no fixture has the name.
 */
export function loadFleetFixture(name: string): Fleet {
  const file = readFleets();
  const fleet = expandFleet(name, file);
  if (fleet === undefined)
    throw new UnknownFixtureError(
      'fleet',
      name,
      file.fleets.map((known) => known.name),
    );
  return fleet;
}

const readFleets = onceAName((): FleetFixtureFile => FleetFixtureFile.parse(readJson('fleets.json')));

/** What ships does not change while a process runs: parsing it again took ten times as long as a small request. */
function onceAName<T>(load: (name: string) => T): (name?: string) => T {
  const loaded = new Map<string, T>();
  return (name = '') => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const value = load(name);
    loaded.set(name, value);
    return value;
  };
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FIXTURES), 'utf8'));

/** The known name that shares the largest part of its letter pairs with `seen` (Dice's coefficient). */
function mostAlike(seen: string, known: readonly string[]): string {
  const likeness = (name: string): number => {
    const left = pairsOf(seen);
    const right = pairsOf(name);
    return (2 * [...left].filter((pair) => right.has(pair)).length) / (left.size + right.size);
  };
  return known.reduce((best, name) => (likeness(name) > likeness(best) ? name : best));
}

const pairsOf = (name: string): Set<string> => {
  const padded = ` ${name.toLowerCase()} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2)));
};
