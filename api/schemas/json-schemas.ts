import * as z from 'zod';
import { Coefficients } from '../../domain/coefficients.ts';
import { Placement } from '../../domain/placement.ts';
import { Plan } from '../../domain/plan.ts';
import { Trace } from '../../domain/trace.ts';
import { EvaluationRequest, FrontierRequest, PlanRequest, ProblemInput } from '../inputs.ts';
import { TorchRecPlan, TorchRecTables } from '../interchange/torchrec-schemas.ts';

/** Files that people write or keep, by the name of their schema. */
const FILES = {
  problem: ProblemInput,
  'plan-request': PlanRequest,
  'frontier-request': FrontierRequest,
  'evaluation-request': EvaluationRequest,
  placement: Placement,
  plan: Plan,
  trace: Trace,
  coefficients: Coefficients,
  'torchrec-tables': TorchRecTables,
  'torchrec-plan': TorchRecPlan,
} as const satisfies Record<string, z.ZodType>;

/** JSON Schemas for editors, by file name. Rules that span fields are not in them: the command says those. */
export const jsonSchemas = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(FILES).map(([name, schema]) => [
      `${name}.json`,
      `${JSON.stringify(schemaOf(name, schema), null, 1)}\n`,
    ]),
  );

/** An editor finds the schema by a field of the file, which readers pass over. */
const FINDER = { type: 'string', description: 'Where this schema is, for editors.' } as const;

function schemaOf(name: string, schema: z.ZodType): object {
  const { $ref, $defs = {}, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  const title = `Shardwright: ${name.replaceAll('-', ' ')}`;
  if ($ref === undefined)
    return {
      title,
      ...rest,
      properties: { $schema: FINDER, ...rest.properties },
      ...(Object.keys($defs).length > 0 ? { $defs } : {}),
    };
  const id = $ref.slice('#/$defs/'.length);
  const root = $defs[id];
  return {
    title,
    ...rest,
    $ref,
    $defs: { ...$defs, [id]: { ...root, properties: { $schema: FINDER, ...root.properties } } },
  };
}
