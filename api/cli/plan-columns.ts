import type { Measurement, Percentile } from '../../domain/measurement.ts';
import type { Estimate, Plan } from '../../domain/plan.ts';
import { formatBytes, formatPercent, significant } from './format.ts';
import { formatAgreement, formatBalance, formatLoad, formatProof } from './measures.ts';
import type { Column } from './table.ts';

/** Columns of anything that was estimated. Head lines: quantity, unit. */
export const estimateColumns = <Row>(estimateOf: (row: Row) => Estimate | undefined): Column<Row>[] => {
  const column = (head: Column<Row>['head'], show: (estimate: Estimate) => string): Column<Row> => ({
    head,
    cell: (row) => {
      const found = estimateOf(row);
      return found === undefined ? '' : show(found);
    },
  });
  return [
    column(['hosts', ''], ({ hostsUsed }) => String(hostsUsed)),
    column(['memory', 'peak'], ({ peakMemory }) => formatPercent(peakMemory)),
    column(['peak load', 'a batch'], (found) => formatLoad(found.peakLoad, found)),
    column(['peak', '/mean'], formatBalance),
    column(['on wire', 'a request'], ({ bytesOnWire }) => formatBytes(bytesOnWire)),
    column(['fan-', 'out'], ({ fanOut }) => String(fanOut)),
    column(['est.', 'ms'], ({ latencyMs }) => significant(latencyMs)),
  ];
};

const measured = (
  head: Column<Plan>['head'],
  show: (measurement: Measurement) => string,
  align: 'left' | 'right' = 'right',
): Column<Plan> => ({
  head,
  align,
  cell: ({ measurement }) => (measurement === undefined ? '' : show(measurement)),
});

/** Stands for a percentile that the sample cannot carry. */
export const TOO_FEW = '-';

/** Starred where threads wait for cores. */
const wall = ({ environment }: Measurement, { value }: Percentile): string =>
  value === null ? TOO_FEW : `${significant(value)}${environment.oversubscribed ? '*' : ''}`;

/** Columns of a plan: estimate, proof, measurement. */
export const planColumns = (): Column<Plan>[] => [
  ...estimateColumns<Plan>((plan) => plan.estimate),
  { head: ['gap', 'of objective'], align: 'left', cell: ({ proof }) => formatProof(proof) },
  measured(['wall', 'P50 ms'], (m) => wall(m, m.latencyMs.p50)),
  ...(['p50', 'p99'] as const).map((p) =>
    measured([p === 'p50' ? 'replayed' : '', `${p.toUpperCase()} ms`], (m) => {
      const { value } = m.reconstructions[0].closedLoop.latencyMs[p];
      return value === null ? TOO_FEW : significant(value);
    }),
  ),
  measured(['P50 over', 'singular'], (m) => {
    const ratio = m.reconstructions[0].closedLoop.ratioToBatchedSingular.p50;
    return ratio === null ? TOO_FEW : `${ratio.value.toFixed(2)} x`;
  }),
  measured(['CPU over', 'singular'], (m) =>
    m.ratioToSingular.cpu === null ? 'n too small' : `${m.ratioToSingular.cpu.toFixed(2)} x`,
  ),
  measured(['outputs agree', 'with singular'], (m) => formatAgreement(m.agreement), 'left'),
];
