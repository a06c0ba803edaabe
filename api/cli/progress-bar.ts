import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../study.ts';

export interface ProgressBar {
  show(progress: Progress, plansFound: number): void;
  stop(): void;
}

/** A bar on standard error where that is a terminal, and nothing where it is not. */
export function createProgressBar(): ProgressBar {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      format: '{phase} {bar} {percentage}%  {message}, {plans}',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  // Fractions of a plan are shown too: the bar counts in thousandths.
  bar.start(1000, 0, { phase: 'solving  ', message: 'starting', plans: 'no plan yet' });
  return {
    show: ({ phase, done, of, message }, plansFound) =>
      bar.update(of === 0 ? 0 : Math.min(1000, Math.round((1000 * done) / of)), {
        phase: phase.padEnd(9),
        message,
        plans: plansFound === 1 ? '1 plan' : `${plansFound} plans`,
      }),
    stop: () => bar.stop(),
  };
}
