import * as Plot from '@observablehq/plot';
import type { Frontier, LoadMeasure } from '../types.ts';
import { objectiveOf, showGap, showQuantity } from '../objectives.ts';
import { scaleOf, type Axis, type Observed, type Scale } from './axes.ts';
import { labelsOf, strategyPoints, type Label, type Point, type StrategyPoint } from './points.ts';

export interface Drawing {
  readonly frontier: Frontier;
  readonly x: Axis;
  readonly y: Axis;
  readonly loadMeasure: LoadMeasure;
  readonly chosen?: number | undefined;
  readonly other?: number | undefined;
  readonly points: readonly Point[];
  readonly width: number;
}

export const FRONTIER_HEIGHT = 380;
const MARGIN = { top: 34, right: 34, bottom: 46, left: 62 } as const;
const INSET = 14;

/** An axis as it is drawn: its unit, and the range of values in that unit. */
interface Drawn extends Scale {
  readonly domain: readonly [number, number];
  readonly singular: number | undefined;
}

/** The options of the frontier's chart. */
export function drawFrontier(drawing: Drawing): Plot.PlotOptions {
  const { frontier, x, y, points, width } = drawing;
  const strategies = strategyPoints(frontier, x, y);
  const onX = drawnAxis(
    drawing,
    x,
    points.map((point) => [point.x, point.xSeen]),
    strategies.map((point) => point.x),
  );
  const onY = drawnAxis(
    drawing,
    y,
    points.map((point) => [point.y, point.ySeen]),
    strategies.map((point) => point.y),
  );
  const narrow = width < 520;
  return {
    className: 'plot',
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    x: { ...axisOptions(x, onX, narrow ? 4 : 9), labelAnchor: 'right', labelOffset: 42 },
    y: { ...axisOptions(y, onY, 6), labelAnchor: 'top', grid: true },
    symbol: { domain: [true, false], range: ['circle', 'diamond2'] },
    marks: [
      ...singularRules(onX, onY),
      Plot.dot(strategies, {
        x: (d: StrategyPoint) => d.x / onX.size,
        y: (d: StrategyPoint) => d.y / onY.size,
        symbol: 'times',
        r: 4,
        stroke: 'currentColor',
        className: 'strategy-marks',
      }),
      ...measuredMarks(drawing, onX, onY),
      ...singularWords(drawing, onX, onY),
      ...planMarks(drawing, onX, onY),
    ],
  };
}

/** As many spans of the plans as the baseline may lie beyond them and still be drawn to scale: farther off it would press them together. */
const SPANS_TO_SINGULAR = 1;

