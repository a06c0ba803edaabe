import * as Plot from '@observablehq/plot';
import { useEffect } from 'preact/hooks';
import { useWidth } from './use-width.ts';

interface Props<Datum> {
  /** Space is kept at this height before the chart is drawn, so that nothing jumps. */
  readonly height: number;
  readonly label: string;
  readonly dependencies: readonly unknown[];
  readonly draw: (width: number) => Plot.PlotOptions;
  /** Where the chart has a pointer mark: what was clicked. */
  readonly onPick?: (datum: Datum) => void;
}

/** An Observable Plot chart as wide as its place. A table beside it says the same: the chart itself is one image to screen readers. */
export function Chart<Datum>({ height, label, dependencies, draw, onPick }: Props<Datum>) {
  const [ref, width] = useWidth<HTMLDivElement>();
  useEffect(() => {
    if (width === 0 || ref.current === null) return;
    const chart = Plot.plot({ width, height, ariaLabel: label, ...draw(width) });
    // The policy forbids inline style elements; styles/charts.css says the same.
    for (const style of chart.querySelectorAll('style')) style.remove();
    // Marks are named for style sheets alone: a name on a group without a role is none to a screen reader.
    for (const mark of chart.querySelectorAll('g[aria-label]')) {
      mark.setAttribute('data-mark', mark.getAttribute('aria-label') ?? '');
      mark.removeAttribute('aria-label');
    }
    const svg = chart.tagName === 'svg' ? chart : (chart.querySelector('svg') ?? chart);
    svg.setAttribute('role', 'img');
    if (onPick !== undefined)
      chart.addEventListener('click', () => {
        const datum = (chart as unknown as { value?: Datum | null }).value;
        if (datum !== undefined && datum !== null) onPick(datum);
      });
    ref.current.replaceChildren(chart);
  }, [width, height, ...dependencies]);
  return <div class="chart" ref={ref} style={{ minHeight: `${height}px` }} />;
}
