import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Locks that this process holds: a file of its name that is not among them was left by a dead one that had the same id. */
const held = new Set<string>();

export type PidLock =
  | { readonly status: 'taken'; readonly release: () => void }
  | { readonly status: 'held'; readonly pid: number };

/**
 * Takes a folder for this process, by a file that is named after it. Each process writes its own file first (O_EXCL) and looks for
 * others then: of two who start at once none misses the other, and a dead one's file is removed without touching a living one's.
 * Processes of other machines or containers can't be seen: a folder is not to be shared with them.
 */
export function takePidLock(folder: string): PidLock {
  const own = join(folder, nameOf(process.pid));
  if (held.has(own)) return { status: 'held', pid: process.pid };
  rmSync(own, { force: true });
  writeFileSync(own, '', { flag: 'wx', mode: 0o600 });
  held.add(own);
  const release = (): void => {
    process.off('exit', release);
    if (held.delete(own)) rmSync(own, { force: true });
  };
  process.once('exit', release);
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const [, pid] = /^lock-(\d+)/.exec(name) ?? [];
    if (pid === undefined || file === own) continue;
    if (name === nameOf(Number(pid)) && isAlive(Number(pid))) {
      release();
      return { status: 'held', pid: Number(pid) };
    }
    rmSync(file, { force: true });
  }
  return { status: 'taken', release };
}

/** With the start of the process where the system tells it: ids are used again, in containers almost always. */
const nameOf = (pid: number): string => `lock-${[pid, startOf(pid) ?? []].flat().join('-')}`;

/** Clock ticks from boot to the start of a process: proc(5), field 22; the name before it may hold anything but a last `)`. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
