import { isOpen } from '../use-job.ts';
import { bytes, percent, someOf } from '../format.ts';
import { objectiveOf, showLoad, showObjective } from '../objectives.ts';
import { DataTable } from '../parts/data-table.tsx';
import type { Explanation, LoadMeasure, Schemas } from '../types.ts';
import type { ExplanationView } from './use-explanation.ts';
import { inWords } from './words.ts';

interface Props {
  readonly explanation: ExplanationView;
  readonly loadMeasure: LoadMeasure;
}

/** What binds a plan, in words. */
export function PlanExplanation({ explanation: { job, error, isFull, askMore }, loadMeasure }: Props) {
  const found = job?.result?.explanation;
  if (error !== undefined)
    return (
      <p class="notice bad" role="alert">
        {error.message}
      </p>
    );
  if (job?.status === 'failed')
    return (
      <p class="notice bad" role="alert">
        {job.error?.message} Its id: {job.error?.id}.
      </p>
    );
  if (found === undefined)
    return (
      <p class="empty" role="status">
        {isFull
          ? `Solving the problem again with changes: ${job?.progress?.message ?? 'waiting for its turn'} …`
          : 'Looking at what binds this plan …'}
      </p>
    );
  return (
    <div class="explanation">
      <Summary found={found} loadMeasure={loadMeasure} />
      <Binding found={found} loadMeasure={loadMeasure} />
      <section>
        <h4>Why the bound {found.bound.gap === 0 ? 'is met' : 'is not met'}</h4>
        <p>{inWords(found.bound.argument, found, loadMeasure)}</p>
        <p>{inWords(found.bound.message, found, loadMeasure)}</p>
        {found.bound.leavesOut.length === 0 ? null : (
          <p class="hint">The argument leaves out: {found.bound.leavesOut.join('; ')}.</p>
        )}
        <p class="hint">
          Argument: {found.bound.kind}
          {found.bound.verified ? ', recomputed from the problem without a solver' : ''}.
        </p>
      </section>
      <TopTables found={found} loadMeasure={loadMeasure} />
      {found.reSolves.length > 0 ? (
        <ReSolves found={found} loadMeasure={loadMeasure} />
      ) : (
        <p>
          <button type="button" class="button" disabled={isOpen(job)} onClick={askMore}>
            Solve again with one more host, more memory, one host fewer
          </button>
        </p>
      )}
    </div>
  );
}

interface FoundProps {
  readonly found: Explanation;
  readonly loadMeasure: LoadMeasure;
}

function Summary({ found, loadMeasure }: FoundProps) {
  return (
    <section>
      <h4>In short</h4>
      <ul class="sentences">
        {found.summary.map((sentence) => (
          <li key={sentence}>{inWords(sentence, found, loadMeasure)}</li>
        ))}
      </ul>
    </section>
  );
}

function Binding({ found, loadMeasure }: FoundProps) {
  return (
    <section>
      <h4>At its limit</h4>
      {found.binding.length === 0 ? (
        <p>Nothing is at its limit.</p>
      ) : (
        <ul class="binding">
          {found.binding.map((binding, i) => (
            <li key={i}>
              <span class="tag">{binding.kind}</span>
              <span>{bindingWords(binding, found, loadMeasure)}</span>
              <code>{binding.pointer}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function bindingWords(binding: Schemas['BindingConstraint'], found: Explanation, loadMeasure: LoadMeasure): string {
  const { kind, pointer, used, limit, message } = binding;
  const epsilon = kind === 'epsilon' ? found.epsilons[Number(pointer.split('/').at(-1))] : undefined;
  if (epsilon === undefined || used === undefined || limit === undefined) return inWords(message, found, loadMeasure);
  const show = (value: number): string => showObjective(epsilon.objective, value, loadMeasure);
  return `${objectiveOf(epsilon.objective).label}: ${show(used)} of ${show(limit)} allowed`;
}

function TopTables({ found, loadMeasure }: FoundProps) {
  return (
    <section>
      <h4>Costliest tables by load</h4>
      <DataTable
        label="Costliest tables by load"
        rows={found.topTables.byLoad}
        columns={[
          { head: 'Table', isText: true, cell: ({ table }) => table },
          { head: 'Layout', isText: true, cell: ({ layout, parts }) => (parts > 1 ? `${layout} × ${parts}` : layout) },
          { head: 'Load', sub: 'per batch', cell: ({ load }) => showLoad(load, loadMeasure) },
          { head: 'of all', sub: 'load', cell: ({ loadShare }) => percent(loadShare) },
          { head: 'Memory', cell: (table) => bytes(table.bytes) },
          { head: 'of all', sub: 'memory', cell: ({ bytesShare }) => percent(bytesShare) },
          { head: 'On wire', sub: 'per request', cell: ({ wireBytesPerRequest }) => bytes(wireBytesPerRequest) },
          { head: 'Hosts', isText: true, cell: ({ hosts }) => someOf(hosts) },
        ]}
      />
    </section>
  );
}

const VERDICTS = {
  provenBetter: 'proven better',
  provenNoBetter: 'proven no better',
  provenWorse: 'proven worse',
  provenNoWorse: 'proven no worse',
  open: 'open',
} as const;

function ReSolves({ found, loadMeasure }: FoundProps) {
  const show = (value: number | undefined): string =>
    value === undefined ? '–' : showObjective(found.objective, value, loadMeasure);
  const verdictOf = ({ verdict, message }: Explanation['reSolves'][number]): string =>
    `${verdict === undefined ? '' : `${VERDICTS[verdict]}. `}${inWords(message, found, loadMeasure)}`;
  return (
    <section>
      <h4>What changes would buy</h4>
      <DataTable
        label="What changes would buy"
        rows={found.reSolves}
        columns={[
          {
            head: 'Solved again',
            isText: true,
            isWrapped: true,
            cell: ({ description }) => inWords(description, found, loadMeasure),
          },
          { head: objectiveOf(found.objective).label, cell: ({ value }) => show(value) },
          { head: 'Bound', cell: ({ bound }) => show(bound) },
          { head: 'Against the plan as it is', isText: true, isWrapped: true, cell: verdictOf },
        ]}
      />
    </section>
  );
}
