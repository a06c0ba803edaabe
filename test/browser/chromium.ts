import { existsSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Why there is no browser here; undefined where there is one. */
export const whyNoBrowser = (): string | undefined =>
  platform() === 'linux' && arch() === 'x64'
    ? undefined
    : `the Chromium of @sparticuz/chromium runs on Linux x64 alone, and this is ${platform()} ${arch()}`;

/** A browser from npm: it is unpacked into the temporary folder once, which takes some seconds. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await packed.executablePath();
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    // Open Sans, which the package brings: the same letters on every machine.
    env: { ...process.env, ...(await fontSettings()), LANG: 'en_US.UTF-8' },
  });
}

async function fontSettings(): Promise<Record<string, string>> {
  const folder = join(tmpdir(), 'fonts');
  return existsSync(join(folder, 'fonts.conf')) ? { FONTCONFIG_PATH: folder } : {};
}
