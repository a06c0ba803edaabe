import { useState } from 'preact/hooks';
import type { LoadMeasure, Plan } from '../types.ts';
import { objectiveOf } from '../objectives.ts';
import { columnsOf, sameObjective, type Column } from './columns.ts';

interface Props {
  readonly plans: readonly Plan[];
  readonly loadMeasure: LoadMeasure;
  readonly chosen?: number | undefined;
  readonly other?: number | undefined;
  readonly onChoose: (index: number) => void;
  readonly onCompare: (index: number | undefined) => void;
}

interface Order {
  readonly key: string;
  readonly isDescending: boolean;
}

/** The frontier as a table: all that the chart shows, and more. */
export function FrontierTable(props: Props) {
  const { plans, loadMeasure, chosen } = props;
  const [order, setOrder] = useState<Order | undefined>();
  const columns = columnsOf(loadMeasure, plans);
  const sortBy = (key: string): void =>
    setOrder((last) =>
      last?.key !== key ? { key, isDescending: false } : last.isDescending ? undefined : { key, isDescending: true },
    );
  return (
    <div class="table-scroll" role="region" aria-label="Plans of the frontier" tabIndex={0}>
      <table class="plans">
        <caption class="visually-hidden">
          Plans of the frontier. Choose one for its details, and another to compare it with.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              Plan
            </th>
            <th scope="col" class="text">
              Compare
              <small>{chosen === undefined ? '\u00a0' : `with ${chosen + 1}`}</small>
            </th>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} order={order} onSort={() => sortBy(column.key)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(plans, columns, order).map(({ plan, index }) => (
            <PlanRow key={plan.placementHash} {...props} plan={plan} index={index} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadCellProps {
  readonly column: Column;
  readonly order: Order | undefined;
  readonly onSort: () => void;
}

function HeadCell({ column, order, onSort }: HeadCellProps) {
  const sorting = order?.key !== column.key ? 'none' : order.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={column.isText ? 'text' : ''} aria-sort={sorting}>
      <button type="button" onClick={onSort}>
        <span>{column.head}</span>
        <small>{column.sub === '' ? '\u00a0' : column.sub}</small>
      </button>
    </th>
  );
}

interface RowProps extends Props {
  readonly plan: Plan;
  readonly index: number;
  readonly columns: readonly Column[];
}

function PlanRow({ plans, plan, index, columns, chosen, other, onChoose, onCompare }: RowProps) {
  const isChosen = index === chosen;
  const isOther = index === other;
  return (
    <tr class={isChosen ? 'chosen' : isOther ? 'other' : ''} onClick={() => onChoose(index)}>
      <th scope="row">
        <button
          type="button"
          class="plan-button"
          aria-pressed={isChosen}
          onClick={(event) => {
            event.stopPropagation();
            onChoose(index);
          }}
        >
          <span class="visually-hidden">Plan </span>
          {index + 1}
        </button>
      </th>
      <td class="text">
        {isChosen ? (
          <span class="chosen-mark">chosen</span>
        ) : (
          <label class="compare-check" onClick={(event) => event.stopPropagation()}>
            <input type="checkbox" checked={isOther} onChange={() => onCompare(isOther ? undefined : index)} />
            <span class="visually-hidden">
              with {chosen === undefined ? 'another' : chosen + 1}: plan {index + 1}
            </span>
          </label>
        )}
      </td>
      {columns.map((column) => (
        <td key={column.key} class={`${column.isText ? 'text' : ''} ${column.key === 'gap' ? plan.proof.status : ''}`}>
          {column.show(plan)}
          {column.key === 'gap' && sameObjective(plans) === undefined ? (
            <small> {objectiveOf(plan.proof.objective).label.toLowerCase()}</small>
          ) : null}
        </td>
      ))}
    </tr>
  );
}

function sorted(plans: readonly Plan[], columns: readonly Column[], order: Order | undefined) {
  const rows = plans.map((plan, index) => ({ plan, index }));
  const column = columns.find(({ key }) => key === order?.key);
  if (column === undefined || order === undefined) return rows;
  const sign = order.isDescending ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [column.value(a.plan), column.value(b.plan)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * (typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x - y);
  });
}
