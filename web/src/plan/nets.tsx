import type { Model } from '../types.ts';

/** Fills that stay apart for colour-blind eyes (after Okabe and Ito), light enough for dark text in both themes. */
const FILLS = 8;

export const netClass = (model: Model, net: string): string =>
  `net-${model.nets.findIndex(({ name }) => name === net) % FILLS}`;

export function NetLegend({ model, hasParts }: { readonly model: Model; readonly hasParts: boolean }) {
  return (
    <p class="legend">
      {model.nets.map(({ name }) => (
        <span key={name}>
          <svg width="14" height="14" aria-hidden="true">
            <rect width="14" height="14" rx="2" class={netClass(model, name)} />
          </svg>
          {model.nets.length > 1 ? `${name} net` : `tables of ${name}`}
        </span>
      ))}
      {hasParts ? (
        <span>
          <svg width="14" height="14" aria-hidden="true">
            <rect width="14" height="14" rx="2" class="slice-plain" />
            <path d="M0 8 L8 0 M2 14 L14 2 M8 14 L14 8" class="hatch-line" />
          </svg>
          part of a split table
        </span>
      ) : null}
      <span>
        <svg width="22" height="14" aria-hidden="true">
          <rect y="5" width="22" height="4" rx="2" class="load-bar" />
        </svg>{' '}
        load, of the peak
      </span>
    </p>
  );
}
