import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../api/cli/exit-codes.ts';
import { prepareStudy } from '../../api/studies.ts';
import { placementHash } from '../../domain/placement.ts';
import { Plan } from '../../domain/plan.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { runCommand } from '../api/cli-process.ts';

const golden = new URL('../../fixtures/golden/', import.meta.url).pathname;
const names = readdirSync(golden)
  .filter((file) => file.endsWith('.problem.json'))
  .map((file) => file.slice(0, -'.problem.json'.length));
const planFile = (name: string): string => join(golden, `${name}.plan.json`);
const planOf = (name: string): Plan => Plan.parse(JSON.parse(readFileSync(planFile(name), 'utf8')));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shardwright-golden-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('golden plans', () => {
  it('are there, and lay tables out in every way', () => {
    expect(names.length).toBeGreaterThan(3);
    const kinds = names.flatMap((name) =>
      planOf(name).placement.shards.flatMap(({ host, slices }) =>
        slices.map(({ kind }) => (host === 'main' ? 'main' : kind)),
      ),
    );
    expect(new Set(kinds)).toEqual(new Set(['whole', 'rows', 'columns', 'main']));
  });

  it.each(names)(
    '%s is what its problem still gives, and as good: if a change is meant, `npm run golden`',
    async (name) => {
      const rules = ['moved.tables > 0', 'violations > 0', 'proof.gap > +0'].flatMap((rule) => ['--fail-on', rule]);
      const { code, stdout, stderr } = await runCommand(
        'compare',
        planFile(name),
        join(golden, `${name}.problem.json`),
        ...rules,
      );
      expect(code === EXIT.good ? '' : `${stdout}${stderr}`).toBe('');
      expect(stdout.match(/^passed /gm)).toHaveLength(3);
    },
  );

  it.each(names)('%s is legal, and its bound is verified without a solver', (name) => {
    const { $schema: _, ...request } = JSON.parse(readFileSync(join(golden, `${name}.problem.json`), 'utf8')) as Record<
      string,
      unknown
    >;
    const { problem } = prepareStudy('plan', { ...request, measure: false });
    const plan = planOf(name);
    expect(findViolations(problem, plan.placement)).toEqual([]);
    expect(verifyCertificate(problem, plan.proof.certificate)).toMatchObject({ holds: true });
  });

  it("exported to TorchRec's shape and imported again have the same content hash", async () => {
    for (const name of ['criteo-all-layouts', 'criteo-whole-tables']) {
      const [exported, imported] = [join(folder, 'torchrec.json'), join(folder, 'placement.json')];
      const problem = ['--problem', join(golden, `${name}.problem.json`)];
      expect(
        await runCommand('export', '--to', 'torchrec', planFile(name), ...problem, '--out', exported),
      ).toMatchObject({ code: 0, stdout: '' });
      expect(await runCommand('import', 'torchrec', exported, ...problem, '--out', imported)).toMatchObject({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(placementHash(JSON.parse(readFileSync(imported, 'utf8')))).toBe(planOf(name).placementHash);
    }
  });
});
