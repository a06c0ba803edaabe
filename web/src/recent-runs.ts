/** A run that was started in this browser: the server lists jobs, but not what they were asked. */
export interface RecentRun {
  readonly job: string;
  readonly words: string;
  readonly startedAt: string;
  /** The fragment that restores it. */
  readonly link: string;
}

const KEY = 'shardwright-runs';
const KEPT = 6;
/** Of a link: beyond it, a handful of runs would fill what a browser keeps. */
const LONGEST = 100_000;

/** Newest first; none where the browser keeps nothing. */
export function recentRuns(): readonly RecentRun[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as RecentRun[]) : [];
  } catch {
    return [];
  }
}

export function rememberRun(run: RecentRun): void {
  if (run.link.length > LONGEST) return;
  const others = recentRuns().filter(({ job }) => job !== run.job);
  try {
    localStorage.setItem(KEY, JSON.stringify([run, ...others].slice(0, KEPT)));
  } catch {
    // Full, or not allowed: the link in the address bar is enough.
  }
}
