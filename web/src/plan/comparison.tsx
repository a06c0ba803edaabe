import { bytes, counted, percent, ratio, signed, significant } from '../format.ts';
import { objectiveOf, showLoad, showObjective } from '../objectives.ts';
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

const WORDS = { lower: 'better', equal: 'same', higher: 'worse', undecided: 'undecided' } as const;

function ObjectiveTable({ found, names, loadMeasure }: PartProps & { readonly loadMeasure: LoadMeasure }) {
  return (
    <section>
      <div class="panel-tools">
        <h4>Objectives, as estimated</h4>
      </div>
      <div class="table-scroll" role="region" aria-label="Objectives of both plans" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">
                Objective
              </th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
              <th scope="col">Difference</th>
              <th scope="col" class="text">
                Less is better
              </th>
            </tr>
          </thead>
          <tbody>
            {found.objectives
              // From a plan to another every byte that moves is said above.
              .filter(({ objective }) => objective !== 'movedBytes')
              .map(({ objective, before, after, difference, ratio: over, verdict }) => {
                const { kind, label } = objectiveOf(objective);
                const show = (value: number): string => showObjective(objective, value, loadMeasure);
                const isPlain = over === null || kind === 'count' || kind === 'share';
                return (
                  <tr key={objective}>
                    <th scope="row" class="text">
                      {label}
                    </th>
                    <td>{show(before)}</td>
                    <td>{show(after)}</td>
                    <td>{isPlain ? signed(difference, show) : signed(over - 1, percent)}</td>
                    <td class={`text ${WORDS[verdict]}`}>{WORDS[verdict]}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </div>
      <p class="hint">{found.proofs.note}</p>
    </section>
  );
}

const FIGURES = {
  cpuMsPerRequest: 'CPU',
  wallLatencyP50: 'Wall P50, here',
  replayedLatencyP50: 'Replayed P50',
  replayedLatencyP90: 'Replayed P90',
  replayedLatencyP99: 'Replayed P99',
  rpcsPerRequest: 'RPCs a request',
  bytesPerRequest: 'Bytes a request',
} as const;

/** Times as ratios to singular, so that what the machine did meanwhile falls out. */
function MeasuredTable({ found: { measured }, names }: PartProps) {
  if (measured.status === 'notMeasured')
    return <p class="hint">Not measured both: nothing observed can be compared.</p>;
  return (
    <section>
      <h4>As measured; times over singular’s on the same requests</h4>
      {measured.differences.length === 0 ? null : (
        <div class="table-scroll" role="region" aria-label="Measurements of both plans" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col" class="text">
                  Figure
                </th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
                <th scope="col">
                  Ratio<small>interval</small>
                </th>
                <th scope="col" class="text">
                  Less is better
                </th>
              </tr>
            </thead>
            <tbody>
              {measured.differences.map(({ figure, before, after, ratio: over, interval, verdict }) => {
                const show = figure === 'bytesPerRequest' ? bytes : figure === 'rpcsPerRequest' ? significant : ratio;
                return (
                  <tr key={figure}>
                    <th scope="row" class="text">
                      {FIGURES[figure]}
                    </th>
                    <td>{show(before)}</td>
                    <td>{show(after)}</td>
                    <td>
                      {over === null ? '–' : over.toFixed(2)}
                      {interval === null ? '' : ` [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`}
                    </td>
                    <td class={`text ${WORDS[verdict]}`}>{WORDS[verdict]}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
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
        <div class="table-scroll short" role="region" aria-label="Tables that move" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col" class="text">
                  Table
                </th>
                <th scope="col">Moves</th>
                <th scope="col" class="text">
                  {names[0]}
                </th>
                <th scope="col" class="text">
                  {names[1]}
                </th>
              </tr>
            </thead>
            <tbody>
              {tables.map((move) => (
                <tr key={move.table}>
                  <th scope="row" class="text">
                    {move.table}
                  </th>
                  <td>{bytes(move.bytes)}</td>
                  <td class="text wrap">{placesOf(move.before)}</td>
                  <td class="text wrap">{placesOf(move.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** `host-0, host-1 and 2 more (split)`: ranges of rows are in the CSV. */
function placesOf(places: readonly string[]): string {
  const hosts = places.map((place) => place.split(' ')[0]);
  const isSplit = places.some((place) => place.includes(' '));
  const named = hosts.length > 4 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(', ');
  return isSplit ? `${named} (split)` : named;
}

function HostTable({ found: { movement }, names, loadMeasure }: PartProps & { readonly loadMeasure: LoadMeasure }) {
  if (movement.hosts.length === 0) return null;
  return (
    <section>
      <h4>Hosts that change</h4>
      <div class="table-scroll short" role="region" aria-label="Hosts that change" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">
                Host
              </th>
              <th scope="col">Receives</th>
              {(['Memory', 'Load'] as const).flatMap((figure) =>
                names.map((name) => (
                  <th key={figure + name} scope="col">
                    {figure}
                    <small>{name}</small>
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {movement.hosts.map((host) => (
              <tr key={host.host}>
                <th scope="row" class="text">
                  {host.host}
                </th>
                <td>{bytes(host.receivedBytes)}</td>
                <td>{bytes(host.memoryBytesBefore)}</td>
                <td>{bytes(host.memoryBytesAfter)}</td>
                <td>{showLoad(host.loadBefore, loadMeasure)}</td>
                <td>{showLoad(host.loadAfter, loadMeasure)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
