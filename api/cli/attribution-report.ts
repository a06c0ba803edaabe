import type { ForeignLoad, Measurement, Phases } from '../../domain/measurement.ts';
import { formatPercent, significant } from './format.ts';
import type { Column } from './table.ts';
import { layOut } from './table.ts';

/** One line of a stacked table: what CPU went into, what was waited for, what the network would add. */
interface Attributed {
  readonly name: string;
  readonly phases: Phases;
  readonly cpuMs: number;
  readonly waitingMs?: number;
  readonly modelledNetworkMs?: number;
  readonly boundedRequests?: number;
}

const PHASES: readonly { readonly phase: keyof Phases; readonly head: readonly [string, string] }[] = [
  { phase: 'denseMs', head: ['dense', 'ms'] },
  { phase: 'embeddingMs', head: ['embed-', 'ding'] },
  { phase: 'serializationMs', head: ['serial-', 'ization'] },
  { phase: 'deserializationMs', head: ['deserial-', 'ization'] },
  { phase: 'rpcServiceMs', head: ['RPC', 'service'] },
];

const columns = (first: string): Column<Attributed>[] => [
  { head: [first, ''], align: 'left', cell: ({ name }) => name },
  ...PHASES.map(({ phase, head }): Column<Attributed> => ({ head, cell: ({ phases }) => significant(phases[phase]) })),
  { head: ['= CPU', 'a request'], cell: ({ cpuMs }) => significant(cpuMs) },
  { head: ['waiting', ''], cell: ({ waitingMs }) => optional(waitingMs) },
  { head: ['network', '(modelled)'], cell: ({ modelledNetworkMs }) => optional(modelledNetworkMs) },
  {
    head: ['bounds', 'requests'],
    cell: ({ boundedRequests }) => (boundedRequests === undefined ? '' : String(boundedRequests)),
  },
];

/** Where the CPU of a plan goes, thread by thread; all threads and singular below. */
export function formatAttribution(measurement: Measurement): string {
  const threads = measurement.shards.map(({ host, cpuMsPerRequest, boundedRequests, ...shard }, s): Attributed => ({
    ...shard,
    name: host,
    cpuMs: cpuMsPerRequest,
    // The main shard is nobody's sparse shard.
    ...(s === 0 ? {} : { boundedRequests }),
  }));
  return `CPU milliseconds a request by what they went into:\n\n${layOut(
    [...threads, { ...allThreads(measurement), name: 'all' }, { ...singular(measurement), name: 'singular' }],
    columns('thread'),
  )}`;
}

/** Where the CPU of each plan goes, all its threads together. */
export function formatAttributions(
  plans: readonly { readonly name: string; readonly measurement: Measurement }[],
): string {
  if (plans.length === 0) return '';
  const rows = plans.map(({ name, measurement }): Attributed => {
    const [{ waitingMs, modelledNetworkMs }] = measurement.shards;
    return { ...allThreads(measurement), name, waitingMs, modelledNetworkMs };
  });
  const [{ measurement }] = plans;
  return `CPU milliseconds a request by what they went into, all threads of a plan together; waiting and network of its main shard:\n\n${layOut(
    [...rows, { ...singular(measurement), name: 'singular' }],
    columns('#'),
  )}`;
}

function allThreads({ shards, cpuMsPerRequest }: Measurement): Omit<Attributed, 'name'> {
  const total = (phase: keyof Phases): number => shards.reduce((sum, { phases }) => sum + phases[phase], 0);
  return {
    phases: {
      denseMs: total('denseMs'),
      embeddingMs: total('embeddingMs'),
      serializationMs: total('serializationMs'),
      deserializationMs: total('deserializationMs'),
      rpcServiceMs: total('rpcServiceMs'),
    },
    cpuMs: cpuMsPerRequest,
  };
}

const singular = ({ singularOperators, singularCpuMsPerRequest }: Measurement): Omit<Attributed, 'name'> => ({
  phases: {
    denseMs: singularOperators.denseMsPerRequest,
    embeddingMs: singularOperators.embeddingMsPerRequest,
    serializationMs: 0,
    deserializationMs: 0,
    rpcServiceMs: 0,
  },
  cpuMs: singularCpuMsPerRequest,
});

/** What else ran meanwhile, and what was discarded for it. */
export function formatForeignLoad({
  cpuShare,
  stolenShare,
  discardedRounds,
  disturbedRounds,
  rounds,
  rule,
}: ForeignLoad): string {
  if (cpuShare === null) return rule;
  const stolen =
    stolenShare !== null && stolenShare > 0.001 ? ` (${formatPercent(stolenShare)} by the hypervisor)` : '';
  return (
    `Others took ${formatPercent(cpuShare)} of the cores' time${stolen}; ${disturbedRounds} of ${rounds} rounds were disturbed, ` +
    `${discardedRounds} discarded${disturbedRounds > discardedRounds ? ': all in all a DISTURBED run' : ''}. ${rule}`
  );
}

const optional = (value: number | undefined): string => (value === undefined ? '' : significant(value));
