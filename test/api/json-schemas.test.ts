import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../api/schemas/json-schemas.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const folder = new URL('../../schemas/', import.meta.url);
const golden = new URL('../../fixtures/golden/', import.meta.url);
const read = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

function faultsOf(schema: string, value: unknown): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(read(new URL(`${schema}.json`, folder)) as AnySchemaObject);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('schemas/', () => {
  it('is what the code says: `npm run openapi` where it is not', () => {
    const written = new Map(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));
    expect(written).toEqual(new Map(jsonSchemas()));
  });

  it('takes the files that commands take, with $schema in them', () => {
    expect(faultsOf('problem', { $schema: 'x', ...smallProblem() })).toEqual([]);
    expect(faultsOf('placement', smallPlacement())).toEqual([]);
    const files = readdirSync(golden);
    for (const file of files) {
      const schema = file.endsWith('.problem.json') ? 'plan-request' : 'plan';
      expect(faultsOf(schema, read(new URL(file, golden))), file).toEqual([]);
    }
    expect(files.length).toBeGreaterThan(7);
  });

  it('marks what an editor should mark', () => {
    expect(faultsOf('problem', { ...smallProblem(), objectivs: ['peakLoad'] }).join('\n')).toContain(
      'additional properties',
    );
    expect(faultsOf('problem', { ...smallProblem(), objectives: ['peakLod'] }).join('\n')).toContain('/objectives/0');
    expect(faultsOf('plan-request', { problem: smallProblem(), effort: 'much' }).join('\n')).toContain('/effort');
    expect(faultsOf('torchrec-tables', { tables: [{ name: 'a', num_embeddings: 10 }] }).join('\n')).toContain(
      'embedding_dim',
    );
  });
});
