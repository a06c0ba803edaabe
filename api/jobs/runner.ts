import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Claim, JobQueue, WorkOutcome } from './job-queue.ts';
import { createReporter, type JobReporter } from './job-reporter.ts';
import { startWork, type WorkThread } from './study-thread.ts';
import type { StudyKind } from '../studies.ts';
import type { Work, WorkDone } from './work.ts';

export interface RunnerOptions {
  /** Jobs at a time. Each one measures with threads of its own: more than one at a time disturbs the figures. */
  readonly concurrency: number;
  /** How long cancelled work may take to answer with what it has. */
  readonly graceMs: number;
  /** How long work may go on when the runner closes; then it is handed back. */
  readonly closeMs: number;
  /** Between two signs of life. */
  readonly beatMs: number;
  /** Between two looks for work that nobody told of. */
  readonly pollMs: number;
  readonly log: Logger;
  readonly onEnded?: (ended: WorkEnded) => void;
}

/** What became of a piece of work in this process. */
export interface WorkEnded {
  readonly kind: StudyKind;
  readonly work: Work['kind'];
  /** `lost`: it was another process's by then. */
  readonly outcome: 'done' | 'stopped' | 'failed' | 'lost';
  readonly done?: WorkDone;
}

export interface JobRunner {
  /** Takes nothing more; finishes what runs, or hands it back. */
  close(): Promise<void>;
}

interface Running {
  readonly claim: Claim;
  readonly thread: WorkThread;
  /** Set once the claim is no longer this process's to end. */
  isGivenUp: boolean;
  isCancelled: boolean;
}

/** A write that fails while the database is away is tried again after this. */
const RETRY_MS = 1000;

/** Takes work from a queue and does each piece in a thread of its own. */
export function createRunner(queue: JobQueue, options: RunnerOptions): JobRunner {
  const { concurrency, graceMs, log } = options;
  const running = new Map<Running, Promise<void>>();
  const closing = new AbortController();

  const stop = (one: Running): void => {
    one.isCancelled = true;
    one.thread.cancel(graceMs);
  };
  const giveUp = (one: Running): void => {
    one.isGivenUp = true;
    one.thread.cancel(0);
  };
  const start = (claim: Claim): void => {
    const reporter = createReporter(claim.work.study, (change) => queue.update(claim, change));
    const thread = startWork(claim.work, reporter);
    const one: Running = { claim, thread, isGivenUp: false, isCancelled: false };
    const run = finishWork(queue, one, reporter, options, closing.signal)
      .catch((error: unknown) => log.error({ err: error, ...namesOf(claim) }, 'work could not be kept'))
      .finally(() => {
        running.delete(one);
        claiming.ask();
      });
    running.set(one, run);
  };
  const claiming = takeTurns(
    async () => {
      if (closing.signal.aborted || running.size >= concurrency) return false;
      const claim = await queue.claim();
      if (claim === undefined) return false;
      if (closing.signal.aborted) await queue.handBack(claim);
      else start(claim);
      return true;
    },
    (error) => log.error({ err: error }, 'no work could be claimed'),
  );
  const beat = async (): Promise<void> => {
    const { lost, stopped } = await queue.beat([...running.keys()].map(({ claim }) => claim));
    for (const one of running.keys()) {
      if (lost.includes(one.claim)) {
        log.warn({ jobId: one.claim.job }, 'the claim was lost: its work is given up');
        giveUp(one);
      } else if (stopped.includes(one.claim)) stop(one);
    }
  };
  const stopListening = [
    queue.onWork(claiming.ask),
    queue.onStop((job) => [...running.keys()].filter(({ claim }) => claim.job === job).forEach(stop)),
  ];
  const poll = setInterval(claiming.ask, options.pollMs);
  const beats = setInterval(() => {
    if (running.size > 0) beat().catch((error: unknown) => log.warn({ err: error }, 'no sign of life could be given'));
  }, options.beatMs);
  claiming.ask();
  return {
    close: async () => {
      closing.abort();
      clearInterval(poll);
      stopListening.forEach((stopOne) => stopOne());
      await claiming.done();
      const done = Promise.all(running.values());
      await Promise.race([done, delay(options.closeMs, undefined, { ref: false })]);
      await Promise.all([...running.keys()].map((one) => handBack(queue, one, giveUp, log)));
      await done;
      clearInterval(beats);
    },
  };
}

