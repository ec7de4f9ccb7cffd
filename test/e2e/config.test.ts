import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { answer, it, NEEDED } from '../support/wizard.ts';

/** The values for Mendix, without the ids that are new each time. */
function mendixOf(document: Record<string, unknown>): string {
  const { clientId, userPoolId } = document.mendix as Record<string, string>;
  return JSON.stringify(document.mendix)
    .replaceAll(String(clientId), 'client')
    .replaceAll(String(userPoolId), 'pool');
}

describe('a configuration file', () => {
  it('stands behind flag and environment, and --debug shows where each value is from', async ({ world }) => {
    const file = 'answers.yaml';
    await writeFile(
      join(world.folder, file),
      'app-url: https://app.example.com\nalias: from-file\nuser-email: a@example.com\ntier: plus\nsession-minutes: 9\n',
    );
    const env = { MENDIX_COGNITO_SESSION_MINUTES: '5', MENDIX_COGNITO_ALIAS: 'from-env' };
    const run = await world.run(
      [
        'setup',
        '--config',
        file,
        '--alias',
        'from-flag',
        '--yes',
        '--json',
        '--debug',
        '--pool-name',
        'Pool',
      ],
      { env },
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ mendix: { alias: 'from-flag' } });
    for (const line of [
      'debug alias = from-flag (flag --alias)',
      'debug session-minutes = 5 (environment MENDIX_COGNITO_SESSION_MINUTES)',
      'debug tier = plus (file answers.yaml:4)',
      'debug app-url = https://app.example.com (file answers.yaml:1)',
      'debug managed-login = 2 (default)',
      'debug region = eu-central-1 (default of --sandbox)',
      'debug password = (secret) (default: generated where one is needed)',
    ]) {
      expect(run.stderr).toContain(`${line}\n`);
    }

    const args = ['setup', '--config', file, '--alias', 'from-flag', '--yes', '--json', '--debug'];
    const again = await world.run(args, { env: { MENDIX_COGNITO_SESSION_MINUTES: '' } });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('debug pool-name = Pool (what AWS has)\n');
    expect(again.stderr).toContain('debug session-minutes = 9 (file answers.yaml:5)\n');

    const pool = await world.run(['create-pool', '--alias', 'from-flag', '--yes', '--debug']);
    expect(pool).toMatchObject({ code: 0 });
    expect(pool.stderr).toContain('debug tier = plus (what AWS has)\n');
    expect(pool.stderr).toContain('debug pool-name = Pool (what AWS has)\n');
    expect(pool.stderr).not.toContain('debug password =');
  });

  it('is for every command, and may be named by a variable', async ({ world }) => {
    await writeFile(
      join(world.folder, 'f.json'),
      JSON.stringify({
        'app-url': 'https://app.example.com',
        alias: 'demo',
        'user-email': 'a@example.com',
        yes: true,
      }),
    );
    const env = { MENDIX_COGNITO_CONFIG: 'f.json' };
    expect(await world.run(['setup', '--json'], { env })).toMatchObject({ code: 0 });
    expect(await world.run(['status', '--check'], { env })).toMatchObject({ code: 0 });
    expect(await world.run(['destroy', '--json'], { env })).toMatchObject({ code: 0 });
  });

  it('may be standard input, but then the password is not', async ({ world }) => {
    const input = 'alias: demo\n';
    const run = await world.run(['status', '--config', '-', '--json'], { input });
    expect(run.json()).toMatchObject({ ok: true, alias: 'demo' });
    const both = await world.run(['add-user', 'a@example.com', '--config', '-', '--password-stdin'], {
      input,
    });
    expect(both).toMatchObject({ code: 2, stdout: '' });
    expect(both.said).toContain('--config - and --password-stdin cannot be used together');
  });

  it('that is wrong is reported line by line, and nothing is sent', async ({ world }) => {
    await writeFile(join(world.folder, 'f.yaml'), 'alias: a/b\npassword: hunter2\ntier: esentials\n');
    const run = await world.run(['setup', '--config', 'f.yaml', '--json']);
    expect(run).toMatchObject({ code: 2 });
    expect(run.json()).toMatchObject({ ok: false, command: 'setup', error: { code: 'USAGE' } });
    expect(run.stdout).toContain('f.yaml:2: password is refused');
    expect(run.stdout + run.stderr).not.toContain('hunter2');

    await writeFile(join(world.folder, 'f.yaml'), 'alias: a/b\ntier: esentials\n');
    const checked = await world.run(['setup', '--config', 'f.yaml']);
    expect(checked).toMatchObject({ code: 2, stdout: '' });
    expect(checked.said).toContain('f.yaml:1: alias “a/b” may hold only');
    expect(checked.said).toContain(
      'f.yaml:2: tier “esentials” is not one of lite, essentials, plus; did you mean essentials?',
    );
    expect(world.recorder.requests).toEqual([]);
  });

  it.each([
    ['.', 'it is a folder'],
    ['nowhere.yaml', 'there is no such file'],
    ['', '--config is empty'],
  ])('%j is refused: %s', async (name, says) => {
    const run = await runCli(['status', '--config', name]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.said).toContain(says);
  });
});

