import { bytes, counted, percent, ratio, signed, significant, someOf } from '../format.ts';
import { objectiveOf, showLoad, showObjective } from '../objectives.ts';
import { DataTable, type DataColumn } from '../parts/data-table.tsx';
import { saveText, toCsv } from '../parts/download.tsx';
import type { LoadMeasure, Plan, PlanComparison, ProblemInput } from '../types.ts';
import { useComparison } from './use-comparison.ts';

interface Props {
  readonly before: Plan;
  readonly after: Plan;
  readonly problem: ProblemInput;
  /** Where it is another one: what-if changes it. */
  readonly afterProblem?: ProblemInput;
  readonly tables: number;
  readonly names: readonly [string, string];
  readonly loadMeasure: LoadMeasure;
}

/** What the second plan does otherwise than the first. */
export function Comparison({ before, after, problem, afterProblem = problem, tables, names, loadMeasure }: Props) {
  const { found, error } = useComparison({ plan: before, problem }, { plan: after, problem: afterProblem });
  if (error !== undefined)
    return (
      <p class="notice bad" role="alert">
        {error.message}
      </p>
    );
  if (found === undefined)
    return (
      <p class="empty" role="status">
        Comparing …
      </p>
    );
  const { movement, dominates } = found;
  const moves = movement.tables.length;
  return (
    <div class="comparison">
      <p class="lead">
        From {names[0]} to {names[1]}: <strong>{bytes(movement.bytes)}</strong> move, {percent(movement.share)} of the
        model; {counted(moves, 'table')} of {tables} {moves === 1 ? 'lies' : 'lie'} otherwise.
        {dominates === null ? null : ` ${dominanceWords(dominates, names)}`}
      </p>
      <div class="comparison-parts">
        <div class="comparison-column">
          <ObjectiveTable found={found} names={names} loadMeasure={loadMeasure} />
          <MeasuredTable found={found} names={names} />
        </div>
        <div class="comparison-column">
          <MoveTable found={found} names={names} />
          <HostTable found={found} names={names} loadMeasure={loadMeasure} />
        </div>
      </div>
    </div>
  );
}

type Names = readonly [string, string];

interface PartProps {
  readonly found: PlanComparison;
  readonly names: Names;
}

function dominanceWords(dominates: NonNullable<PlanComparison['dominates']>, [before, after]: Names): string {
  if (dominates === 'neither') return 'Neither is better in all objectives.';
  if (dominates === 'equal') return 'Both are equal in all objectives.';
  return `${dominates === 'before' ? before : after} is as good in every objective, and better in one.`;
}

function ObjectiveTable({ found, names, loadMeasure }: PartProps & { readonly loadMeasure: LoadMeasure }) {
  const show = ({ objective }: Difference, value: number): string => showObjective(objective, value, loadMeasure);
  const differenceOf = (row: Difference): string => {
    const { kind } = objectiveOf(row.objective);
    const isPlain = row.ratio === null || kind === 'count' || kind === 'share';
    return isPlain ? signed(row.difference, (value) => show(row, value)) : signed((row.ratio ?? 1) - 1, percent);
  };
  return (
    <section>
      <div class="panel-tools">
        <h4>Objectives, as estimated</h4>
      </div>
      <DataTable<Difference>
        label="Objectives of both plans"
        // From a plan to another every byte that moves is said above.
        rows={found.objectives.filter(({ objective }) => objective !== 'movedBytes')}
        columns={[
          { head: 'Objective', isText: true, cell: ({ objective }) => objectiveOf(objective).label },
          { head: names[0], cell: (row) => show(row, row.before) },
          { head: names[1], cell: (row) => show(row, row.after) },
          { head: 'Difference', cell: differenceOf },
          VERDICT,
        ]}
      />
      <p class="hint">{found.proofs.note}</p>
    </section>
  );
}

type Difference = PlanComparison['objectives'][number];

const WORDS = { lower: 'better', equal: 'same', higher: 'worse', undecided: 'undecided' } as const;

const VERDICT: DataColumn<{ readonly verdict: keyof typeof WORDS }> = {
  head: 'Less is better',
  isText: true,
  cell: ({ verdict }) => WORDS[verdict],
  tone: ({ verdict }) => WORDS[verdict],
};

