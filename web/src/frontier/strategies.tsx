import type { Frontier, LoadMeasure } from '../types.ts';
import { bytes, grouped, milliseconds, percent, ratio } from '../format.ts';
import { peakOverMean, showLoad } from '../objectives.ts';

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
      <div class="table-scroll" role="region" aria-label="Published strategies" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">
                Strategy
              </th>
              <th scope="col">Hosts</th>
              <th scope="col">
                Memory<small>fullest host</small>
              </th>
              <th scope="col">
                Peak load<small>per batch</small>
              </th>
              <th scope="col">
                Peak<small>over mean</small>
              </th>
              <th scope="col">
                On wire<small>per request</small>
              </th>
              <th scope="col">
                Predicted<small>latency</small>
              </th>
              <th scope="col" class="text">
                What it loses
              </th>
            </tr>
          </thead>
          <tbody>
            {frontier.strategies.map(({ strategy, estimate, note }) => (
              <tr key={strategy}>
                <th scope="row" class="text">
                  {strategy}
                </th>
                <td>{estimate === undefined ? '–' : grouped(estimate.hostsUsed)}</td>
                <td>{estimate === undefined ? '–' : percent(estimate.peakMemory)}</td>
                <td>{estimate === undefined ? '–' : showLoad(estimate.peakLoad, loadMeasure)}</td>
                <td>{estimate === undefined ? '–' : ratio(peakOverMean(estimate))}</td>
                <td>{estimate === undefined ? '–' : bytes(estimate.bytesOnWire)}</td>
                <td>{estimate === undefined ? '–' : milliseconds(estimate.latencyMs)}</td>
                <td class="text wrap">{note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
