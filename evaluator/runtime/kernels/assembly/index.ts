export { compactRows } from './compact';
export { fillRows } from './fill';
export { averageWindows, dotInteraction } from './interaction';
export { opaqueZero } from './opaque';
export { linear } from './linear';
export { drawZipf } from './zipf';
export { lookupsAreLegal, sumFp16, sumFp32, sumInt4, sumInt8 } from './sparse-lengths-sum';
