import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Why there is no browser here; undefined where there is one. */
export const whyNoBrowser = (): string | undefined =>
  platform() === 'linux' && arch() === 'x64'
    ? undefined
    : `the Chromium of @sparticuz/chromium runs on Linux x64 alone, and this is ${platform()} ${arch()}`;

/** The Chromium that npm brought, with its own Open Sans: pages look the same on every machine. */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpackOnce();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_FILE: join(home, 'fonts.conf'), LANG: 'en_US.UTF-8' },
  });
}

/** Unpacks into a folder of the package's version, some seconds, once: a copy of another version is never taken for it. */
async function unpackOnce(): Promise<string> {
  const manifest = new URL('../../node_modules/@sparticuz/chromium/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `shardwright-chromium-${version}`);
  if (existsSync(home)) return home;
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(`${home}-`);
  // The package unpacks into the temporary folder, and knows no other way to be told where.
  process.env['TMPDIR'] = folder;
  try {
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  writeFileSync(join(folder, 'fonts.conf'), fontSettings(join(home, 'fonts')));
  if (!existsSync(home)) renameSync(folder, home);
  return home;
}

/** Open Sans first; the system's fonts for characters that it lacks. */
const fontSettings = (fonts: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <cachedir>${join(fonts, '..', 'font-cache')}</cachedir>
</fontconfig>
`;
