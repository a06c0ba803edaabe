import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { RunningServer } from '../../api/http/server.ts';
import { readDocument } from '../contract/document.ts';
import { startLiveServer } from '../contract/live-server.ts';
import { launchBrowser, whyNoBrowser } from './chromium.ts';
import { DESKTOP, visit } from './visit.ts';

const why = whyNoBrowser();

describe.skipIf(why !== undefined)(
  `the API's documentation at /docs${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let server: RunningServer;
    let browser: Browser;
    beforeAll(async () => {
      [server, browser] = await Promise.all([startLiveServer(), launchBrowser()]);
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      await server.close();
    });

    it('shows every operation and calls one, offline and under the policy', async () => {
      const { page, leave } = await visit(browser, 'about:blank', DESKTOP);
      const foreign: string[] = [];
      await page.route('**', (route) => {
        const { origin } = new URL(route.request().url());
        if (origin === server.url || route.request().url().startsWith('data:')) return route.continue();
        foreign.push(route.request().url());
        return route.abort();
      });
      const response = await page.goto(`${server.url}/docs`);
      expect(response?.headers()['content-security-policy']).toContain("script-src 'self'");
      const operations = page.locator('.opblock');
      await operations.first().waitFor();
      expect(await operations.count()).toBe(readDocument().operations.length);
      const fixtures = page.locator('#operations-fixtures-listFixtures');
      await fixtures.locator('.opblock-summary-control').click();
      await fixtures.locator('.execute').click();
      await fixtures.locator('.live-responses-table .response-col_status').first().waitFor();
      expect(await fixtures.locator('.live-responses-table').innerText()).toContain('criteo-kaggle');
      if (process.env['SHARDWRIGHT_SCREENSHOTS'] !== undefined)
        await page.screenshot({ path: `${process.env['SHARDWRIGHT_SCREENSHOTS']}/docs.png` });
      expect(foreign).toEqual([]);
      await leave();
    });

    it('serves the files that it needs, and no other of the package', async () => {
      for (const file of [
        'package.json',
        'index.html',
        'swagger-initializer.js',
        'absolute-path.js',
        '..%2fpackage.json',
      ])
        expect((await fetch(`${server.url}/docs/${file}`)).status, file).toBe(404);
      const script = await fetch(`${server.url}/docs/swagger-ui-bundle.js`);
      expect(script.status).toBe(200);
      expect(script.headers.get('content-type')).toContain('text/javascript');
    });
  },
);
