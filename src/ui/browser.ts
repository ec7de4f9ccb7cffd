import open from 'open';

/**
 * Opens the address in the user's browser; `BROWSER` names another program for it.
 *
 * @returns false when no browser could be started
 */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const child = await open(url, env.BROWSER ? { app: { name: env.BROWSER } } : {});
    return await new Promise((resolve) => {
      // A program that is not there, or that gives up at once, is told; one that runs is the browser.
      child.once('error', () => resolve(false));
      child.once('exit', (code) => resolve(code === 0));
      setTimeout(() => resolve(true), 1_000).unref();
    });
  } catch {
    return false;
  }
}
