// Debian's Chromium through playwright-core: no browser is ever downloaded.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Without these, Chromium looks for its maker's servers; as root it needs --no-sandbox. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

export async function openBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => existsSync(p));
  if (!executablePath) throw new Error('Chromium is missing: run scripts/install-tools');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...asRoot], chromiumSandbox: asRoot.length === 0 });
}

/** Who looks: a phone or a desk, with or without JavaScript. */
export function contextOptions({ phone = false, javaScript = true, baseURL }) {
  return {
    baseURL,
    viewport: phone ? PHONE : DESK,
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    javaScriptEnabled: javaScript,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
  };
}
