export { fillRows } from './fill';
export { averageWindows, dotInteraction } from './interaction';
export { linear } from './linear';
export { lookupsAreLegal, sparseLengthsSum } from './sparse-lengths-sum';
