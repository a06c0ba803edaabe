import * as Plot from '@observablehq/plot';
import { useRef } from 'preact/hooks';
import type { Frontier, LoadMeasure } from '../api.ts';
import { showGap, showQuantity } from '../objectives.ts';
import { SvgButton } from '../parts/download.tsx';
import { Chart } from '../parts/plot.tsx';
import { axesFor, scaleOf, type Axis, type Scale } from './axes.ts';
import { labelsOf, pointsOf, type Point } from './points.ts';

interface Props {
  readonly frontier: Frontier;
  readonly x: Axis;
  readonly y: Axis;
  readonly loadMeasure: LoadMeasure;
  readonly chosen?: number | undefined;
  readonly other?: number | undefined;
  onAxes(axes: { readonly x?: string; readonly y?: string }): void;
  onPick(index: number): void;
}

/** The frontier on two axes of choice. */
export function FrontierChart(props: Props) {
  const { frontier, x, y, loadMeasure, chosen, other, onAxes, onPick } = props;
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
        height={380}
        label={`${y.label} over ${x.label}: ${points.length} plans. The table below says the same.`}
        dependencies={[frontier, x, y, loadMeasure, chosen, other]}
        draw={(width) => drawFrontier({ ...props, points, width })}
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
  onChange(name: string): void;
}

function AxisPicker({ label, axis, axes, onChange }: AxisPickerProps) {
  return (
    <label class="axis-picker">
      <span>{label}</span>
      <select value={axis.name} onChange={(event) => onChange(event.currentTarget.value)}>
        {axes.map(({ name, label: text }) => <option key={name} value={name}>{text}</option>)}
      </select>
    </label>
  );
}

function Legend({ hasMeasured }: { readonly hasMeasured: boolean }) {
  return (
    <figcaption class="legend">
      <span><svg width="14" height="14" aria-hidden="true"><circle cx="7" cy="7" r="5" class="mark-proven" /></svg> proven optimal</span>
      <span><svg width="14" height="14" aria-hidden="true"><path d="M7 1 L13 7 L7 13 L1 7 Z" class="mark-open" /></svg> gap open</span>
      {hasMeasured ? <span><svg width="18" height="14" aria-hidden="true"><path d="M9 1 V13 M6 1 H12 M6 13 H12" class="mark-interval" /><rect x="6" y="4" width="6" height="6" class="mark-seen" /></svg> measured, 95% interval</span> : null}
      <span><svg width="18" height="14" aria-hidden="true"><path d="M1 7 H17" class="mark-singular" /></svg> singular: the unsharded model</span>
      <span><svg width="12" height="14" aria-hidden="true"><path d="M2 3 L10 11 M10 3 L2 11" class="mark-strategy" /></svg> published strategies</span>
    </figcaption>
  );
}

interface Drawing extends Props {
  readonly points: readonly Point[];
  readonly width: number;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly strategy: string;
}

function drawFrontier(drawing: Drawing): Plot.PlotOptions {
  const { frontier, x, y, loadMeasure, points, width } = drawing;
  const strategies = frontier.strategies.flatMap(({ strategy, estimate, legal }): Placed[] => {
    if (estimate === undefined || !legal || x.estimated === undefined || y.estimated === undefined) return [];
    return [{ x: x.estimated(estimate), y: y.estimated(estimate), strategy }];
  });
  const xScale = scaleOf(x, [...points, ...strategies].flatMap((point) => [point.x, ('xSeen' in point ? point.xSeen?.high : 0) ?? 0]), loadMeasure);
  const yScale = scaleOf(y, [...points, ...strategies].flatMap((point) => [point.y, ('ySeen' in point ? point.ySeen?.high : 0) ?? 0]), loadMeasure);
  const isCount = (axis: Axis): boolean => axis.kind === 'count';
  const ticks = (axis: Axis, room: number) => (isCount(axis) ? { ticks: room, tickFormat: wholeTick } : { ticks: room, tickFormat: tick });
  return {
    className: 'plot',
    marginLeft: 64,
    marginBottom: 44,
    marginTop: 34,
    marginRight: 28,
    x: { label: `${xScale.label} →`, labelAnchor: 'right', nice: true, inset: 14, ...ticks(x, width < 500 ? 5 : 9), labelArrow: false },
    y: { label: `↑ ${yScale.label}`, labelAnchor: 'top', nice: true, inset: 14, ...ticks(y, 6), grid: true, labelArrow: false },
    symbol: { domain: [true, false], range: ['circle', 'diamond2'] },
    marks: [
      ...singularMarks(drawing, xScale, yScale),
      Plot.dot(strategies, { x: (d: Placed) => d.x / xScale.size, y: (d: Placed) => d.y / yScale.size, symbol: 'times', r: 4, stroke: 'currentColor', className: 'strategy-marks', strokeWidth: 1.2 }),
      ...planMarks(drawing, xScale, yScale),
    ],
  };
}

const tick = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });
const wholeTick = (value: number): string => (Number.isInteger(value) ? tick(value) : '');

