import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startServer } from '../../api/http/server.ts';
import { readSettings } from '../../api/http/settings.ts';
import { buildPage } from '../../web/build.ts';
import { launchBrowser } from './chromium.ts';

// npm run screenshots: docs/screenshots/*.png, of real runs with real measurements on this machine.

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');

interface Run {
  readonly model: string;
  readonly fleet: string;
  /** Objectives to be ticked or unticked beside those that are ticked at first. */
  readonly toggled: readonly string[];
}

const CRITEO: Run = { model: 'criteo-terabyte-dcnv2', fleet: '8x32gib', toggled: [] };
const DRM1: Run = { model: 'drm1', fleet: '8x64gib', toggled: ['Fan-out'] };

mkdirSync(FOLDER, { recursive: true });
await buildPage();
const server = await startServer(readSettings({ PORT: '0', LOG_LEVEL: 'error', SHARDWRIGHT_DATA: 'memory://' }));
const browser = await launchBrowser();
try {
  const criteo = await run(CRITEO);
  const drm1 = await run(DRM1);
  await take(criteo, 'criteo-terabyte-dcnv2', 'light', async (page) => {
    await page.getByLabel('Vertical').selectOption('peakLoad');
  });
  await take(`${criteo}&tab=latency`, 'criteo-terabyte-dcnv2-latency', 'light', async (page) => {
    // Measured bars first, predicted ones once they are explained.
    await page.locator('g.phase-0').nth(1).waitFor({ state: 'attached' });
    await toPlan(page);
  });
  await take(`${criteo}&tab=limits`, 'criteo-terabyte-dcnv2-limits', 'light', async (page) => {
    await page.getByRole('heading', { name: 'At its limit' }).waitFor();
    await toPlan(page);
  });
  await take(drm1, 'drm1', 'dark', async (page) => {
    await page.getByLabel('Vertical').selectOption('latency');
    await page.getByLabel('Horizontal').selectOption('hostsUsed');
  });
  await take(drm1, 'drm1-placement', 'light', toPlan);
  await take(drm1, 'drm1-comparison', 'dark', async (page) => {
    await page.locator('.compare-check input').first().check();
    await toPlan(page);
  });
  await take(drm1, 'drm1-phone', 'light', toPlan, { width: 390, height: 844 });
} finally {
  await browser.close();
  await server.close();
}

/** Finds and measures plans as a user would; the link to them. */
async function run({ model, fleet, toggled }: Run): Promise<string> {
  const { page, close } = await open(browser, server.url, 'light', { width: 1440, height: 900 });
  await page.getByLabel('Model', { exact: true }).selectOption(model);
  await page.getByLabel('Fleet', { exact: true }).selectOption(fleet);
  for (const objective of toggled) await page.getByLabel(objective, { exact: true }).click();
  await page.getByRole('button', { name: 'Find plans' }).click();
  await page.getByText('Done', { exact: true }).waitFor({ timeout: 600_000 });
  await page.waitForURL(/request=/);
  const link = page.url();
  await close();
  process.stdout.write(`${model} on ${fleet}: measured\n`);
  return link;
}

async function take(
  link: string,
  name: string,
  colorScheme: 'light' | 'dark',
  prepare: (page: Page) => Promise<void>,
  viewport = { width: 1440, height: 900 },
): Promise<void> {
  const { page, close } = await open(browser, link, colorScheme, viewport);
  await page.getByRole('heading', { name: /^Plan \d+/ }).waitFor();
  await prepare(page);
  // Charts are drawn a frame after their places have a width.
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await close();
}

/** Brings the chosen plan to the top. */
function toPlan(page: Page): Promise<void> {
  return page.evaluate<void>('document.querySelector(".plan-panel").scrollIntoView()');
}

async function open(
  browser: Browser,
  link: string,
  colorScheme: 'light' | 'dark',
  viewport: { width: number; height: number },
) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(link);
  return { page, close: () => context.close() };
}
