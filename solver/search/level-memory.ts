import { withShare, type Stepwise } from '../stepwise.ts';
import type { Caps } from '../caps.ts';
import type { Assignment, Instance } from '../instance.ts';
import { reaches } from '../stop.ts';
import { minimisePeak, type PeakTask } from './minimise-peak.ts';
import { minimiseCritical } from './nets/minimise-critical.ts';

/** Whether shares of memory may stand for loads: nothing else is capped that is counted in loads, or in time. */
export const isLevelled = ({ peakLoad, criticalLoad, latencyMs }: Caps): boolean =>
  peakLoad === Infinity && criticalLoad === Infinity && latencyMs === Infinity;

/** Of the work, for the search that deals hosts to nets and changes options as it goes; the rest is for one that starts from many choices. */
const PEAK_SHARE = 1 / 2;

/**
 * Assignments of low peak memory: bytes take the place of loads, and capacities that of speeds, so that a search for the lowest load is one for the
 * lowest share; where fan-out is free, also with all tables as one net. `target` is a share. The caller judges the answers: no full evaluation
 * would agree with loads that are bytes.
 */
export function* levelMemory(task: Omit<PeakTask, 'onPeak'>): Stepwise<Assignment[]> {
  const { instance, caps, target } = task;
  const largest = Math.max(...instance.capacityBytes);
  const levelled: Instance = {
    ...instance,
    partLoad: instance.partBytes,
    speed: instance.capacityBytes.map((bytes) => bytes / largest),
    rpcLoad: 0,
    mainLoad: 0,
  };
  const found = yield* withShare(task.work, PEAK_SHARE, (work) =>
    minimisePeak({ ...task, instance: levelled, target: target * largest, work, check: 'never' }),
  );
  const first = found === undefined ? [] : [found.assignment];
  if (caps.fanOut < Infinity || (found !== undefined && reaches(found.peak, target * largest))) return first;
  const netOf = new Int32Array(instance.tables.length);
  const oneNet: Instance = { ...levelled, partBatchLoad: instance.partBytes, netCount: 1, netOf };
  const balanced = yield* minimiseCritical({ ...task, instance: oneNet });
  return balanced === undefined ? first : [...first, balanced];
}
