import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** Where a Chromium is: `CHROMIUM_PATH`, then the PATH, then the usual places. */
export const browserPath: string | undefined = findBrowser();

/** Why the tests in a browser do not run, for their titles. */
export const NO_BROWSER = browserPath === undefined ? ' (skipped: no Chromium found; set CHROMIUM_PATH)' : '';

/** Starts the browser without a window, and without anything that it does on its own. */
export function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('No Chromium found; set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function findBrowser(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const directories = (process.env.PATH ?? '').split(delimiter).filter((each) => each !== '');
  const onPath = directories.flatMap((directory) => NAMES.map((name) => join(directory, name)));
  return [...onPath, ...PLACES].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
