import { useRef } from 'preact/hooks';
import type { Frontier, LoadMeasure } from '../types.ts';
import { SvgButton } from '../parts/download.tsx';
import { Chart } from '../parts/plot.tsx';
import { axesFor, type Axis } from './axes.ts';
import { drawFrontier, FRONTIER_HEIGHT } from './frontier-drawing.ts';
import { pointsOf, type Point } from './points.ts';

interface Props {
  readonly frontier: Frontier;
  readonly x: Axis;
  readonly y: Axis;
  readonly loadMeasure: LoadMeasure;
  readonly chosen?: number | undefined;
  readonly other?: number | undefined;
  readonly onAxes: (axes: { readonly x?: string; readonly y?: string }) => void;
  readonly onPick: (index: number) => void;
}

/** The frontier on two axes of choice. */
export function FrontierChart({ frontier, x, y, loadMeasure, chosen, other, onAxes, onPick }: Props) {
  const section = useRef<HTMLElement>(null);
  const axes = axesFor(frontier.plans);
  const points = pointsOf(frontier.plans, x, y);
  return (
    <figure class="frontier-chart" ref={section}>
      <div class="axis-pickers">
        <AxisPicker label="Vertical" axis={y} axes={axes} onChange={(name) => onAxes({ y: name })} />
        <AxisPicker label="Horizontal" axis={x} axes={axes} onChange={(name) => onAxes({ x: name })} />
        <SvgButton name="frontier" within={section} />
      </div>
      <Chart<Point>
        height={FRONTIER_HEIGHT}
        label={`${y.label} over ${x.label}: ${points.length} plans. The table below says the same.`}
        dependencies={[frontier, x, y, loadMeasure, chosen, other]}
        draw={(width) => drawFrontier({ frontier, x, y, loadMeasure, chosen, other, points, width })}
        onPick={({ index }) => onPick(index)}
      />
      <Legend hasMeasured={x.measured !== undefined || y.measured !== undefined} />
    </figure>
  );
}

interface AxisPickerProps {
  readonly label: string;
  readonly axis: Axis;
  readonly axes: readonly Axis[];
  readonly onChange: (name: string) => void;
}

function AxisPicker({ label, axis, axes, onChange }: AxisPickerProps) {
  return (
    <label class="axis-picker">
      <span>{label}</span>
      <select value={axis.name} onChange={(event) => onChange(event.currentTarget.value)}>
        {axes.map(({ name, label: text }) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Legend({ hasMeasured }: { readonly hasMeasured: boolean }) {
  return (
    <figcaption class="legend">
      <span>
        <svg width="14" height="14" aria-hidden="true">
          <circle cx="7" cy="7" r="5" class="mark-proven" />
        </svg>
        proven optimal
      </span>
      <span>
        <svg width="14" height="14" aria-hidden="true">
          <path d="M7 1 L13 7 L7 13 L1 7 Z" class="mark-open" />
        </svg>
        gap open
      </span>
      {hasMeasured ? (
        <span>
          <svg width="18" height="14" aria-hidden="true">
            <path d="M9 1 V13 M6 1 H12 M6 13 H12" class="mark-interval" />
            <rect x="6" y="4" width="6" height="6" class="mark-seen" />
          </svg>
          measured, 95% interval
        </span>
      ) : null}
      <span>
        <svg width="18" height="14" aria-hidden="true">
          <path d="M1 7 H17" class="mark-singular" />
        </svg>
        singular: the unsharded model
      </span>
      <span>
        <svg width="12" height="14" aria-hidden="true">
          <path d="M2 3 L10 11 M10 3 L2 11" class="mark-strategy" />
        </svg>
        published strategies
      </span>
    </figcaption>
  );
}
