import type { Command } from 'commander';
import { describeFleet, summarizeFixtures } from '../fixture-summaries.ts';
import { listFixtures, listFleets, loadModelFixture, UnknownFixtureError } from '../fixtures.ts';
import { formatBytes } from './format.ts';
import { examples } from './help.ts';
import { layOut } from './table.ts';

/** `shardwright fixtures`: what ships, or one of them whole. */
export function addFixturesCommand(program: Command): void {
  program
    .command('fixtures')
    .description('list the models and fleets that ship, or print one as JSON')
    .argument('[name]', 'a model or a fleet')
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      examples('shardwright fixtures', 'shardwright fixtures drm1 > drm1.json', 'shardwright fixtures 8x32gib'),
    )
    .action((name: string | undefined, { json }: { json?: true }) => {
      const document = name === undefined ? undefined : fixtureOf(name);
      const text = document ?? (json ? summarizeFixtures() : undefined);
      process.stdout.write(text === undefined ? formatList() : `${JSON.stringify(text, null, 2)}\n`);
    });
}

/** @throws UnknownFixtureError that lists both kinds. */
function fixtureOf(name: string): unknown {
  const [models, fleets] = [listFixtures(), listFleets()];
  if (fleets.includes(name)) return describeFleet(name);
  if (models.includes(name)) return loadModelFixture(name);
  throw new UnknownFixtureError('model or fleet', name, [...models, ...fleets]);
}

function formatList(): string {
  const { models, fleets } = summarizeFixtures();
  const modelTable = layOut(models, [
    { head: ['model', ''], align: 'left', cell: ({ name }) => name },
    { head: ['tables', ''], cell: ({ tables }) => String(tables) },
    { head: ['nets', ''], cell: ({ nets }) => String(nets) },
    { head: ['bytes', ''], cell: ({ bytes }) => formatBytes(bytes) },
    { head: ['', ''], align: 'left', cell: ({ synthetic }) => (synthetic ? 'synthetic' : '') },
    { head: ['about', ''], align: 'left', wraps: true, cell: ({ about }) => about },
  ]);
  const fleetTable = layOut(fleets, [
    { head: ['fleet', ''], align: 'left', cell: ({ name }) => name },
    { head: ['hosts', ''], cell: ({ hosts }) => String(hosts) },
    { head: ['memory', ''], cell: ({ capacityBytes }) => formatBytes(capacityBytes) },
    { head: ['about', ''], align: 'left', wraps: true, cell: ({ about }) => about },
  ]);
  return `${modelTable}\n\n${fleetTable}\n`;
}
