import * as z from 'zod';
import { Fleet } from '../domain/fleet.ts';
import { Model } from '../domain/model.ts';
import { Workload } from '../domain/trace.ts';
import { summarizeFleet, summarizeModel } from './about-problem.ts';
import { listFixtures, listFleets, loadFleetFixture, loadModelFixture } from './fixtures.ts';

const Count = z.int().min(0);

const ModelLine = z
  .strictObject({
    name: z.string(),
    about: z.string(),
    synthetic: z.boolean().describe('No production model or public data set stands behind the tables.'),
    nets: Count,
    tables: Count,
    bytes: z.number(),
  })
  .meta({ id: 'ModelFixtureSummary', description: 'A model that ships, in short.' });

const FleetLine = z
  .strictObject({ name: z.string(), about: z.string(), hosts: Count, capacityBytes: z.number() })
  .meta({ id: 'FleetFixtureSummary', description: 'A fleet that ships, in short.' });

export const FixtureList = z
  .strictObject({ models: z.array(ModelLine), fleets: z.array(FleetLine) })
  .meta({ id: 'FixtureList', description: 'What ships with Shardwright.' });
export type FixtureList = z.infer<typeof FixtureList>;

export const ModelFixtureDocument = z
  .strictObject({
    name: z.string(),
    about: z.string(),
    source: z.string(),
    licence: z.string(),
    synthetic: z.boolean(),
    notes: z.array(z.string()),
    ours: z.array(z.string()).describe('Fields that the source does not give: our choice.'),
    model: Model,
    workload: Workload,
  })
  .meta({ id: 'ModelFixture', description: 'A model that ships, its workload, and where both come from.' });

export const FleetFixtureDocument = z
  .strictObject({ name: z.string(), about: z.string(), fleet: Fleet })
  .meta({ id: 'FleetFixture', description: 'A fleet that ships.' });
export type FleetFixtureDocument = z.infer<typeof FleetFixtureDocument>;

let summaries: FixtureList | undefined;

/** One line a fixture. Read once: fixtures do not change while a process runs. */
export function summarizeFixtures(): FixtureList {
  summaries ??= { models: listFixtures().map(modelLine), fleets: listFleets().map(fleetLine) };
  return summaries;
}

/** A fleet fixture with its line. */
export const describeFleet = (name: string): FleetFixtureDocument => {
  const fleet = loadFleetFixture(name);
  return { name, about: aboutFleet(fleet), fleet };
};

function modelLine(name: string): FixtureList['models'][number] {
  const { about, synthetic, model } = loadModelFixture(name);
  const { nets, tables, bytes } = summarizeModel(model);
  return { name, about, synthetic, nets, tables, bytes };
}

function fleetLine(name: string): FixtureList['fleets'][number] {
  const fleet = loadFleetFixture(name);
  return { name, about: aboutFleet(fleet), ...summarizeFleet(fleet) };
}

const aboutFleet = ({ hostTypes }: Fleet): string =>
  hostTypes
    .map(({ count, memoryBytes, cores }) => `${count} x ${memoryBytes / 2 ** 30} GiB, ${cores} cores`)
    .join('; ');
