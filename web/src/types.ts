import type { components } from '../../client/index.ts';

/** Types of the API, as openapi.yaml describes them. */
export type Schemas = components['schemas'];
export type Plan = Schemas['PlanOutput'];
export type Estimate = Schemas['EstimateOutput'];
export type Measurement = Schemas['MeasurementOutput'];
export type Placement = Schemas['PlacementOutput'];
export type TableSlice = Schemas['TableSliceOutput'];
export type Frontier = Schemas['Frontier'];
export type FrontierJob = Schemas['FrontierJob'];
export type PlanJob = Schemas['PlanJob'];
export type ExplanationJob = Schemas['ExplanationJob'];
export type Explanation = Schemas['Explanation'];
/** The page writes problems out. */
export type FrontierRequest = Omit<Schemas['FrontierRequest'], 'problem'> & { readonly problem: ProblemInput };
export type PlanRequest = Schemas['PlanRequest'];
export type ProblemInput = Schemas['ProblemInput'];
export type Infeasibility = Schemas['Infeasibility'];
export type ObjectiveName = Schemas['ObjectiveName'];
export type Epsilon = Schemas['Epsilon'];
export type Constraint = Schemas['Constraint'];
export type LoadMeasure = Schemas['LoadMeasure'];
export type OptionKind = Schemas['OptionKind'];
export type JobEvent = Schemas['JobEvent'];
export type PlanFigures = Schemas['PlanFigures'];
export type Fleet = Schemas['Fleet'];
export type Model = Schemas['Model'];
export type Table = Schemas['Table'];
export type InputProblem = Schemas['InputProblem'];
export type FixtureList = Schemas['FixtureList'];
export type ShardCpu = Schemas['ShardCpu'];
export type PlanComparison = Schemas['PlanComparison'];
