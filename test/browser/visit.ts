import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

export const PHONE: Screen = { width: 390, height: 844, colorScheme: 'light' };
export const DESKTOP: Screen = { width: 1440, height: 900, colorScheme: 'dark' };

export interface Visit {
  readonly page: Page;
  /** Responses that the page is expected to be refused with: the browser reports each as an error. */
  readonly expectStatus: (status: number) => void;
  /** Ends the visit; what the console complained of fails the test, violations of the policy among it. */
  readonly leave: () => Promise<void>;
}

/** A tab of its own, with nothing remembered. */
export async function visit(browser: Browser, url: string, { width, height, colorScheme }: Screen): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-US',
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  // Other tests may hold both cores meanwhile.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const expected = new Set<number>();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return {
    page,
    expectStatus: (status) => void expected.add(status),
    leave: async () => {
      const unexpected = complaints.filter(
        (text) => ![...expected].some((status) => text.includes(`status of ${status}`)),
      );
      await context.close();
      expect(unexpected).toEqual([]);
    },
  };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
  readonly passes: readonly unknown[];
}

const BOTH = ['light', 'dark'] as const;

/** No serious or critical fault of accessibility in this state, in these themes; and no part of the page lies beyond its edge. */
export async function expectAccessible(
  page: Page,
  state: string,
  themes: readonly Screen['colorScheme'][] = BOTH,
): Promise<void> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    const { violations, passes } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      );
    expect(grave, `${state}, ${colorScheme}`).toEqual([]);
    // A run that judged nothing would find nothing.
    expect(passes.length).toBeGreaterThan(10);
  }
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow, `${state}: pixels beyond the edge`).toBeLessThanOrEqual(0);
}

/** Waits for what is to be seen once and only once. */
export async function expectSeen(locator: Locator): Promise<void> {
  await locator.waitFor();
  expect(await locator.count()).toBe(1);
}
