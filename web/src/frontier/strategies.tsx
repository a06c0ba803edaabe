import { bytes, grouped, milliseconds, percent, ratio } from '../format.ts';
import { peakOverMean, showLoad } from '../objectives.ts';
import { DataTable, type DataColumn } from '../parts/data-table.tsx';
import type { Estimate, Frontier, LoadMeasure } from '../types.ts';

type Outcome = Frontier['strategies'][number];

/** What published static strategies would have done, by the same costs. */
export function Strategies({
  frontier,
  loadMeasure,
}: {
  readonly frontier: Frontier;
  readonly loadMeasure: LoadMeasure;
}) {
  return (
    <details class="strategies">
      <summary>What published static strategies would have done</summary>
      <DataTable
        label="Published strategies"
        rows={frontier.strategies}
        columns={[
          { head: 'Strategy', isText: true, cell: ({ strategy }) => strategy },
          estimated('Hosts', undefined, ({ hostsUsed }) => grouped(hostsUsed)),
          estimated('Memory', 'fullest host', ({ peakMemory }) => percent(peakMemory)),
          estimated('Peak load', 'per batch', ({ peakLoad }) => showLoad(peakLoad, loadMeasure)),
          estimated('Peak', 'over mean', (estimate) => ratio(peakOverMean(estimate))),
          estimated('On wire', 'per request', ({ bytesOnWire }) => bytes(bytesOnWire)),
          estimated('Predicted', 'latency', ({ latencyMs }) => milliseconds(latencyMs)),
          { head: 'What it loses', isText: true, isWrapped: true, cell: ({ note }) => note },
        ]}
      />
    </details>
  );
}

const estimated = (
  head: string,
  sub: string | undefined,
  show: (estimate: Estimate) => string,
): DataColumn<Outcome> => ({
  head,
  ...(sub === undefined ? {} : { sub }),
  cell: ({ estimate }) => (estimate === undefined ? '–' : show(estimate)),
});
