// The main job from end to end, on a local Cognito of its own: from an unverified email address to the values of the
// Mendix screen, and down again. Asks nothing and leaves nothing behind.
// usage: demo.mjs [program, when it is not the one of this repository]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = process.argv[2] ?? fileURLToPath(new URL('../bin/mendix-cognito.cjs', import.meta.url));
const SENDER = 'noreply@example.com';
const USER = 'ann@example.com';
// All four classes of characters, for any policy.
const PASSWORD = `Aa1-${randomBytes(12).toString('base64url')}`;
const APP = 'https://myapp.mendixcloud.com';

const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-demo-'));
const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder };

const served = spawn(
  process.execPath,
  [PROGRAM, 'sandbox', '--port', '0', '--state', join(folder, 'state.json'), '--json'],
  { env, stdio: ['ignore', 'pipe', 'inherit'] },
);
let stopping = false;
process.once('SIGINT', () => {
  stopping = true;
});

/** Shows a command and runs it as a person would. */
async function show(title, ...args) {
  if (stopping) throw new Error('Stopped.');
  const needsPassword = args.includes('--password-stdin');
  const shown = args.map((arg) => (/^[\w@.:/=-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ');
  const pipe = needsPassword ? 'printf %s "$PASSWORD" | ' : '';
  process.stdout.write(`\n── ${title}\n$ ${pipe}npx mendix-cognito ${shown} --sandbox\n\n`);
  const child = spawn(process.execPath, [PROGRAM, ...args, '--sandbox'], {
    env,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(needsPassword ? PASSWORD : '');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`mendix-cognito ${args[0]} ended with ${code}.`);
}

/** What the owner of the address does: opens the link in the email. */
async function openMail(url, address) {
  for (;;) {
    const emails = await (await fetch(`${url}/_sandbox/inbox.json`)).json();
    const mail = emails.find(({ to, link }) => to === address && link !== null);
    if (mail !== undefined) {
      await fetch(mail.link);
      return;
    }
    await sleep(100);
  }
}

try {
  const [line] = await once(createInterface({ input: served.stdout }), 'line');
  const { url, port } = JSON.parse(line);
  env.MENDIX_COGNITO_PORT = String(port);
  process.stdout.write(`A local Cognito runs at ${url}; nothing of this touches AWS.\n`);

  await Promise.all([
    show(
      'Have an address verified that emails are sent from',
      'verify-email',
      SENDER,
      '--alias',
      'myapp',
      '--wait',
      '--yes',
    ),
    openMail(url, SENDER),
  ]);
  await show(
    'Set everything up',
    ...['setup', '--yes', '--alias', 'myapp', '--app-url', APP, '--email-from', SENDER],
    ...['--user-email', USER, '--user-full-name', 'Ann Lee', '--password-stdin', '--reveal-secrets'],
  );
  await show('Is it as it should be?', 'doctor', '--alias', 'myapp', '--app-url', APP, '--user-email', USER);
  await show(
    'Does the sign-in work, and what does Mendix get?',
    ...['test-login', '--alias', 'myapp', '--user-email', USER, '--password-stdin'],
  );
  await show(
    'The values for the Mendix screen (the secret dies with this demo)',
    'mendix-config',
    '--alias',
    'myapp',
  );
  await show('Delete it again', 'destroy', '--alias', 'myapp', '--yes');
  process.stdout.write('\nThat was it. The same on your AWS account: npx mendix-cognito\n');
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = stopping ? 130 : 1;
} finally {
  served.kill();
  if (served.exitCode === null) await once(served, 'exit');
  await rm(folder, { recursive: true, force: true });
}
