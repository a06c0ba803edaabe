import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A program that computes what the kernels compute, in a process of its own: it reads a line, answers a line.
 *
 * - `load ...` reads a case's files and answers `loaded`, or `unsupported` and why;
 * - `run WARM FIRST COUNT` computes calls 0 .. WARM - 1, then calls FIRST .. FIRST + COUNT - 1, and answers the seconds of CPU
 *   that its thread took for the latter: nothing comes in between that could empty the caches;
 * - `write FILE` writes the last call's answer, float32, and answers `written`.
 */
export interface PeerProcess {
  readonly name: string;
  ask(line: string): Promise<string>;
  stop(): void;
}

/** Starts a peer. A question fails where the program ends before it has answered. */
export function startPeer(name: string, command: string, args: readonly string[]): PeerProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const answer = await lines.next();
      if (answer.done === true) throw new Error(`${name} ended instead of answering \`${line}\`.`);
      return answer.value;
    },
    stop: () => void child.stdin.end(),
  };
}
