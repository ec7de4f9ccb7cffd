import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE, PROGRAM, runCli } from './cli.ts';
import { freePort } from './login-run.ts';
import { Visitor } from './visitor.ts';

/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The line of its first line, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text, in their order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(
    ({ 1: language = '', 2: text = '', index }) => ({
      language,
      text,
      line: markdown.slice(0, index).split('\n').length + 1,
    }),
  );
}

/** The names that a shell block may rely on: whoever writes one has these to work with. */
const NAMES = {
  alias: 'myapp',
  appUrl: 'https://myapp.mendixcloud.com',
  email: 'ann@example.com',
  password: 'Correct-Horse-9',
};

/** The files that lie in the folder where the blocks run. */
const FILES = {
  'users.csv': 'email,name\nbob@example.com,Bob Ray\neve@example.com,Eve Fox\n',
  'mendix.log': 'INFO - Core: starting\nERROR - OIDC: error=redirect_mismatch\n',
};

/** A place where the shell blocks of a document run as on the computer of its reader. */
export interface Bench {
  /** Runs a block in bash, which stops at the first command that fails. */
  run(text: string): Promise<{ readonly code: number | null; readonly output: string }>;
}

const shim = (lines: string): string => `#!/bin/sh\n${lines}\n`;

/** npx finds the built program, and npm does nothing beyond checking that package.json has what it is to run. */
async function writeShims(bin: string): Promise<void> {
  const packageJson = await readFile(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8');
  const { scripts } = JSON.parse(packageJson) as { scripts: Record<string, string> };
  const known = [
    'ci',
    'test',
    ...Object.keys(scripts).map((name) => `run ${name}`),
    'install -g mendix-cognito',
  ];
  const shims = {
    'mendix-cognito': `exec "${NODE}" "${PROGRAM}" "$@"`,
    npx: '[ "$1" = --yes ] && shift\n[ "$1" = mendix-cognito ] || { echo "npx $1?" >&2; exit 1; }\nshift\nexec mendix-cognito "$@"',
    npm: `case "$*" in\n${known.map((words) => `'${words}') ;;`).join('\n')}\n*) echo "npm $*?" >&2; exit 1 ;;\nesac`,
    'xdg-open': 'exit 0',
  };
  for (const [name, lines] of Object.entries(shims)) {
    await writeFile(join(bin, name), shim(lines), { mode: 0o755 });
  }
}

/** What the reader does meanwhile: signs in where the program waits for that, and ends a server by Ctrl-C. */
function attend(child: ChildProcess): void {
  let said = '';
  let signedIn = false;
  let stopped = 0;
  child.stderr?.on('data', (chunk: string) => {
    said += chunk;
    const url = /^(http\S+\/oauth2\/authorize\?\S+)\n/m.exec(said)?.[1];
    if (url !== undefined && !signedIn) {
      signedIn = true;
      // One that fails lets the program wait until its time is over, and that fails the block.
      signIn(url).catch(() => {});
    }
    const served = said.split('Ctrl-C stops it').length - 1;
    if (served > stopped && child.pid !== undefined) {
      stopped = served;
      process.kill(-child.pid, 'SIGINT');
    }
  });
}

async function signIn(url: string): Promise<void> {
  const visitor = new Visitor();
  const page = await visitor.follow(url);
  const end = await visitor.submit(page, { username: NAMES.email, password: NAMES.password });
  if (end.location !== undefined) await fetch(end.location);
}

/** Opens the links in the sandbox's emails, as the owner of each address does. */
async function openMails(port: number): Promise<void> {
  try {
    const inbox = await fetch(`http://127.0.0.1:${port}/_sandbox/inbox.json`);
    const emails = (await inbox.json()) as { readonly link: string | null }[];
    for (const { link } of emails) if (link !== null) await fetch(link);
  } catch {
    // Nobody listens while no command runs.
  }
}

/** Opens a bench in an empty folder, with a sandbox of its own in which `setup` was run. */
export async function openBench(folder: string): Promise<Bench> {
  const bin = join(folder, 'bin');
  const work = join(folder, 'work');
  await mkdir(bin);
  await mkdir(work);
  await writeShims(bin);
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(work, name), text);
  const port = await freePort();
  const env = {
    HOME: folder,
    XDG_DATA_HOME: folder,
    LANG: 'C.UTF-8',
    // The local Cognito instead of AWS, and nobody to ask.
    MENDIX_COGNITO_SANDBOX: 'yes',
    MENDIX_COGNITO_PORT: String(port),
    MENDIX_COGNITO_YES: 'yes',
    MENDIX_COGNITO_ALIAS: NAMES.alias,
    MENDIX_COGNITO_APP_URL: NAMES.appUrl,
    MENDIX_COGNITO_USER_EMAIL: NAMES.email,
    PASSWORD: NAMES.password,
  };
  const setUp = ['setup', '--password-stdin', '--reset-password', '--json'];

  const inBash = (text: string): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn('bash', ['-euo', 'pipefail', '-c', text], {
        cwd: work,
        env: { ...env, PATH: `${bin}:${process.env.PATH}` },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, which Ctrl-C reaches as a whole.
        detached: true,
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk;
        });
      }
      attend(child);
      const emails = setInterval(() => openMails(port), 200);
      child.on('error', reject);
      child.on('close', (code) => {
        clearInterval(emails);
        resolve({ code, output });
      });
    });

  return {
    run: async (text) => {
      // A block before may have changed the password or deleted everything.
      const ready = await runCli(setUp, { env, cwd: work, input: NAMES.password });
      if (ready.code !== 0) throw new Error(`setup failed: ${ready.stdout}${ready.stderr}`);
      return inBash(text);
    },
  };
}