function drawnAxis(
  { frontier, loadMeasure }: Drawing,
  axis: Axis,
  placed: readonly (readonly [number, Observed | undefined])[],
  strategies: readonly number[],
): Drawn {
  const values = [
    ...placed.flatMap(([at, seen]) => [at, seen?.low ?? at, seen?.high ?? at, seen?.value ?? at]),
    ...strategies,
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const singular = axis.singular?.(frontier);
  const span = high - low || high || 1;
  const isNear =
    singular !== undefined &&
    singular > 0 &&
    singular < high + SPANS_TO_SINGULAR * span &&
    singular > low - SPANS_TO_SINGULAR * span;
  const [from, to] = isNear ? [Math.min(low, singular), Math.max(high, singular)] : [low, high];
  const scale = scaleOf(axis, [from, to], loadMeasure);
  const room = from === to ? span * 0.5 : 0;
  return { ...scale, singular, domain: [Math.max(0, from - room) / scale.size, (to + room) / scale.size] };
}

function axisOptions(axis: Axis, { label, domain }: Drawn, ticks: number): Plot.ScaleOptions {
  const common = { label, domain: [...domain], inset: INSET, labelArrow: false, tickFormat: tick } as const;
  const [low, high] = domain;
  if (axis.kind !== 'count' || high - low > 40) return { ...common, ticks };
  const step = Math.ceil((high - low) / ticks) || 1;
  const whole = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
  return { ...common, ticks: whole.filter((_, i) => i % step === 0) };
}

const tick = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** The unsharded model: a line across where it has a value. No host is used by it and nothing travels: a line at 0 says nothing. */
function singularRules(onX: Drawn, onY: Drawn): Plot.Markish[] {
  const at = ({ singular = 0, size }: Drawn): number => singular / size;
  return [
    ...(at(onY) > 0 && isInside(onY, at(onY)) ? [Plot.ruleY([at(onY)], { className: 'singular-rule' })] : []),
    ...(at(onX) > 0 && isInside(onX, at(onX)) ? [Plot.ruleX([at(onX)], { className: 'singular-rule' })] : []),
  ];
}

/** Its values; at the edge, where it lies far off. */
function singularWords({ x, y, loadMeasure }: Drawing, onX: Drawn, onY: Drawn): Plot.Markish[] {
  const words = (axis: Axis, { singular = 0 }: Drawn): string =>
    `singular ${showQuantity(axis.kind, singular, loadMeasure)}`;
  const marks: Plot.Markish[] = [];
  const [across, up] = [(onX.singular ?? 0) / onX.size, (onY.singular ?? 0) / onY.size];
  if (up > 0) {
    const isOver = up > onY.domain[1];
    const place = isInside(onY, up)
      ? ({ y: up, frameAnchor: 'right', dy: -8 } as const)
      : ({ frameAnchor: isOver ? 'top-right' : 'bottom-right', dy: isOver ? -14 : -4 } as const);
    const text = isInside(onY, up) ? words(y, onY) : `${words(y, onY)}, off the scale`;
    marks.push(Plot.text([up], { ...place, textAnchor: 'end', text: () => text, className: 'singular-label' }));
  }
  if (across > 0 && isInside(onX, across))
    marks.push(
      Plot.text([across], {
        x: across,
        frameAnchor: 'top',
        dx: 6,
        textAnchor: 'start',
        text: () => words(x, onX),
        className: 'singular-label',
      }),
    );
  return marks;
}

const isInside = ({ domain: [low, high] }: Drawn, value: number): boolean => value >= low && value <= high;

/** Observations with their intervals, tied to the estimates that they belong to. */
function measuredMarks({ points, x, y }: Drawing, onX: Scale, onY: Scale): Plot.Markish[] {
  const seen = points.filter(({ xSeen, ySeen }) => xSeen !== undefined || ySeen !== undefined);
  const at = {
    x: (point: Point) => (point.xSeen?.value ?? point.x) / onX.size,
    y: (point: Point) => (point.ySeen?.value ?? point.y) / onY.size,
  };
  const ranged = (of: 'xSeen' | 'ySeen'): Point[] => seen.filter((point) => point[of]?.low !== undefined);
  const isDouble = x.estimated !== undefined && y.estimated !== undefined;
  return [
    Plot.ruleX(ranged('ySeen'), {
      x: at.x,
      y1: (point: Point) => (point.ySeen?.low ?? 0) / onY.size,
      y2: (point: Point) => (point.ySeen?.high ?? 0) / onY.size,
      className: 'interval',
    }),
    Plot.ruleY(ranged('xSeen'), {
      y: at.y,
      x1: (point: Point) => (point.xSeen?.low ?? 0) / onX.size,
      x2: (point: Point) => (point.xSeen?.high ?? 0) / onX.size,
      className: 'interval',
    }),
    ...(isDouble
      ? [
          Plot.link(seen, {
            x1: (point: Point) => point.x / onX.size,
            y1: (point: Point) => point.y / onY.size,
            x2: at.x,
            y2: at.y,
            className: 'estimate-link',
            strokeDasharray: '1 3',
          }),
          Plot.dot(seen, { ...at, symbol: 'square', r: 4, className: 'seen' }),
        ]
      : []),
  ];
}

function planMarks(
  { points, chosen, other, x, y, loadMeasure, width }: Drawing,
  onX: Drawn,
  onY: Drawn,
): Plot.Markish[] {
  const at = { x: (point: Point) => point.x / onX.size, y: (point: Point) => point.y / onY.size };
  const ring = (index: number | undefined, className: string): Plot.Markish =>
    Plot.dot(
      points.filter((point) => point.index === index),
      { ...at, r: 10, className },
    );
  const [innerWidth, innerHeight] = [
    width - MARGIN.left - MARGIN.right - 2 * INSET,
    FRONTIER_HEIGHT - MARGIN.top - MARGIN.bottom - 2 * INSET,
  ];
  const labels = labelsOf(points, (point) => [
    innerWidth * share(at.x(point), onX.domain),
    innerHeight * (1 - share(at.y(point), onY.domain)),
  ]);
  const isAtRight = (label: Label): boolean => label.text.length > 4 && share(label.x / onX.size, onX.domain) > 0.94;
  return [
    ring(chosen, 'ring-chosen'),
    ring(other, 'ring-other'),
    Plot.dot(
      points.filter(({ isProven }) => isProven),
      { ...at, r: 5.5, className: 'proven' },
    ),
    Plot.dot(
      points.filter(({ isProven }) => !isProven),
      { ...at, symbol: 'diamond2', r: 5.5, className: 'open' },
    ),
    ...labelMarks(
      labels.filter((label) => !isAtRight(label)),
      onX,
      onY,
      'start',
    ),
    ...labelMarks(labels.filter(isAtRight), onX, onY, 'end'),
    Plot.tip(
      points,
      Plot.pointer({
        ...at,
        title: (point: Point) => describe(point, x, y, loadMeasure),
        className: 'plot-tip',
        lineWidth: 30,
      }),
    ),
  ];
}

/** Numbers of plans beside their points; left of those at the right edge. */
const labelMarks = (labels: readonly Label[], onX: Scale, onY: Scale, textAnchor: 'start' | 'end'): Plot.Markish[] => [
  Plot.text(labels, {
    x: (label: Label) => label.x / onX.size,
    y: (label: Label) => label.y / onY.size,
    text: 'text',
    dx: textAnchor === 'start' ? 10 : -10,
    dy: -10,
    textAnchor,
    className: 'point-label',
  }),
];

/** Where a value lies in a range; the middle of one without length. */
const share = (value: number, [low, high]: readonly [number, number]): number =>
  high === low ? 0.5 : (value - low) / (high - low);

function describe(point: Point, x: Axis, y: Axis, loadMeasure: LoadMeasure): string {
  const { proof } = point.plan;
  const line = (axis: Axis, value: number, seen: Observed | undefined): string[] => {
    const show = (figure: number): string => showQuantity(axis.kind, figure, loadMeasure);
    return [
      `${axis.label}: ${show(value)}`,
      ...(seen?.low === undefined || seen.high === undefined
        ? []
        : [`  measured ${show(seen.value)}, 95% in ${show(seen.low)} to ${show(seen.high)}`]),
    ];
  };
  const label = objectiveOf(proof.objective).label.toLowerCase();
  const gap = proof.status === 'optimal' ? `proven optimal in ${label}` : `gap ${showGap(proof)} in ${label}`;
  return [`Plan ${point.index + 1}`, ...line(x, point.x, point.xSeen), ...line(y, point.y, point.ySeen), gap].join(
    '\n',
  );
}