describe('setup --print-config', () => {
  it('asks on the terminal, changes nothing, and a second setup by its file is equal and asks nothing', async ({
    world,
    open,
  }) => {
    const pty = open(['setup', '--print-config'], { stdoutTo: 'f.yaml' });
    await answer(pty, { ...NEEDED, alias: 'demo', pool: 'My pool', minutes: '7' }, 'confirm', [
      'confirm',
      'card',
    ]);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Nothing was changed (--print-config).');
    expect(world.recorder.writes).toEqual([]);
    const yaml = await readFile(join(world.folder, 'f.yaml'), 'utf8');
    expect(yaml).toContain('pool-name: My pool\n');
    expect(yaml).toContain('session-minutes: 7\n');

    const first = await world.run(['setup', '--config', 'f.yaml', '--yes', '--json']);
    expect(first).toMatchObject({ code: 0 });
    expect(first.json()).toMatchObject({ mendix: { alias: 'demo' } });
    const command = /^# {3}MENDIX_COGNITO_PORT=\d+ npx mendix-cognito (setup --yes .*--app-url .*)$/m.exec(
      yaml,
    )?.[1];
    const words = [...(command ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    );
    expect((await world.run(['destroy', '--alias', 'demo', '--yes'])).code).toBe(0);
    const second = await world.run([...words.filter((word) => word !== '--sandbox'), '--json']);
    expect(second).toMatchObject({ code: 0 });
    expect(mendixOf(second.json())).toEqual(mendixOf(first.json()));
    const { UserPools } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools?.map(({ Name }) => Name)).toEqual(['My pool']);
  });

  it('prints what was given where nobody can be asked, and calls nobody', async ({ world }) => {
    const args = [
      'setup',
      '--print-config',
      '--app-url',
      'https://app.example.com',
      '--user-email',
      'a@example.com',
    ];
    const run = await world.run(args);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('app-url:\n  - https://app.example.com\nuser-email: a@example.com\n');
    expect((await world.run([...args, '--json'])).json()).toMatchObject({
      ok: true,
      command: 'setup',
      config: { 'app-url': ['https://app.example.com'], 'user-email': 'a@example.com', sandbox: true },
      commandLine: expect.stringContaining(
        'npx mendix-cognito setup --yes --app-url https://app.example.com',
      ),
    });
    expect(world.recorder.requests).toEqual([]);
  });

  it('wants everything that a setup wants', async ({ world }) => {
    const run = await world.run(['setup', '--print-config']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.said).toContain('--app-url is missing (or set MENDIX_COGNITO_APP_URL)');
  });
});
