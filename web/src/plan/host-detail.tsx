import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Model } from '../types.ts';
import { bytes, counted, percent } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { useWidth } from '../parts/use-width.ts';
import { describeSlice, type FleetHost, type PlacedSlice } from '../slices.ts';
import { netClass } from './nets.tsx';

interface Props {
  readonly host: FleetHost;
  readonly slices: readonly PlacedSlice[];
  readonly model: Model;
  readonly onClose: () => void;
}

const HEIGHT = 280;

/** The slices of one host: a treemap by bytes, and the same as a table. */
export function HostDetail({ host, slices, model, onClose }: Props) {
  const used = slices.reduce((sum, slice) => sum + slice.bytes, 0);
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  const bySize = [...slices].sort((a, b) => b.bytes - a.bytes);
  return (
    <section class="host-detail" aria-label={`Host ${host.name}`}>
      <h4>
        {host.name}: {counted(slices.length, 'slice')}, {bytes(used)} of {bytes(host.capacityBytes)}
        <button type="button" class="button small quiet" onClick={onClose}>
          Close
        </button>
      </h4>
      <div class="host-detail-parts">
        <Treemap slices={slices} free={Math.max(0, host.capacityBytes - used)} model={model} />
        <DataTable
          label={`Slices on ${host.name}`}
          isShort
          rows={bySize}
          columns={[
            { head: 'Table', isText: true, cell: ({ table }) => table },
            { head: 'Net', isText: true, cell: ({ net }) => net },
            { head: 'Slice', isText: true, cell: ({ slice, table }) => describeSlice(slice, tables.get(table)) },
            { head: 'Memory', cell: (slice) => bytes(slice.bytes) },
            { head: 'of host', cell: (slice) => percent(slice.bytes / Math.max(1, host.capacityBytes)) },
          ]}
        />
      </div>
    </section>
  );
}

interface Node {
  readonly slice?: PlacedSlice;
  readonly bytes: number;
  readonly children?: readonly Node[];
}

/** Nets side by side, their slices inside; what is free is an empty tile. */
function Treemap({
  slices,
  free,
  model,
}: {
  readonly slices: readonly PlacedSlice[];
  readonly free: number;
  readonly model: Model;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const nets = [...Map.groupBy(slices, ({ net }) => net).values()];
  const data: Node = {
    bytes: 0,
    children: [
      ...nets.map((own): Node => ({ bytes: 0, children: own.map((slice) => ({ slice, bytes: slice.bytes })) })),
      ...(free > 0 ? [{ bytes: free }] : []),
    ],
  };
  const root = treemap<Node>().size([width, HEIGHT]).tile(treemapSquarify).paddingInner(1).round(true)(
    hierarchy<Node>(data, (node) => node.children as Node[] | undefined)
      .sum((node) => node.bytes)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
  );
  return (
    <div ref={ref} class="treemap">
      {width === 0 ? null : (
        <svg width={width} height={HEIGHT} role="img" aria-label="Slices by bytes; the table beside says the same.">
          {root.leaves().map((leaf, i) => {
            const { slice } = leaf.data;
            const [w, h] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
            const name = slice?.table ?? 'free';
            const fits = w > name.length * 6.6 + 10 && h > 18;
            return (
              <g key={i} transform={`translate(${leaf.x0},${leaf.y0})`}>
                <title>{`${name}: ${bytes(leaf.value ?? 0)}`}</title>
                <rect
                  width={w}
                  height={h}
                  rx={2}
                  class={slice === undefined ? 'capacity' : netClass(model, slice.net)}
                />
                {fits ? (
                  <text x={5} y={14} class={slice === undefined ? 'free-name' : 'slice-name'}>
                    {name}
                  </text>
                ) : null}
                {fits && h > 34 && w > 64 ? (
                  <text x={5} y={29} class={slice === undefined ? 'free-name' : 'slice-figure'}>
                    {bytes(leaf.value ?? 0)}
                  </text>
                ) : null}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