/** The unsharded model: a line across where it has a value on an axis. */
function singularMarks({ frontier, x, y, loadMeasure }: Drawing, xScale: Scale, yScale: Scale): Plot.Markish[] {
  const onY = y.singular?.(frontier);
  const onX = x.singular?.(frontier);
  // No host is used by it, and nothing travels: a line at 0 says nothing.
  const marks: Plot.Markish[] = [];
  if (onY !== undefined && onY > 0)
    marks.push(
      Plot.ruleY([onY / yScale.size], { strokeDasharray: '5 4', className: 'singular-rule' }),
      Plot.text([onY / yScale.size], { y: (d: number) => d, frameAnchor: 'right', dy: -8, textAnchor: 'end', text: () => `singular ${showQuantity(y.kind, onY, loadMeasure)}`, className: 'singular-label' }),
    );
  if (onX !== undefined && onX > 0)
    marks.push(
      Plot.ruleX([onX / xScale.size], { strokeDasharray: '5 4', className: 'singular-rule' }),
      Plot.text([onX / xScale.size], { x: (d: number) => d, frameAnchor: 'top', dx: 6, textAnchor: 'start', text: () => `singular ${showQuantity(x.kind, onX, loadMeasure)}`, className: 'singular-label' }),
    );
  return marks;
}

function planMarks({ points, chosen, other, x, y, loadMeasure }: Drawing, xScale: Scale, yScale: Scale): Plot.Markish[] {
  const at = { x: (point: Point) => point.x / xScale.size, y: (point: Point) => point.y / yScale.size };
  const seen = points.filter(({ xSeen, ySeen }) => xSeen !== undefined || ySeen !== undefined);
  const seenAt = {
    x: (point: Point) => (point.xSeen?.value ?? point.x) / xScale.size,
    y: (point: Point) => (point.ySeen?.value ?? point.y) / yScale.size,
  };
  const withRange = (of: 'xSeen' | 'ySeen'): Point[] => seen.filter((point) => point[of]?.low !== undefined);
  const isDouble = x.estimated !== undefined && y.estimated !== undefined;
  const ring = (index: number | undefined, className: string): Plot.Markish =>
    Plot.dot(points.filter((point) => point.index === index), { ...at, r: 10, className, fill: 'none', strokeWidth: 2.5 });
  return [
    Plot.ruleX(withRange('ySeen'), { x: seenAt.x, y1: (p: Point) => (p.ySeen?.low ?? 0) / yScale.size, y2: (p: Point) => (p.ySeen?.high ?? 0) / yScale.size, marker: 'none', className: 'interval' }),
    Plot.ruleY(withRange('xSeen'), { y: seenAt.y, x1: (p: Point) => (p.xSeen?.low ?? 0) / xScale.size, x2: (p: Point) => (p.xSeen?.high ?? 0) / xScale.size, className: 'interval' }),
    ...(isDouble
      ? [
          Plot.link(seen, { x1: at.x, y1: at.y, x2: seenAt.x, y2: seenAt.y, className: 'estimate-link', strokeDasharray: '1 3' }),
          Plot.dot(seen, { ...seenAt, symbol: 'square', r: 4, className: 'seen' }),
        ]
      : []),
    ring(chosen, 'ring-chosen'),
    ring(other, 'ring-other'),
    Plot.dot(points.filter(({ isProven }) => isProven), { ...at, r: 5.5, className: 'proven' }),
    Plot.dot(points.filter(({ isProven }) => !isProven), { ...at, symbol: 'diamond2', r: 5.5, className: 'open' }),
    Plot.text(labelsOf(points), { x: (d: { x: number }) => d.x / xScale.size, y: (d: { y: number }) => d.y / yScale.size, text: 'text', dx: 9, dy: -9, textAnchor: 'start', className: 'point-label' }),
    Plot.tip(points, Plot.pointer({ ...at, title: (point: Point) => describe(point, x, y, loadMeasure), className: 'plot-tip', lineWidth: 30 })),
  ];
}

function describe({ index, plan, xSeen, ySeen, x: onX, y: onY }: Point, x: Axis, y: Axis, loadMeasure: LoadMeasure): string {
  const { proof } = plan;
  const line = (axis: Axis, value: number, seen: Point['xSeen']): string[] => [
    `${axis.label}: ${showQuantity(axis.kind, value, loadMeasure)}`,
    ...(seen?.low === undefined || seen.high === undefined
      ? []
      : [`  measured ${showQuantity(axis.kind, seen.value, loadMeasure)}, 95% in ${showQuantity(axis.kind, seen.low, loadMeasure)} to ${showQuantity(axis.kind, seen.high, loadMeasure)}`]),
  ];
  const gap = proof.status === 'optimal' ? `proven optimal in ${proof.objective}` : `gap ${showGap(proof)} in ${proof.objective}`;
  return [`Plan ${index + 1}`, ...line(x, onX, xSeen), ...line(y, onY, ySeen), gap].join('\n');
}
