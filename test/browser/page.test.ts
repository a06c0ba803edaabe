import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../api/http/settings.ts';
import { startServer, type RunningServer } from '../../api/http/server.ts';
import { smallProblem } from '../api/small-requests.ts';
import { buildPage } from '../../web/build.ts';
import { launchBrowser, whyNoBrowser } from './chromium.ts';
import { DESKTOP, expectAccessible, expectSeen, PHONE, visit, type Visit } from './visit.ts';

let server: RunningServer;
let browser: Browser;

const missing = whyNoBrowser();
if (missing !== undefined) console.log(`browser tests are skipped: ${missing}`);

describe.skipIf(missing !== undefined)('the page', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    await buildPage();
    server = await startServer(readSettings({ PORT: '0', LOG_LEVEL: 'silent', SHARDWRIGHT_DATA: 'memory://' }));
    browser = await launchBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each([
    ['a phone', PHONE],
    ['a desktop', DESKTOP],
  ] as const)('leads from a fixture to a comparison of two plans on %s', async (_, screen) => {
    // Each state of the path is judged in both themes: in the one on the phone, in the other on the desktop.
    const { page, leave } = await visit(browser, server.url, screen);
    await page.getByRole('button', { name: 'Find plans' }).waitFor();
    await expectAccessible(page, 'empty', [screen.colorScheme]);
    await chooseSmallRun(page);
    await page.getByRole('button', { name: 'Find plans' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: /^Frontier: \d+ plans/ }).count()).toBe(1);
    const rows = page.getByRole('region', { name: 'Plans of the frontier' }).getByRole('row');
    expect(await rows.count()).toBeGreaterThan(3);

    await page.getByRole('button', { name: 'Plan 1', exact: true }).click();
    await page.getByRole('button', { name: /^gib32-0: / }).click({ position: { x: 8, y: 8 } });
    await page.getByRole('region', { name: 'Slices on gib32-0' }).waitFor();
    await expectAccessible(page, 'placement', [screen.colorScheme]);

    await page.getByRole('tab', { name: 'Latency' }).click();
    await page.getByText('CPU of each shard by phase, ms a request').waitFor();
    await expectSeen(page.getByRole('img', { name: /^Predicted: \S+\sms; Replayed: \S+\sms/u }));
    await page.locator('g.phase-0').nth(1).waitFor({ state: 'attached' });
    await expectAccessible(page, 'latency', [screen.colorScheme]);

    await page.getByRole('tab', { name: 'What binds it' }).click();
    await page.getByRole('heading', { name: 'At its limit' }).waitFor();
    await expectAccessible(page, 'explanation', [screen.colorScheme]);

    await page.getByRole('tab', { name: 'What if' }).click();
    await page.getByRole('radio', { name: 'Pin a table' }).check();
    await page.getByRole('combobox', { name: 'Table', exact: true }).selectOption('t0');
    await page.getByRole('combobox', { name: 'Host', exact: true }).selectOption('gib32-3');
    await page.getByRole('button', { name: 'Solve again' }).click();
    await page.getByRole('heading', { name: 'Table t0 pinned to gib32-3' }).waitFor();
    await page.getByText(/^From plan 1 to what-if/).waitFor();
    await expectAccessible(page, 'what-if', [screen.colorScheme]);

    await page.getByLabel('with 1: plan 2').check();
    await page.getByText(/^From plan 1 to plan 2/).waitFor();
    const moved = await page.getByText(/^From plan 1 to plan 2/).textContent();
    expect(moved).toMatch(/[\d.]+\s(B|KiB|MiB|GiB) move, [\d.]+\s% of the model; \d+ tables? of 26/u);
    await expectAccessible(page, 'comparison', [screen.colorScheme]);
    await leave();
  });

  test('is restored by its link', async () => {
    const first = await finished(DESKTOP);
    await first.page.getByRole('button', { name: 'Plan 2', exact: true }).click();
    await first.page.getByLabel('Vertical').selectOption('bytesOnWire');
    await first.page.getByRole('tab', { name: 'Latency' }).click();
    await first.page.getByLabel('with 2: plan 1').check();
    await first.page.waitForURL(/other=.*tab=compare/);
    const link = first.page.url();
    await first.leave();
    const again = await visit(browser, link, PHONE);
    await again.page.getByText(/^From plan 2 to plan 1/).waitFor();
    expect(await again.page.getByLabel('Vertical').inputValue()).toBe('bytesOnWire');
    expect(await again.page.getByLabel('Model', { exact: true }).inputValue()).toBe('criteo-kaggle');
    expect(await again.page.getByRole('tab', { name: 'Compare' }).getAttribute('aria-selected')).toBe('true');
    await again.leave();
  });

  test('is worked by the keyboard alone', async () => {
    const { page, leave } = await visit(browser, server.url, DESKTOP);
    await page.getByRole('button', { name: 'Find plans' }).waitFor();
    await chooseSmallRun(page);
    await tabTo(page, 'Find plans');
    await page.keyboard.press('Enter');
    await page.getByText('Done', { exact: true }).waitFor();
    await tabTo(page, 'Plan 2');
    await page.keyboard.press('Space');
    await page.getByRole('heading', { name: 'Plan 2' }).waitFor();
    await tabTo(page, 'Placement');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Latency' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await tabTo(page, 'gib32-');
    await page.keyboard.press('Enter');
    await expectSeen(page.getByRole('region', { name: /^Slices on gib32-/ }));
    await leave();
  });

  test('shows faults of a problem file at their lines, and takes the file when they are mended', async () => {
    const { page, expectStatus, leave } = await visit(browser, server.url, DESKTOP);
    expectStatus(400);
    await page.getByRole('radio', { name: 'Problem file' }).check();
    const text = JSON.stringify(
      { ...smallProblem(), constraints: [{ kind: 'pin', table: 'itme', hosts: ['small-0'] }] },
      undefined,
      2,
    );
    await page.getByLabel('Problem, JSON or YAML').fill(text);
    await page.getByRole('button', { name: 'Find plans' }).click();
    const line = text.split('\n').findIndex((row) => row.includes('itme')) + 1;
    const fault = page.getByRole('button', { name: `Line ${line}, /problem/constraints/0/table` });
    await fault.waitFor();
    await page.getByText('a table of this problem').first().waitFor();
    await expectAccessible(page, 'refused');
    await fault.click();
    await page.getByLabel('Problem, JSON or YAML').fill(text.replace('itme', 'item'));
    await page.getByRole('button', { name: 'Find plans' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    await expectSeen(page.getByRole('button', { name: /^small-0: / }));
    // A problem of some length stays with the server, and the link carries its hash.
    await page.waitForURL(/request=/);
    const link = page.url();
    expect(link.length).toBeLessThan(800);
    expect(text.length).toBeGreaterThan(2000);
    await leave();
    const again = await visit(browser, link, PHONE);
    await expectSeen(again.page.getByRole('button', { name: /^small-0: / }));
    await again.leave();
  });

  test('says in numbers why a problem is infeasible', async () => {
    const { page, leave } = await visit(browser, server.url, PHONE);
    await page.getByLabel('Add a limit').selectOption('hostsUsed');
    await page.getByLabel('Hosts used at most').fill('2');
    await page.getByRole('button', { name: 'Find plans' }).click();
    await page.getByText(/^Infeasible: no placement exists/).waitFor();
    await expectSeen(page.getByText('Hosts used is limited to 2, and no placement goes below 4: 2 short.'));
    await expectAccessible(page, 'infeasible');
    await leave();
  });

  test('cancels a run and keeps what was found; a failed or forgotten one says so', async () => {
    const { page, leave } = await visit(browser, server.url, DESKTOP);
    await page.getByLabel('Model', { exact: true }).selectOption('drm1');
    await page.getByRole('button', { name: 'Find plans' }).click();
    await page.getByRole('progressbar').waitFor();
    await expectAccessible(page, 'running');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await expectAccessible(page, 'cancelled');
    const { hash } = new URL(page.url());
    await leave();

    const forgotten = await visit(browser, `${server.url}/${hash.replace(/job=[^&]+/, 'job=0')}`, DESKTOP);
    forgotten.expectStatus(404);
    await forgotten.page.getByText('is gone from this server').waitFor();
    expect(await forgotten.page.getByLabel('Model', { exact: true }).inputValue()).toBe('drm1');
    await expectAccessible(forgotten.page, 'forgotten');
    await forgotten.leave();

    const failed = await visit(browser, server.url, DESKTOP);
    await failed.page.route('**/v1/frontiers/*', async (route) => {
      const job = (await (await route.fetch()).json()) as object;
      const error = { id: 'e-17', message: 'This is a bug of Shardwright, not of your request.' };
      await route.fulfill({ json: { ...job, status: 'failed', error, bestSoFar: [], result: undefined } });
    });
    await chooseSmallRun(failed.page);
    await failed.page.getByRole('button', { name: 'Find plans' }).click();
    await failed.page.getByText('e-17').waitFor();
    await expectAccessible(failed.page, 'failed');
    await failed.leave();
  });

  test('hands out JSON, CSV and SVG, and remembers its runs', async () => {
    const { page, leave } = await finished(DESKTOP);
    const file = async (name: string | RegExp): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).first().click(),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const job = JSON.parse(await file('JSON of the run')) as { result: { answer: { frontier: { plans: unknown[] } } } };
    const { plans } = job.result.answer.frontier;
    const csv = (await file('CSV of the plans')).trimEnd().split('\r\n');
    expect(csv).toHaveLength(plans.length + 1);
    expect(csv[0]).toContain('peakLoad');
    const svg = await file('SVG of the frontier');
    expect(svg).toMatch(/^<\?xml/);
    expect(svg).not.toContain('class=');
    expect(svg.match(/<circle|<path/g)?.length).toBeGreaterThan(plans.length);
    await page.goto(server.url);
    await page.getByRole('navigation', { name: 'Recent runs' }).getByRole('link').click();
    await expectSeen(page.getByRole('heading', { name: `Frontier: ${plans.length} plans` }));
    await leave();
  });

  test('keeps the theme that was chosen', async () => {
    const { page, leave } = await visit(browser, server.url, DESKTOP);
    const ground = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByRole('button', { name: 'Light theme' }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Dark theme' }).waitFor();
    expect(await ground()).toBe(light);
    await leave();
  });
});

/** A run of a second or two. */
async function chooseSmallRun(page: Page): Promise<void> {
  await page.getByLabel('Model', { exact: true }).selectOption('criteo-kaggle');
  await page.getByLabel('Fleet', { exact: true }).selectOption('4x32gib');
  await page.getByText('Layouts, effort and measurement').click();
  await page.getByLabel('Caps tried an objective').fill('3');
  await page.getByLabel('Requests timed').fill('20');
  await page.getByLabel('Plans at most').fill('3');
}

/** A visit with a finished run. */
async function finished(screen: typeof DESKTOP): Promise<Visit> {
  const found = await visit(browser, server.url, screen);
  await chooseSmallRun(found.page);
  await found.page.getByRole('button', { name: 'Find plans' }).click();
  await found.page.getByText('Done', { exact: true }).waitFor();
  return found;
}

/** Presses Tab until what has the focus is named so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(
      'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""',
    );
    if (focused.replaceAll(/\s+/g, ' ').trim().startsWith(name)) return;
  }
  throw new Error(`no press of Tab reaches ${name}`);
}
