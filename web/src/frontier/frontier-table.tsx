import { useState } from 'preact/hooks';
import type { LoadMeasure, Plan } from '../api.ts';
import { columnsOf, type Column } from './columns.ts';

interface Props {
  readonly plans: readonly Plan[];
  readonly loadMeasure: LoadMeasure;
  readonly chosen?: number | undefined;
  readonly other?: number | undefined;
  onChoose(index: number): void;
  onCompare(index: number | undefined): void;
}

interface Order {
  readonly key: string;
  readonly isDescending: boolean;
}

/** The frontier as a table: all that the chart shows, and more. */
export function FrontierTable({ plans, loadMeasure, chosen, other, onChoose, onCompare }: Props) {
  const [order, setOrder] = useState<Order | undefined>();
  const columns = columnsOf(loadMeasure, plans);
  const rows = sorted(plans, columns, order);
  const sortBy = (key: string): void =>
    setOrder((last) => (last?.key !== key ? { key, isDescending: false } : last.isDescending ? undefined : { key, isDescending: true }));
  return (
    <div class="table-scroll" role="region" aria-label="Plans of the frontier" tabIndex={0}>
      <table class="plans">
        <caption class="visually-hidden">Plans of the frontier. Choose one for its details, another to compare it with.</caption>
        <thead>
          <tr>
            <th scope="col">Plan</th>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={column.isText ? 'text' : ''}
                aria-sort={order?.key !== column.key ? 'none' : order.isDescending ? 'descending' : 'ascending'}
              >
                <button type="button" onClick={() => sortBy(column.key)}>
                  <span>{column.head}</span>
                  <small>{column.sub === '' ? '\u00a0' : column.sub}</small>
                </button>
              </th>
            ))}
            <th scope="col" class="text">Compare</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ plan, index }) => (
            <tr key={plan.placementHash} class={index === chosen ? 'chosen' : index === other ? 'other' : ''} onClick={() => onChoose(index)}>
              <th scope="row">
                <button type="button" class="plan-button" aria-pressed={index === chosen} onClick={(event) => { event.stopPropagation(); onChoose(index); }}>
                  <span class="visually-hidden">Plan </span>{index + 1}
                </button>
              </th>
              {columns.map((column) => (
                <td key={column.key} class={`${column.isText ? 'text' : ''} ${column.key === 'gap' ? plan.proof.status : ''}`}>
                  {column.show(plan)}
                  {column.key === 'gap' ? <small> {plan.proof.objective}</small> : null}
                </td>
              ))}
              <td class="text">
                {index === chosen ? <span class="chosen-mark">chosen</span> : (
                  <label class="compare-check" onClick={(event) => event.stopPropagation()}>
                    <input type="checkbox" checked={index === other} onChange={() => onCompare(index === other ? undefined : index)} />
                    <span>with {chosen === undefined ? 'it' : chosen + 1}<span class="visually-hidden">: plan {index + 1}</span></span>
                  </label>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
