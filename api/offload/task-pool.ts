import { fork, type ChildProcess } from 'node:child_process';
import { BadInputError } from '../bad-input.ts';
import { MalformedJsonError } from '../json-text.ts';
import { OverLimitError, type StudyLimits } from '../study-limits.ts';
import type { TaskReply } from './task-process.ts';
import type { TaskArgument, TaskName, TaskOutcome, TaskResult } from './tasks.ts';

/**
 * Runs tasks in processes of its own, first come, first served. Processes and not threads: a body that takes all memory while
 * JSON.parse or a schema walks it ends a thread's whole process, whatever limits the thread was given.
 */
export interface TaskPool {
  /** @throws BadInputError and MalformedJsonError as the task does, TaskTooHeavyError where it takes too much time or memory. */
  run<N extends TaskName>(name: N, body: Uint8Array, argument: TaskArgument<N>): Promise<TaskResult<N>>;
  close(): Promise<void>;
}

export interface TaskPoolOptions {
  readonly processes: number;
  /** A task that takes longer is ended, with its process. */
  readonly timeLimitMs: number;
  /** Of the JavaScript heap of a process; beyond it the process ends. */
  readonly heapBytes: number;
  /** What is refused for its size. */
  readonly limits: StudyLimits;
  /** A process died, or had to be ended. */
  readonly onRestart?: () => void;
}

export class TaskTooHeavyError extends Error {
  readonly kind: 'time' | 'memory';

  constructor(kind: 'time' | 'memory', limit: string) {
    super(`Checking the request took more ${kind} than this server gives: ${limit}.`);
    this.name = 'TaskTooHeavyError';
    this.kind = kind;
  }
}

export function createTaskPool(options: TaskPoolOptions): TaskPool {
  const idle: ChildProcess[] = [];
  const started = new Set<ChildProcess>();
  const waiting: ((child: ChildProcess) => void)[] = [];

  const start = (): ChildProcess => {
    const child = startProcess(options.heapBytes);
    started.add(child);
    // One that ends between two calls must not be handed out.
    child.once('exit', () => {
      started.delete(child);
      idle.splice(0, idle.length, ...idle.filter((other) => other !== child));
    });
    return child;
  };
  const take = async (): Promise<ChildProcess> => {
    const child = idle.pop();
    if (child !== undefined) return child;
    return started.size < options.processes ? start() : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (child: ChildProcess): void => {
    const next = waiting.shift();
    if (next !== undefined) next(child);
    else idle.push(child);
  };
  const drop = (child: ChildProcess): void => {
    started.delete(child);
    child.kill('SIGKILL');
    options.onRestart?.();
    const next = waiting.shift();
    if (next !== undefined) next(start());
  };

  return {
    run: async (name, body, argument) => {
      const child = await take();
      let outcome: TaskOutcome<unknown>;
      try {
        outcome = await call(child, { name, body, argument, limits: options.limits }, options);
      } catch (error) {
        drop(child);
        throw error;
      }
      giveBack(child);
      return valueOf(outcome) as TaskResult<typeof name>;
    },
    close: async () => {
      const children = [...started].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      await Promise.all(
        children.map((child) => {
          const ended = new Promise((resolve) => child.once('exit', resolve));
          // Its end is waited for: this process may not end before.
          child.ref();
          child.kill('SIGKILL');
          return ended;
        }),
      );
    },
  };
}

function startProcess(heapBytes: number): ChildProcess {
  const child = fork(new URL('./task-process.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${Math.ceil(heapBytes / 2 ** 20)}`],
    // Bodies as bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Nothing that this process knows and a body's check does not need: settings hold secrets.
    env:
      process.env['NODE_COMPILE_CACHE'] === undefined ? {} : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
  });
  // A server that has nothing else to do may end.
  child.unref();
  child.channel?.unref();
  return child;
}

/** One call's answer. Rejects where the process ends before it, or has to be ended. */
async function call(child: ChildProcess, message: object, options: TaskPoolOptions): Promise<TaskOutcome<unknown>> {
  const { timeLimitMs, heapBytes } = options;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('message', hear).off('exit', exited).off('error', fail);
      child.channel?.unref();
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const hear = (reply: TaskReply): void => {
      if (reply.status === 'ready') wasReady.add(child);
      else end(() => resolve(reply));
    };
    const exited = (code: number | null, signal: string | null): void => {
      const limit = `${Math.round(heapBytes / 2 ** 20)} MiB`;
      const isStarted = wasReady.has(child);
      fail(isStarted ? new TaskTooHeavyError('memory', limit) : new Error(`no task process: ${code ?? signal}`));
    };
    const timer = setTimeout(() => fail(new TaskTooHeavyError('time', `${timeLimitMs / 1000} s`)), timeLimitMs);
    child.on('message', hear).once('exit', exited).once('error', fail);
    child.channel?.ref();
    child.send(message, (error) => {
      if (error !== null) fail(error);
    });
  });
}

/** Processes that have run far enough to take calls: one that ends later was ended by what it was given. */
const wasReady = new WeakSet<ChildProcess>();

function valueOf(outcome: TaskOutcome<unknown>): unknown {
  switch (outcome.status) {
    case 'done':
      return outcome.value;
    case 'malformed':
      throw new MalformedJsonError(outcome.message);
    case 'refused':
      throw new BadInputError(outcome.problems, outcome.count);
    case 'overLimit':
      throw new OverLimitError(outcome.problems);
    case 'failed':
      throw new Error(outcome.stack);
  }
}
