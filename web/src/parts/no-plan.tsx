import type { Infeasibility, LoadMeasure, Schemas } from '../types.ts';
import { bytes, counted, significant, someOf, withUnit } from '../format.ts';
import { objectiveOf, showObjective } from '../objectives.ts';

type Answer =
  | Schemas['FrontierInfeasible']
  | Schemas['FrontierNotFound']
  | Schemas['InfeasibleAnswer']
  | Schemas['NoPlanFoundAnswer'];

/** An answer without a plan: a proof of why there is none, or what was tried. */
export function NoPlan({ answer, loadMeasure }: { readonly answer: Answer; readonly loadMeasure: LoadMeasure }) {
  if (answer.status === 'infeasible')
    return (
      <div class="notice no-plan" role="status">
        <p class="notice-title">Infeasible: no placement exists in the layouts that the problem allows.</p>
        <ul class="reasons">
          {answer.reasons.map((reason, i) => (
            <Reason key={i} reason={reason} loadMeasure={loadMeasure} />
          ))}
        </ul>
      </div>
    );
  return (
    <div class="notice no-plan" role="status">
      <p class="notice-title">No plan was found, and none was proven not to exist.</p>
      <p>
        Stopped by {answer.stoppedBy}. Tried: {answer.tried.join(', ')}.
      </p>
      {answer.suspected === undefined ? null : (
        <p>
          Seem to stand in the way together, not proven: <code>{answer.suspected.join(', ')}</code>.
        </p>
      )}
    </div>
  );
}

/** Needed against what is there, drawn to scale where both are known. */
function Reason({ reason, loadMeasure }: { readonly reason: Infeasibility; readonly loadMeasure: LoadMeasure }) {
  const amounts = amountsOf(reason);
  return (
    <li>
      <p>{wordsOf(reason, loadMeasure)}</p>
      {amounts === undefined ? null : (
        <svg
          class="shortfall"
          viewBox="0 0 400 30"
          role="img"
          aria-label={`${bytes(amounts.needed)} needed, ${bytes(amounts.available)} there`}
        >
          <rect x="0" y="2" width="400" height="10" rx="2" class="needed" />
          <rect
            x="0"
            y="16"
            width={Math.max(1, (400 * amounts.available) / Math.max(amounts.needed, 1))}
            height="10"
            rx="2"
            class="available"
          />
        </svg>
      )}
      {amounts === undefined ? null : (
        <p class="legend">
          <span>
            <i class="swatch needed" /> needed {bytes(amounts.needed)}
          </span>
          <span>
            <i class="swatch available" /> there {bytes(amounts.available)}
          </span>
        </p>
      )}
    </li>
  );
}

function amountsOf(reason: Infeasibility): { readonly needed: number; readonly available: number } | undefined {
  if (reason.kind === 'memoryShort' || reason.kind === 'hostOverfull')
    return { needed: reason.neededBytes, available: reason.availableBytes };
  if (reason.kind === 'tableFitsNowhere') return { needed: reason.partBytes, available: reason.largestHostBytes };
  return undefined;
}

const exact = (value: number): string => `${bytes(value)} (${value.toLocaleString('en')} bytes)`;

function wordsOf(reason: Infeasibility, loadMeasure: LoadMeasure): string {
  switch (reason.kind) {
    case 'memoryShort':
      return `The tables take ${bytes(reason.neededBytes)}; the hosts that may be used hold ${bytes(reason.availableBytes)}: ${exact(reason.shortBytes)} short.`;
    case 'tableFitsNowhere':
      return `Table ${reason.table} fits nowhere: the best of its allowed layouts has ${counted(reason.parts, 'part')} of ${bytes(reason.partBytes)}, the largest host holds ${bytes(reason.largestHostBytes)}: ${exact(reason.shortBytes)} short.`;
    case 'hostOverfull':
      return `Host ${reason.host}: ${counted(reason.tables.length, 'table')} pinned to it need ${bytes(reason.neededBytes)} of its ${bytes(reason.availableBytes)}: ${exact(reason.shortBytes)} short.`;
    case 'tooManyLargeTables':
      return `${counted(reason.tables.length, 'table')} that may not be split need a host each (${bytes(reason.hostBytes)}), and there are ${counted(reason.hosts, 'host')}: ${someOf(reason.tables, 5)}.`;
    case 'noLayout':
      return `Table ${reason.table} has no layout: ${reason.rule}.`;
    case 'loadCapacityShort':
      return `${reason.host === undefined ? 'All hosts together' : `Host ${reason.host}`}, within the load capacity: the request rate needs ${rate(reason, reason.needed)}, ${rate(reason, reason.available)} are there: ${rate(reason, reason.short)} short.`;
    case 'capBelowBound': {
      const show = (value: number): string => showObjective(reason.objective, value, loadMeasure);
      return `${objectiveOf(reason.objective).label} is limited to ${show(reason.cap)}, and no placement goes below ${show(reason.bound)}: ${show(reason.short)} short.`;
    }
    case 'togetherApartClash':
      return `Tables ${someOf(reason.tables, 5)} have to lie together (${reason.together.join(', ')}) and apart (${reason.apart}).`;
    case 'togetherFitsNowhere':
      return `Tables ${someOf(reason.tables, 5)} have to lie together (${reason.together.join(', ')}) and may share ${counted(reason.openHosts, 'host')}: on ${reason.parts} they need ${bytes(reason.neededBytes)} each, of ${bytes(reason.hostBytes)}.`;
    case 'apartShort':
      return `Tables ${someOf(reason.tables, 5)} have to stay apart (${reason.apart}), and may use ${reason.places.length === 0 ? 'nothing' : `${reason.places.join(', ')} alone`}.`;
    case 'spreadShort':
      return `${reason.net === undefined ? `${counted(reason.atMost, 'host')} in all` : `${counted(reason.atMost, 'host')} of net ${reason.net}`} are too few (${reason.limit}): ${spreadReason(reason)}.`;
    case 'movementShort':
      return `${bytes(reason.forcedBytes)} of ${counted(reason.tables.length, 'table')} may not stay where they lie, more than ${reason.limit} lets move: ${someOf(reason.tables, 5)}.`;
    case 'conflict':
      return `Together these leave no plan, proven by trying all (${reason.nodes.toLocaleString('en')} choices): ${reason.constraints.join(', ')}.`;
  }
}

function spreadReason({ because, tables, bytes: amounts }: Extract<Infeasibility, { kind: 'spreadShort' }>): string {
  if (because === 'bytes')
    return `the tables need ${bytes(amounts?.neededBytes ?? 0)}, the largest hosts hold ${bytes(amounts?.availableBytes ?? 0)}: ${exact(amounts?.shortBytes ?? 0)} short`;
  return because === 'apart'
    ? `${counted(tables.length, 'table')} have to stay apart: ${someOf(tables, 5)}`
    : `${counted(tables.length, 'table')} share no host that they may use: ${someOf(tables, 5)}`;
}

const rate = ({ resource }: Extract<Infeasibility, { kind: 'loadCapacityShort' }>, value: number): string =>
  resource === 'cpu' ? withUnit(significant(value), 'cores') : `${bytes(value)}/s`;
