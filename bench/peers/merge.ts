import * as z from 'zod';

/** What must be equal for two runs to stand in one table. */
const Conditions = z.object({
  cpu: z.string(),
  cores: z.int(),
  node: z.string(),
  platform: z.string(),
  secondsLimit: z.number(),
  workers: z.int(),
  versions: z.record(z.string(), z.string()),
});

const Results = z.looseObject({
  environment: Conditions.loose(),
  comparisons: z.array(z.looseObject({ instance: z.string(), layouts: z.string(), objective: z.string() })),
});

interface Keyed {
  readonly instance: string;
  readonly layouts: string;
  readonly objective: string;
}

interface Run {
  readonly environment: z.infer<typeof Conditions>;
  readonly comparisons: readonly Keyed[];
}

/**
 * The comparisons of both runs, the later one's where both have a question.
 * @throws Error where the runs are unlike: another machine, limit or version of a peer. Their seconds and plans would not compare.
 */
export function mergeResults(earlier: unknown, later: Run): Run {
  const before: Run = Results.parse(earlier);
  const unlike = differences(before.environment, later.environment);
  if (unlike.length > 0) throw new Error(`not the same conditions as the run before: ${unlike.join('; ')}`);
  const newer = new Set(later.comparisons.map(key));
  const versions = { ...before.environment.versions, ...later.environment.versions };
  return {
    environment: { ...later.environment, versions },
    comparisons: [...before.comparisons.filter((comparison) => !newer.has(key(comparison))), ...later.comparisons],
  };
}

const key = ({ instance, layouts, objective }: Keyed): string => [instance, layouts, objective].join('\n');

function differences(a: Run['environment'], b: Run['environment']): string[] {
  const { versions: _, ...shape } = Conditions.shape;
  const fields = Object.keys(shape) as (keyof typeof shape)[];
  const both = Object.keys(a.versions).filter((name) => name in b.versions);
  return [
    ...fields.filter((field) => a[field] !== b[field]).map((field) => `${field} ${a[field]}, now ${b[field]}`),
    ...both
      .filter((name) => a.versions[name] !== b.versions[name])
      .map((name) => `${name} ${a.versions[name]}, now ${b.versions[name]}`),
  ];
}
