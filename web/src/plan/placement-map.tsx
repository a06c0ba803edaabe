import { useRef } from 'preact/hooks';
import type { Estimate, Model, Placement } from '../types.ts';
import { bytes, counted, percent } from '../format.ts';
import { showLoad } from '../objectives.ts';
import { SvgButton } from '../parts/download.tsx';
import { useWidth } from '../parts/use-width.ts';
import { placedSlices, type FleetHost, type PlacedSlice } from '../slices.ts';
import { HostDetail } from './host-detail.tsx';
import { netClass, NetLegend } from './nets.tsx';

interface Props {
  readonly model: Model;
  readonly hosts: readonly FleetHost[];
  readonly placement: Placement;
  readonly estimate: Estimate;
  readonly host?: string | undefined;
  readonly onHost: (host: string | undefined) => void;
}

/** Which slice lies on which host: memory against capacity, and load against the peak. */
export function PlacementMap({ model, hosts, placement, estimate, host, onHost }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const section = useRef<HTMLDivElement>(null);
  const slices = placedSlices(model, placement);
  const byHost = Map.groupBy(slices, (slice) => slice.host);
  const rows = hosts.filter(({ name }) => byHost.has(name));
  const unused = hosts.filter(({ name }) => name !== 'main' && !byHost.has(name));
  const largest = Math.max(...rows.map(({ capacityBytes }) => capacityBytes), 1);
  const chosen = rows.find(({ name }) => name === host);
  return (
    <div class="placement" ref={section}>
      <div class="panel-tools">
        <NetLegend model={model} hasParts={slices.some(({ slice }) => slice.kind !== 'whole')} />
        <SvgButton name="placement" within={section} />
      </div>
      <div class="map-head" aria-hidden="true">
        <span>Host</span>
        <span>Memory by table slice, of capacity</span>
        <span>Memory</span>
        <span>Full</span>
        <span>Load</span>
      </div>
      <div ref={ref} class="map" style={{ minHeight: `${rows.length * rowHeight(width)}px` }}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={rows.length * rowHeight(width)}
            role="group"
            aria-label={`Placement on ${counted(rows.length, 'host')}`}
          >
            <defs>
              <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0 V6" class="hatch-line" />
              </pattern>
            </defs>
            {rows.map((row, r) => (
              <HostRow
                key={row.name}
                row={row}
                top={r * rowHeight(width)}
                width={width}
                scale={largest}
                slices={byHost.get(row.name) ?? []}
                model={model}
                estimate={estimate}
                isChosen={row.name === host}
                onChoose={() => onHost(row.name === host ? undefined : row.name)}
              />
            ))}
          </svg>
        )}
      </div>
      {unused.length === 0 ? null : (
        <p class="hint">
          Unused: {counted(unused.length, 'host')} with{' '}
          {bytes(unused.reduce((sum, { capacityBytes }) => sum + capacityBytes, 0))}.
        </p>
      )}
      {chosen === undefined ? (
        <p class="hint">Choose a host to see its slices.</p>
      ) : (
        <HostDetail
          host={chosen}
          slices={byHost.get(chosen.name) ?? []}
          model={model}
          onClose={() => onHost(undefined)}
        />
      )}
    </div>
  );
}

const NARROW = 620;
const isNarrow = (width: number): boolean => width < NARROW;
const rowHeight = (width: number): number => (isNarrow(width) ? 58 : 40);
const LABEL_WIDTH = 96;
const FIGURES_WIDTH = 232;

