import type { LoadMeasure, Model, Plan } from '../types.ts';
import { bytes, counted, percent, signed } from '../format.ts';
import { showGap, showQuantity } from '../objectives.ts';
import { saveText, toCsv } from '../parts/download.tsx';
import { objectiveDifferences, tableMoves, type ObjectiveDifference, type TableMove } from './differences.ts';

interface Props {
  readonly model: Model;
  readonly before: Plan;
  readonly after: Plan;
  readonly names: readonly [string, string];
  readonly loadMeasure: LoadMeasure;
}

/** What the second plan does otherwise than the first. */
export function Comparison({ model, before, after, names, loadMeasure }: Props) {
  const moves = tableMoves(model, before.placement, after.placement);
  const moved = moves.reduce((sum, { movedBytes }) => sum + movedBytes, 0);
  return (
    <div class="comparison">
      <p class="lead">
        From {names[0]} to {names[1]}: <strong>{bytes(moved)}</strong> move, {counted(moves.length, 'table')} of{' '}
        {model.tables.length} {moves.length === 1 ? 'lies' : 'lie'} otherwise.
      </p>
      <div class="comparison-parts">
        <ObjectiveTable
          differences={objectiveDifferences(before, after)}
          names={names}
          loadMeasure={loadMeasure}
          gaps={[showGap(before.proof), showGap(after.proof)]}
        />
        <MoveTable moves={moves} names={names} />
      </div>
    </div>
  );
}

interface ObjectiveTableProps {
  readonly differences: readonly ObjectiveDifference[];
  readonly names: readonly [string, string];
  readonly gaps: readonly [string, string];
  readonly loadMeasure: LoadMeasure;
}

function ObjectiveTable({ differences, names, gaps, loadMeasure }: ObjectiveTableProps) {
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
                {'\u00a0'}
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ objective, before, after }) => (
              <tr key={objective.name}>
                <th scope="row" class="text">
                  {objective.label}
                </th>
                <td>{showQuantity(objective.kind, before, loadMeasure)}</td>
                <td>{showQuantity(objective.kind, after, loadMeasure)}</td>
                <td>
                  {differenceOf(objective.kind, before, after, (value) =>
                    showQuantity(objective.kind, value, loadMeasure),
                  )}
                </td>
                <td class={`text ${after < before ? 'better' : after > before ? 'worse' : 'same'}`}>
                  {after < before ? 'better' : after > before ? 'worse' : 'same'}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row" class="text">
                Gap of its objective
              </th>
              <td>{gaps[0]}</td>
              <td>{gaps[1]}</td>
              <td />
              <td class="text" />
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

const differenceOf = (kind: string, before: number, after: number, show: (value: number) => string): string =>
  before === 0 || kind === 'count' || kind === 'share'
    ? signed(after - before, show)
    : signed(after / before - 1, percent);

function MoveTable({
  moves,
  names,
}: {
  readonly moves: readonly TableMove[];
  readonly names: readonly [string, string];
}) {
  const csv = (): void =>
    saveText(
      'moves.csv',
      'text/csv',
      toCsv([
        ['table', 'net', 'movedBytes', 'from', 'to'],
        ...moves.map((move) => [move.table, move.net, move.movedBytes, move.from.join(' '), move.to.join(' ')]),
      ]),
    );
  return (
    <section>
      <div class="panel-tools">
        <h4>What moves</h4>
        {moves.length === 0 ? null : (
          <button type="button" class="button small quiet" onClick={csv}>
            CSV
          </button>
        )}
      </div>
      {moves.length === 0 ? (
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
              {moves.map((move) => (
                <tr key={move.table}>
                  <th scope="row" class="text">
                    {move.table}
                  </th>
                  <td>{bytes(move.movedBytes)}</td>
                  <td class="text wrap">{shortened(move.from)}</td>
                  <td class="text wrap">{shortened(move.to)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const shortened = (places: readonly string[]): string => {
  const hosts = places.map((place) => place.replace(/ \(.*/, ''));
  const isSplit = places.some((place) => place.includes('('));
  return `${hosts.length > 4 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(', ')}${isSplit ? ' (split)' : ''}`;
};
