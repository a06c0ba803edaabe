export { fillRows } from './fill';
export { lookupsAreLegal, sparseLengthsSum } from './sparse-lengths-sum';