interface RowProps {
  readonly row: FleetHost;
  readonly top: number;
  readonly width: number;
  /** Bytes that the full width of a bar stands for. */
  readonly scale: number;
  readonly slices: readonly PlacedSlice[];
  readonly model: Model;
  readonly estimate: Estimate;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function HostRow({ row, top, width, scale, slices, model, estimate, isChosen, onChoose }: RowProps) {
  const figures = estimate.hosts.find(({ host }) => host === row.name);
  const narrow = isNarrow(width);
  const left = narrow ? 2 : LABEL_WIDTH;
  const room = Math.max(0, width - left - (narrow ? 4 : FIGURES_WIDTH));
  const barTop = top + (narrow ? 22 : 7);
  const used = slices.reduce((sum, slice) => sum + slice.bytes, 0);
  const load = figures === undefined ? 0 : figures.load / figures.relativeSpeed;
  const ofPeak = estimate.peakLoad > 0 ? load / estimate.peakLoad : 0;
  const memory = `${bytes(used)} of ${bytes(row.capacityBytes)}`;
  const share = percent(used / Math.max(1, row.capacityBytes));
  const loadText = figures === undefined ? '' : showLoad(figures.load, estimate.loadMeasure);
  const right = width - 2;
  return (
    <g class={`host-row ${isChosen ? 'chosen' : ''}`} onClick={onChoose}>
      <rect
        x={0}
        y={top + 1}
        width={width}
        height={rowHeight(width) - 2}
        rx={4}
        class="row-ground"
        role="button"
        // Names of SVG attributes keep their case: tabIndex would be another one.
        tabindex={0}
        aria-pressed={isChosen}
        aria-label={`${row.name}: ${memory}, ${share}; load ${loadText} a batch, ${percent(ofPeak)} of the peak; ${counted(slices.length, 'slice')}`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onChoose();
        }}
      />
      <text x={narrow ? 4 : 8} y={narrow ? top + 15 : top + 21} class="host-name">
        {row.name}
      </text>
      <rect x={left} y={barTop} width={(room * row.capacityBytes) / scale} height={18} rx={3} class="capacity" />
      <Slices slices={slices} model={model} left={left} top={barTop} pixels={room / scale} />
      <rect x={left} y={barTop + 21} width={room} height={4} rx={2} class="load-track" />
      <rect
        x={left}
        y={barTop + 21}
        width={Math.max(room * ofPeak, load > 0 ? 2 : 0)}
        height={4}
        rx={2}
        class="load-bar"
      />
      {narrow ? (
        <text x={right - 2} y={top + 15} class="host-figures" text-anchor="end">
          {share} of {bytes(row.capacityBytes)} · load {loadText}
        </text>
      ) : (
        <>
          <text x={right - 118} y={top + 21} class="host-figures" text-anchor="end">
            {memory}
          </text>
          <text x={right - 70} y={top + 21} class="host-share" text-anchor="end">
            {share}
          </text>
          <text x={right - 2} y={top + 21} class="host-figures" text-anchor="end">
            {loadText}
          </text>
        </>
      )}
    </g>
  );
}

interface SlicesProps {
  readonly slices: readonly PlacedSlice[];
  readonly model: Model;
  readonly left: number;
  readonly top: number;
  /** A byte's width. */
  readonly pixels: number;
}

function Slices({ slices, model, left, top, pixels }: SlicesProps) {
  let before = 0;
  return (
    <>
      {slices.map((slice, i) => {
        const x = left + before * pixels;
        const width = slice.bytes * pixels;
        before += slice.bytes;
        // A gap between neighbours, where there is room for one.
        const drawn = width > 3 ? width - 1 : width;
        if (drawn < 0.2) return null;
        return (
          <g key={i}>
            <title>{`${slice.table}: ${bytes(slice.bytes)}${slice.slice.kind === 'whole' ? '' : `, ${slice.slice.kind}`}`}</title>
            <rect x={x} y={top} width={drawn} height={18} rx={drawn > 6 ? 2 : 0} class={netClass(model, slice.net)} />
            {slice.slice.kind === 'whole' ? null : (
              <rect x={x} y={top} width={drawn} height={18} rx={drawn > 6 ? 2 : 0} fill="url(#hatch)" />
            )}
            {drawn > slice.table.length * 6.6 + 8 ? (
              <text x={x + 5} y={top + 13} class="slice-name">
                {slice.table}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
}
