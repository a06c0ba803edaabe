import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { wordsOf, type Draft } from './draft.ts';

interface Props {
  readonly draft: Draft;
  readonly hasRun: boolean;
  readonly hasError: boolean;
  readonly children: ComponentChildren;
}

/** Beside the plans on a wide screen; above them, folded away once there is a run, on a narrow one. */
export function ProblemFold({ draft, hasRun, hasError, children }: Props) {
  const fold = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (fold.current !== null) fold.current.open = !hasRun || hasError || !matchMedia('(max-width: 900px)').matches;
  }, [hasRun, hasError]);
  useEffect(() => {
    const narrow = matchMedia('(max-width: 900px)');
    const unfold = (): void => {
      if (!narrow.matches && fold.current !== null) fold.current.open = true;
    };
    narrow.addEventListener('change', unfold);
    return () => narrow.removeEventListener('change', unfold);
  }, []);
  return (
    <aside class="side" aria-label="Problem">
      <details class="fold" ref={fold} open>
        <summary>
          <span>Problem</span> {wordsOf(draft)}
        </summary>
        {children}
      </details>
    </aside>
  );
}
