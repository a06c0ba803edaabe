import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { takeDataFolder } from '../../../api/store/data-folder.ts';
import { openPglite } from '../../../api/store/pglite.ts';
import { TEMPLATE_VERSION } from '../../../api/store/template.ts';
import { DatabaseUnavailableError } from '../../../api/store/unavailable-error.ts';

const root = mkdtempSync(join(tmpdir(), 'shardwright-data-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, `folder-${(folders += 1)}`);
const locksIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('lock'));

/** Another process that takes a folder, and says so; it lives until its input ends. */
async function otherProcess(folder: string) {
  const module = new URL('../../../api/store/data-folder.ts', import.meta.url).href;
  const script = `import { takeDataFolder } from ${JSON.stringify(module)};
    try { takeDataFolder(${JSON.stringify(folder)}); console.log('taken'); process.stdin.resume(); }
    catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { said, child, ended };
}

describe('a data folder', () => {
  it('is taken by one process at a time, and said to be by whom', async () => {
    const folder = newFolder();
    const mine = takeDataFolder(folder);
    expect(() => takeDataFolder(folder)).toThrow(DatabaseUnavailableError);
    const refused = await otherProcess(folder);
    expect(refused.said).toContain(`in use by process ${process.pid}`);
    await refused.ended;
    mine.release();
    const other = await otherProcess(folder);
    expect(other.said).toBe('taken');
    expect(() => takeDataFolder(folder)).toThrow(`process ${other.child.pid}`);
    other.child.stdin.end();
    await other.ended;
    takeDataFolder(folder).release();
    expect(locksIn(folder)).toEqual([]);
  });

  it('of a process that was killed is taken over', async () => {
    const folder = newFolder();
    const other = await otherProcess(folder);
    expect(other.said).toBe('taken');
    other.child.kill('SIGKILL');
    await other.ended;
    expect(locksIn(folder)).toHaveLength(1);
    takeDataFolder(folder).release();
    expect(locksIn(folder)).toEqual([]);
  });

  it('of a dead process whose id lives again is taken over', () => {
    const folder = newFolder();
    mkdirSync(folder);
    // The parent lives, and did not start when the machine did.
    writeFileSync(join(folder, `lock-${process.ppid}-1`), '');
    writeFileSync(join(folder, `lock-${process.pid}`), '');
    takeDataFolder(folder).release();
    expect(locksIn(folder)).toEqual([]);
  });

  it('that can not be written is refused with what to do', () => {
    const file = newFolder();
    writeFileSync(file, '');
    expect(() => takeDataFolder(join(file, 'below'))).toThrow('SHARDWRIGHT_DATA');
  });
});

describe('the embedded database', () => {
  it('keeps what it was told when it is opened again, and starts anew where its making was interrupted', async () => {
    const { database: folder, release } = takeDataFolder(newFolder());
    mkdirSync(folder);
    writeFileSync(join(folder, 'PG_VERSION'), 'half of a');
    const first = await openPglite(folder);
    await first.query('create table kept (value text); insert into kept values ($$here$$)');
    await first.close();
    const second = await openPglite(folder);
    expect(await second.query('select value from kept')).toEqual([{ value: 'here' }]);
    await second.close();
    release();
  });

  it('is unpacked from a template of the installed PGlite (npm run build:template)', () => {
    const manifest = new URL('../../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    expect(TEMPLATE_VERSION).toBe(version);
  });
});
