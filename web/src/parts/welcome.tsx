import { recentRuns } from '../recent-runs.ts';

/** Before the first run: what will stand here, and how to read it. */
export function Welcome() {
  return (
    <div class="welcome">
      <h2>Choose a model and a fleet, then find plans</h2>
      <p>
        Embedding tables of recommendation models do not fit on one host. A run gives the <strong>frontier</strong> of
        ways to place them: plans none of which is better than another in all the goals that you set.
      </p>
      <ul class="promises">
        <li>
          <strong>A proof.</strong> A lower bound that is recomputed without a solver, and the gap to it. Filled circles
          are proven optimal.
        </li>
        <li>
          <strong>A prediction and a measurement</strong>, side by side and never mixed: each plan serves sampled
          requests as sharded inference, and its outputs are compared with those of the unsharded model.
        </li>
        <li>
          <strong>Reasons.</strong> What is at its limit, why the bound is not met, and what one more host or more
          memory would buy.
        </li>
      </ul>
      <RecentRuns />
      <p class="hint">
        The tables of <code>criteo-terabyte-dcnv2</code> on eight hosts of 32 GiB take a few seconds to solve and a few
        more to measure.
      </p>
    </div>
  );
}

function RecentRuns() {
  const runs = recentRuns();
  if (runs.length === 0) return null;
  return (
    <nav aria-label="Recent runs">
      <h4>Recent runs of this browser</h4>
      <ul class="recent">
        {runs.map(({ job, words, startedAt, link }) => (
          <li key={job}>
            <a href={link}>{words}</a>{' '}
            <small>{new Date(startedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}</small>
          </li>
        ))}
      </ul>
    </nav>
  );
}
