import type { Clock } from '../domain/clock.ts';
import type { Plan } from '../domain/plan.ts';
import type { EngineName } from './exact/engine.ts';
import type { StrategyName } from './heuristics/strategies.ts';
import type { CheckLevel } from './state.ts';

export interface SolveOptions {
  readonly seed: number;
  /** `auto`: heuristics and local search, then the MIP while a gap is open and the instance small. `mip`: always the MIP. */
  readonly method: 'auto' | 'mip' | StrategyName;
  readonly engine: EngineName;
  readonly clock: Clock;
  readonly version: string;
  /** Factor of the default work: more of it finds better plans and closes more gaps, the same for the same effort; above 1 also by large-neighbourhood search. 1 unless given. */
  readonly effort?: number;
  /** Wall time, after which a search ends as if cancelled, and says so. */
  readonly timeLimitSeconds?: number | undefined;
  /** Read between moves. A search keeps its event loop busy: to stop one at once, see controllerOf in api/jobs/stop-flag.ts. */
  readonly signal?: AbortSignal;
  /** Each new incumbent, judged. */
  onPlan?(plan: Plan): void;
  /** Each lower value of the first objective that the search holds, not judged yet, and the bound known then; natural units. */
  onIncumbent?(value: number, bound: number): void;
  /** Epsilon-constrained problems done, of all. */
  onProgress?(done: number, of: number): void;
  /** `never` unless given: tests compare every incremental evaluation with the full one. */
  readonly check?: CheckLevel;
}

export interface FrontierOptions extends SolveOptions {
  /** Caps tried on a continuous objective; 20 unless given. */
  readonly gridPoints?: number;
}
