/** oidc-provider, loaded. */
export type Library = typeof import('oidc-provider');

let library: Promise<Library> | undefined;

/** Loads oidc-provider at the first use: it takes longer to load than most commands take altogether. */
export function loadLibrary(): Promise<Library> {
  library ??= load();
  return library;
}

async function load(): Promise<Library> {
  provideUrlParse();
  const terminal = globalThis.console;
  const { warn } = terminal;
  // On Node 20 oidc-provider warns, while it is loaded, that it is not tested there. The sandbox's own tests are; the line
  // would stand in the middle of a user's output. Any other warning goes through.
  const filter = (...data: unknown[]): void => {
    if (!/oidc-provider WARNING: Unsupported runtime\b/.test(String(data[0]))) warn.apply(terminal, data);
  };
  terminal.warn = filter;
  try {
    return await import('oidc-provider');
  } finally {
    if (terminal.warn === filter) terminal.warn = warn;
  }
}

/** oidc-provider calls `URL.parse`, which the first releases of Node 20 do not have. */
function provideUrlParse(): void {
  if ('parse' in URL) return;
  Object.defineProperty(URL, 'parse', {
    configurable: true,
    writable: true,
    value: (url: string, base?: string) => (URL.canParse(url, base) ? new URL(url, base) : null),
  });
}
