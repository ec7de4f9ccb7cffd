import open from 'open';

/** The parts of a temporary or lasting AWS key that are secret. */
const KEYS = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/** Runs the work in an environment without AWS's keys: a browser and what it starts have no need of them. */
async function withoutKeys<T>(work: () => Promise<T>): Promise<T> {
  const kept = KEYS.map((name) => [name, process.env[name]] as const);
  for (const name of KEYS) delete process.env[name];
  try {
    return await work();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}

/** True where a browser can be expected to open before the eyes of whoever sits here. */
export function hasBrowser(env: NodeJS.ProcessEnv): boolean {
  if (env.BROWSER) return true;
  if (env.SSH_CONNECTION || env.SSH_TTY) return false;
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME);
}

/**
 * Opens the address in the user's browser; `BROWSER` names another program for it.
 *
 * @returns false when no browser could be started
 */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const browser = env.BROWSER;
    const child = await withoutKeys(() => open(url, browser ? { app: { name: browser } } : {}));
    return await new Promise((resolve) => {
      // A program that is not there, or that gives up at once, is reported; one that runs is the browser.
      child.once('error', () => resolve(false));
      child.once('exit', (code) => resolve(code === 0));
      setTimeout(() => resolve(true), 1_000).unref();
    });
  } catch {
    return false;
  }
}