interface Turns {
  readonly ask: () => void;
  /** Ends when no step runs. */
  done(): Promise<void>;
}

/** Runs a step at a time for as long as it answers true; asked meanwhile, once more. */
function takeTurns(step: () => Promise<boolean>, onError: (error: unknown) => void): Turns {
  let turn: Promise<void> | undefined;
  let isAskedAgain = false;
  const take = async (): Promise<void> => {
    try {
      do {
        isAskedAgain = false;
      } while ((await step()) || isAskedAgain);
    } catch (error) {
      onError(error);
    }
    turn = undefined;
  };
  return {
    ask: () => {
      isAskedAgain = true;
      turn ??= take();
    },
    done: async () => turn,
  };
}

async function handBack(queue: JobQueue, one: Running, giveUp: (one: Running) => void, log: Logger): Promise<void> {
  giveUp(one);
  try {
    await queue.handBack(one.claim);
    log.info(namesOf(one.claim), 'handed back: others, or the next start, run it');
  } catch (error) {
    log.warn(
      { err: error, ...namesOf(one.claim) },
      'could not be handed back; it is taken back when it shows no sign of life',
    );
  }
}

async function finishWork(
  queue: JobQueue,
  one: Running,
  reporter: JobReporter,
  { log: parent, onEnded }: RunnerOptions,
  closing: AbortSignal,
): Promise<void> {
  const { claim, thread } = one;
  const { work } = claim;
  const log = parent.child(namesOf(claim));
  const done = await settled(thread, log);
  const last = await reporter.close();
  while (!one.isGivenUp) {
    try {
      const isOurs =
        done.kind === 'solve'
          ? await queue.cut(claim, done, last)
          : await queue.finish(claim, outcomeOf(done, one), last);
      const outcome = isOurs ? endOf(done) : 'lost';
      log.info({ work: work.kind, kind: work.study.kind, outcome }, 'work ended');
      const found = outcome === 'done' ? { done: done as WorkDone } : {};
      onEnded?.({ kind: work.study.kind, work: work.kind, outcome, ...found });
      return;
    } catch (error) {
      log.warn({ err: error }, 'a result could not be written yet');
      if (closing.aborted) return;
      await delay(RETRY_MS);
    }
  }
}

type Settled = WorkDone | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly errorId: string };

const endOf = ({ kind }: Settled): 'done' | 'stopped' | 'failed' =>
  kind === 'stopped' || kind === 'failed' ? kind : 'done';

/** What the log calls a piece of work by: its job, and the request that made that. */
const namesOf = ({ job, requestId }: Claim): object => ({ jobId: job, ...(requestId === null ? {} : { requestId }) });

async function settled(thread: WorkThread, log: Logger): Promise<Settled> {
  try {
    return (await thread.result) ?? { kind: 'stopped' };
  } catch (error) {
    const errorId = randomUUID();
    log.error({ err: error, errorId }, 'job failed');
    return { kind: 'failed', errorId };
  }
}

function outcomeOf(done: Exclude<Settled, { kind: 'solve' }>, { isCancelled }: Running): WorkOutcome {
  switch (done.kind) {
    case 'study':
      return { status: isCancelled ? 'cancelled' : 'succeeded', result: done.result };
    case 'measure':
      return { status: 'measured', measured: done.measured };
    case 'stopped':
      return { status: 'cancelled' };
    case 'failed':
      return {
        status: 'failed',
        error: { id: done.errorId, message: 'This is a bug of Shardwright, not of your request.' },
      };
  }
}
