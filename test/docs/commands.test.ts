import { describe, expect, it } from 'vitest';
import { openShell } from './shell.ts';
import { pages, shellBlocks } from './shell-blocks.ts';

const root = new URL('../../', import.meta.url).pathname;
const blocks = pages(root).flatMap((page) => shellBlocks(root, page));
const run = Map.groupBy(
  blocks.filter((block) => block.notRun === undefined),
  (block) => block.page,
);

describe('every command of the docs does what a reader expects: it succeeds, in the order of its page', () => {
  it.each([...run])(
    '%s',
    async (_, ofPage) => {
      const shell = await openShell(root);
      try {
        for (const block of ofPage) await expect(shell.run(block)).resolves.toBeUndefined();
      } finally {
        await shell.close();
      }
    },
    300_000,
  );

  it('only commands that need another machine, or this very test, are left out', () => {
    const left = blocks.filter((block) => block.notRun !== undefined);
    expect(run.size).toBeGreaterThan(0);
    expect(left.map(({ notRun = '' }) => notRun).toSorted((a, b) => a.localeCompare(b, 'en'))).toMatchInlineSnapshot(`
      [
        "installs into the clone that the tests run in; the study below it is run",
        "needs Python 3.12 and downloads 3 GB",
        "these are the tests",
      ]
    `);
  });
});