const FIGURES = {
  cpuMsPerRequest: { label: 'CPU', show: ratio },
  wallLatencyP50: { label: 'Wall P50, here', show: ratio },
  replayedLatencyP50: { label: 'Replayed P50', show: ratio },
  replayedLatencyP90: { label: 'Replayed P90', show: ratio },
  replayedLatencyP99: { label: 'Replayed P99', show: ratio },
  rpcsPerRequest: { label: 'RPCs a request', show: significant },
  bytesPerRequest: { label: 'Bytes a request', show: bytes },
} as const;

type Measured = PlanComparison['measured']['differences'][number];

const ratioWithInterval = ({ ratio: over, interval }: Measured): string =>
  `${over === null ? '–' : over.toFixed(2)}${interval === null ? '' : ` [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`}`;

/** Times as ratios to singular, so that what the machine did meanwhile falls out. */
function MeasuredTable({ found: { measured }, names }: PartProps) {
  if (measured.status === 'notMeasured')
    return <p class="hint">Not measured both: nothing observed can be compared.</p>;
  return (
    <section>
      <h4>As measured; times over singular’s on the same requests</h4>
      {measured.differences.length === 0 ? null : (
        <DataTable<Measured>
          label="Measurements of both plans"
          rows={measured.differences}
          columns={[
            { head: 'Figure', isText: true, cell: ({ figure }) => FIGURES[figure].label },
            { head: names[0], cell: ({ figure, before }) => FIGURES[figure].show(before) },
            { head: names[1], cell: ({ figure, after }) => FIGURES[figure].show(after) },
            { head: 'Ratio', sub: 'interval', cell: ratioWithInterval },
            VERDICT,
          ]}
        />
      )}
      {measured.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
    </section>
  );
}

function MoveTable({ found: { movement }, names }: PartProps) {
  const { tables } = movement;
  const csv = (): void =>
    saveText(
      'moves.csv',
      'text/csv',
      toCsv([
        ['table', 'movedBytes', 'before', 'after'],
        ...tables.map((move) => [move.table, move.bytes, move.before.join('; '), move.after.join('; ')]),
      ]),
    );
  return (
    <section>
      <div class="panel-tools">
        <h4>What moves</h4>
        {tables.length === 0 ? null : (
          <button type="button" class="button small quiet" onClick={csv}>
            CSV<span class="visually-hidden"> of what moves</span>
          </button>
        )}
      </div>
      {tables.length === 0 ? (
        <p>Every table lies as before.</p>
      ) : (
        <DataTable
          label="Tables that move"
          isShort
          rows={tables}
          columns={[
            { head: 'Table', isText: true, cell: ({ table }) => table },
            { head: 'Moves', cell: (move) => bytes(move.bytes) },
            { head: names[0], isText: true, isWrapped: true, cell: ({ before }) => placesOf(before) },
            { head: names[1], isText: true, isWrapped: true, cell: ({ after }) => placesOf(after) },
          ]}
        />
      )}
    </section>
  );
}

/** `host-0, host-1 and 2 more (split)`: ranges of rows are in the CSV. */
function placesOf(places: readonly string[]): string {
  const hosts = places.map((place) => place.split(' ')[0]);
  const isSplit = places.some((place) => place.includes(' '));
  return `${someOf(hosts)}${isSplit ? ' (split)' : ''}`;
}

function HostTable({ found: { movement }, names, loadMeasure }: PartProps & { readonly loadMeasure: LoadMeasure }) {
  if (movement.hosts.length === 0) return null;
  return (
    <section>
      <h4>Hosts that change</h4>
      <DataTable
        label="Hosts that change"
        isShort
        rows={movement.hosts}
        columns={[
          { head: 'Host', isText: true, cell: ({ host }) => host },
          { head: 'Receives', cell: ({ receivedBytes }) => bytes(receivedBytes) },
          { head: 'Memory', sub: names[0], cell: ({ memoryBytesBefore }) => bytes(memoryBytesBefore) },
          { head: 'Memory', sub: names[1], cell: ({ memoryBytesAfter }) => bytes(memoryBytesAfter) },
          { head: 'Load', sub: names[0], cell: ({ loadBefore }) => showLoad(loadBefore, loadMeasure) },
          { head: 'Load', sub: names[1], cell: ({ loadAfter }) => showLoad(loadAfter, loadMeasure) },
        ]}
      />
    </section>
  );
}
