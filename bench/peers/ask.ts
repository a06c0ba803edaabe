import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { PeerAnswer } from './answer.ts';
import type { PeerTask } from './task.ts';

export type Asked =
  | {
      readonly ran: true;
      readonly answer: PeerAnswer;
      /** From start to end of its process: imports, reading and writing too. */
      readonly processSeconds: number;
    }
  | { readonly ran: false; readonly why: string };

/** Beyond the peer's own limit: imports, model building, reading and writing. A peer that takes longer is stopped. */
const GRACE_SECONDS = 60;

/** Runs `command script task answer` and reads the answer; every failure is a reason, never a throw. */
export async function ask(command: string, script: string, task: PeerTask, clock: Clock): Promise<Asked> {
  if (command.includes('/') && !existsSync(command))
    return { ran: false, why: `no ${command}: bench/peers/setup.sh makes the virtual environment` };
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  try {
    const [asked, answered] = [join(folder, 'task.json'), join(folder, 'answer.json')];
    writeFileSync(asked, JSON.stringify(task));
    const started = clock.now();
    const failure = await runProcess(command, [script, asked, answered], task.seconds + GRACE_SECONDS);
    if (failure !== undefined) return { ran: false, why: failure };
    return { ran: true, processSeconds: (clock.now() - started) / 1000, ...read(answered) };
  } catch (error) {
    return { ran: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const read = (path: string): { answer: PeerAnswer } => {
  const { data, error } = PeerAnswer.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (data === undefined) throw new Error(`its answer is malformed: ${error.issues[0].message}`);
  return { answer: data };
};

/** The reason why it failed, undefined where it ended well. */
function runProcess(command: string, args: readonly string[], seconds: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    let tail = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (signal === 'SIGKILL') resolve(`stopped after ${seconds} s without an answer`);
      else resolve(tail.trim().split('\n').at(-1) || `ended with ${code ?? signal}`);
    });
  });
}
