import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../api.ts';
import type { InputProblem } from '../types.ts';
import { placeOf, type Place } from './problem-file.ts';

/** What the API refused in the last request. */
export const Faults = createContext<readonly InputProblem[]>([]);

/** Faults at a pointer of the request, or below it. */
export const useFaults = (pointer: string): readonly InputProblem[] =>
  useContext(Faults).filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`));

/** Faults of one field, under it: rule, what was seen, and the hint. */
export function FieldFaults({ at, id }: { readonly at: string; readonly id: string }) {
  const faults = useFaults(at);
  if (faults.length === 0) return null;
  return (
    <ul class="faults" id={id}>
      {faults.map((fault) => (
        <li key={fault.pointer + fault.rule}>
          {fault.pointer === at ? null : <code>{fault.pointer.slice(at.length)}</code>} {fault.rule}
          {'; seen: '}
          {fault.seen}. {fault.maybe}
        </li>
      ))}
    </ul>
  );
}

interface FaultListProps {
  readonly error: ApiError;
  /** The problem's own text, in which faults are looked up. */
  readonly text?: string | undefined;
  readonly onGo: (place: Place) => void;
}

/** All that was refused, said at once. */
export function FaultList({ error, text, onGo }: FaultListProps) {
  return (
    <div class="notice bad" role="alert">
      <p class="notice-title">{error.message}</p>
      {error.problems.length === 0 ? null : (
        <ol class="fault-list">
          {error.problems.slice(0, 20).map((fault) => (
            <Fault key={fault.pointer + fault.rule} fault={fault} text={text} onGo={onGo} />
          ))}
        </ol>
      )}
      {error.problems.length > 20 ? <p>and {error.problems.length - 20} more</p> : null}
    </div>
  );
}

function Fault({ fault, text, onGo }: Omit<FaultListProps, 'error'> & { readonly fault: InputProblem }) {
  const [place, setPlace] = useState<Place | undefined>();
  useEffect(() => {
    if (text !== undefined) void placeOf(text, fault.pointer).then(setPlace);
  }, [text, fault.pointer]);
  return (
    <li>
      {place === undefined ? (
        <code>{fault.pointer || 'request'}</code>
      ) : (
        <button type="button" class="linkish" onClick={() => onGo(place)}>
          Line {place.line}, <code>{fault.pointer}</code>
        </button>
      )}
      <span class="fault-rule">{fault.rule}</span>
      <span class="fault-seen">
        Seen: {fault.seen}. {fault.maybe}
      </span>
    </li>
  );
}
