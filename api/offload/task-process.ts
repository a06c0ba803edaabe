import type { StudyLimits } from '../study-limits.ts';
import { runTask, type TaskOutcome, type TaskName } from './tasks.ts';

/** What task-pool.ts sends its process: one at a time. */
export interface TaskCall {
  readonly name: TaskName;
  readonly body: Uint8Array;
  readonly argument: never;
  readonly limits: StudyLimits;
}

/** What comes back. `ready` once, when the first call may come. */
export type TaskReply = TaskOutcome<unknown> | { readonly status: 'ready' };

if (process.send === undefined)
  throw new Error('task-process.ts is a process of its own; api/offload/task-pool.ts starts it');
const reply = (message: TaskReply): void => void process.send?.(message);

process.on(
  'message',
  ({ name, body, argument, limits }: TaskCall) => void runTask(name, body, argument, limits).then(reply),
);
// A signal to the whole group is for the server, which ends this process when its requests are answered.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
reply({ status: 'ready' });
