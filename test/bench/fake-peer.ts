// A peer that misbehaves as its options say; ask.ts runs it as it runs the real ones.
import { readFileSync, writeFileSync } from 'node:fs';
import type { PeerTask } from '../../bench/peers/task.ts';

const [taskPath, answerPath] = process.argv.slice(2);
const task = JSON.parse(readFileSync(taskPath, 'utf8')) as PeerTask;
const dealt = task.tables.map((table, t) => ({ table: table.name, host: task.hosts[t % task.hosts.length].name }));

const SLICES: Readonly<Record<string, unknown>> = {
  dealt,
  heaped: dealt.map(({ table }) => ({ table, host: task.hosts[0].name })),
  forgetful: dealt.slice(1),
  elsewhere: dealt.map(({ table }) => ({ table, host: 'host-99' })),
  invented: [...dealt, { table: 'nobody', host: task.hosts[0].name }],
  crossed: dealt.map((slice) => ({ ...slice, rows: [0, 1], columns: [0, 4] })),
  malformed: [{ table: 7 }],
};

const { mode } = task.options;
if (mode === 'crash') throw new Error('out of memory');
const slices = SLICES[mode];
// Its own claim of the best value ever is not believed.
const answer = {
  status: 'OPTIMAL',
  bound: 0,
  seconds: 0.25,
  cpuSeconds: 0.5,
  versions: { fake: '1' },
  ...(slices === undefined ? {} : { slices }),
};
writeFileSync(answerPath, JSON.stringify(answer));
