import { useRef } from 'preact/hooks';
import * as Plot from '@observablehq/plot';
import type { FrontierJob, JobEvent, PlanFigures } from '../types.ts';
import { percent, seconds } from '../format.ts';
import { isOpen } from '../use-job.ts';
import { Chart } from './plot.tsx';

/** What was seen of a job while it ran. */
export interface Sighting {
  readonly second: number;
  readonly plans: number;
  /** Of the plans found so far; gaps of counts as shares of their values. */
  readonly largestGap: number;
  readonly meanGap: number;
  /** Of its kind: what comes later closes no gap. */
  readonly isLast: boolean;
}

type WithProof = Pick<PlanFigures, 'proof'>;

const gapsOf = (plans: readonly WithProof[]): number[] =>
  plans.map(({ proof: { gap, gapKind, value } }) => (gapKind === 'relative' ? gap : gap / Math.max(1, value)));

export function sightingOf(plans: readonly WithProof[], second: number, isLast: boolean): Sighting {
  const gaps = gapsOf(plans);
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  const meanGap = gaps.length === 0 ? 0 : sum / gaps.length;
  return { second, plans: plans.length, largestGap: Math.max(0, ...gaps), meanGap, isLast };
}

interface Props {
  readonly job: FrontierJob;
  /** Newer than the job, where there is one. */
  readonly event: JobEvent | undefined;
  readonly history: readonly Sighting[];
  readonly now: number;
  readonly onCancel: () => void;
}

const WORDS = {
  queued: 'Waiting for its turn',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const;

/** How a run gets on, or how it ended. */
export function RunStatus({ job: fetched, event, history, now, onCancel }: Props) {
  const job = event ?? fetched;
  const { progress, status } = job;
  const answer = fetched.result?.answer;
  const plans: readonly WithProof[] = answer?.status === 'solved' ? answer.frontier.plans : job.bestSoFar;
  const proven = plans.filter(({ proof }) => proof.status === 'optimal').length;
  const started = Date.parse(job.startedAt ?? job.createdAt);
  const ended = job.finishedAt === undefined ? now : Date.parse(job.finishedAt);
  const bar = useRef<HTMLDivElement>(null);
  const last = history[history.length - 1];
  return (
    <section class={`run-status ${status}`} aria-label="Run">
      <div class="run-head">
        <p class="run-words" role="status">
          <strong>{job.cancelRequested && isOpen(job) ? 'Cancelling' : WORDS[status]}</strong>
          {isOpen(job) && progress !== undefined ? (
            <span>
              {progress.phase}: {progress.message}
            </span>
          ) : null}
        </p>
        <dl class="run-figures">
          <div>
            <dt>plans</dt>
            <dd>{plans.length}</dd>
          </div>
          <div>
            <dt>proven optimal</dt>
            <dd>{proven}</dd>
          </div>
          <div>
            <dt>largest gap</dt>
            <dd>{plans.length === 0 ? '–' : percent(Math.max(0, ...gapsOf(plans)))}</dd>
          </div>
          <div>
            <dt>time</dt>
            <dd>{job.startedAt === undefined ? '–' : seconds(Math.max(0, ended - started) / 1000)}</dd>
          </div>
        </dl>
        {isOpen(job) ? (
          <button type="button" class="button" disabled={job.cancelRequested} onClick={onCancel}>
            Cancel
          </button>
        ) : null}
      </div>
      {isOpen(job) ? (
        <div
          ref={bar}
          class="progress"
          role="progressbar"
          aria-label="Progress"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={progress === undefined ? 0 : Math.round((100 * progress.done) / Math.max(1, progress.of))}
        >
          <div
            class={progress?.phase ?? 'solving'}
            style={{ width: `${progress === undefined ? 0 : (100 * progress.done) / Math.max(1, progress.of)}%` }}
          />
        </div>
      ) : null}
      {history.length > 1 && last.plans > 0 ? <GapChart history={history} /> : null}
    </section>
  );
}

/** The gap closing, as it was watched. */
function GapChart({ history }: { readonly history: readonly Sighting[] }) {
  const seen = history.filter(({ plans }) => plans > 0);
  const last = seen[seen.length - 1];
  const most = Math.max(0.005, ...seen.map(({ largestGap }) => largestGap));
  // Labels of 12 px on some 64 px of height.
  const isTight = last.largestGap - last.meanGap < most * 0.22;
  return (
    <Chart<Sighting>
      height={104}
      label={`Gap of the plans found over ${seconds(last.second)}: largest now ${percent(last.largestGap)}.`}
      dependencies={[history]}
      draw={() => ({
        className: 'plot',
        marginLeft: 52,
        marginRight: 96,
        marginTop: 18,
        marginBottom: 24,
        x: {
          label: null,
          tickFormat: (second: number) => `${second} s`,
          ticks: 6,
          domain: [0, Math.max(1, last.second)],
        },
        y: {
          label: 'gap, %',
          labelAnchor: 'top',
          labelArrow: false,
          ticks: 3,
          grid: true,
          domain: [0, most * 100],
        },
        marks: [
          Plot.line(seen, {
            x: 'second',
            y: (d: Sighting) => d.largestGap * 100,
            curve: 'step-after',
            className: 'gap-largest',
          }),
          Plot.line(seen, {
            x: 'second',
            y: (d: Sighting) => d.meanGap * 100,
            curve: 'step-after',
            className: 'gap-mean',
          }),
          Plot.text([last], {
            x: 'second',
            y: (d: Sighting) => d.largestGap * 100,
            text: () => `largest ${percent(last.largestGap)}`,
            dx: 6,
            dy: isTight ? -5 : 0,
            textAnchor: 'start',
            className: 'bar-label',
          }),
          Plot.text([last], {
            x: 'second',
            y: (d: Sighting) => d.meanGap * 100,
            text: () => `mean ${percent(last.meanGap)}`,
            dx: 6,
            dy: isTight ? 8 : 0,
            textAnchor: 'start',
            className: 'bar-label',
          }),
        ],
      })}
    />
  );
}
