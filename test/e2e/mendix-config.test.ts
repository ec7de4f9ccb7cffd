import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { FORMATS } from '../../src/mendix/formats.ts';
import { NODE, PROGRAM } from '../support/cli.ts';
import { readEnvFile } from '../support/env-file.ts';
import { makeOthersPool } from '../support/others-pool.ts';
import { commandIn } from '../support/repairs.ts';
import { it } from '../support/wizard.ts';
import type { World } from '../support/world.ts';

const APPS = ['https://app.example.com', 'https://host.example.com/sub/path'];
const SETUP = [
  ...['setup', '--yes', '--alias', 'demo', '--user-email', 'a@example.com'],
  ...APPS.flatMap((url) => ['--app-url', url]),
];

const config = (world: World, ...flags: readonly string[]) => world.run(['mendix-config', ...flags]);

async function mendixOf(world: World): Promise<Record<string, string>> {
  return (await config(world, '--format', 'json')).json() as Record<string, string>;
}

describe('mendix-config --format', () => {
  it('holds the values on standard output in every format, and the secret nowhere else', async ({
    world,
  }) => {
    await world.run(SETUP);
    const mendix = await mendixOf(world);
    for (const format of FORMATS) {
      const run = await config(world, '--format', format);
      expect(run.code, format).toBe(0);
      for (const member of ['alias', 'clientId', 'clientSecret', 'automaticConfigurationUrl']) {
        expect(run.stdout, format).toContain(mendix[member]);
      }
      expect(run.stderr, format).not.toContain(mendix.clientSecret);
    }
  });

  it('docker and kubernetes are what their targets read', async ({ world }) => {
    await world.run(SETUP);
    const { clientId, clientSecret } = await mendixOf(world);
    const docker = await config(world, '--format', 'docker', '--single-variable');
    const constants = JSON.parse(readEnvFile(docker.stdout, false).CONSTANTS ?? '') as object;
    expect(constants).toMatchObject({ 'OIDC.ClientID': clientId, 'OIDC.ClientSecret': clientSecret });
    const patch = await config(world, '--format', 'kubernetes');
    expect(parseYaml(patch.stdout, { version: '1.1' })).toEqual({
      spec: { runtime: { microflowConstants: constants } },
    });
    expect(patch.stderr).toContain('kubectl patch mendixapp <name> -n <namespace> --type merge --patch-file');
  });

  it('creates another key for a new app each time, under the name of the version', async ({ world }) => {
    await world.run(SETUP);
    const keyOf = async (version: string) => {
      const run = await config(world, '--format', 'docker', '--new-app', '--module-version', version);
      expect(run.said).toContain('each run creates another');
      return readEnvFile(run.stdout, false);
    };
    const { MX_OIDC_EncryptionKey: key } = await keyOf('4.5');
    const { MX_Encryption_EncryptionKey: older, MX_OIDC_EncryptionKey: none } = await keyOf('4.2');
    for (const each of [key, older]) expect(each).toMatch(/^[\w-]{32}$/);
    expect(key).not.toBe(older);
    expect(none).toBeUndefined();
  });

  it('has the words of the module version', async ({ world }) => {
    await world.run(SETUP);
    const older = await config(world, '--module-version', '4.2');
    expect(older.stdout).not.toContain('PKCE');
    expect(older.said).toContain('choose “Import Configuration”.');
    const newer = await config(world, '--module-version', '4.5.1');
    expect(newer.stdout).toMatch(/^Client ID .*\nEnable PKCE +Yes\nClient authentication method/m);
    expect(newer.said).toContain('choose “Import IdP-metadata”.');
  });

  it('gives the text in the JSON document as well', async ({ world }) => {
    await world.run(SETUP);
    const { stdout } = await config(world, '--format', 'm2ee');
    const document = (await config(world, '--format', 'm2ee', '--json')).json();
    expect(document).toMatchObject({ ok: true, format: 'm2ee', text: stdout, mendix: await mendixOf(world) });
  });

  it('studio-pro says how to add the app on localhost, while there is none', async ({ world }) => {
    await world.run(SETUP);
    const [command = ''] =
      /mendix-cognito create-client .*localhost:8080/.exec(
        (await config(world, '--format', 'studio-pro')).stderr,
      ) ?? [];
    expect((await world.run([...commandIn(command), '--yes'])).code).toBe(0);
    expect((await config(world, '--format', 'studio-pro')).stderr).not.toContain('create-client');
  });
});

describe('mendix-config --secret-file', () => {
  it('keeps the secret out of all but that file, which only its owner can read', async ({ world }) => {
    await world.run(SETUP);
    const { clientSecret } = await mendixOf(world);
    for (const format of FORMATS) {
      const files = ['--output', `${format}.out`, '--secret-file', `${format}.secret`];
      const run = await config(world, '--format', format, ...files, '--json');
      expect(run.json()).toMatchObject({ mendix: { clientSecret: null }, secretFile: `${format}.secret` });
      const [out, secret] = [`${format}.out`, `${format}.secret`].map((name) => join(world.folder, name));
      expect(run.stdout + run.stderr + (await readFile(out ?? '', 'utf8')), format).not.toContain(
        clientSecret,
      );
      expect(await readFile(secret ?? '', 'utf8'), format).toContain(clientSecret);
      for (const file of [out, secret]) expect((await stat(file ?? '')).mode & 0o777).toBe(0o600);
    }
  });

  it('is named by what env prints, for a shell in any folder', async ({ world }) => {
    await world.run(SETUP);
    const { clientSecret } = await mendixOf(world);
    const { stdout } = await config(world, '--format', 'env', '--secret-file', "it's a secret");
    const script = `set -eu\n${stdout}\ncd /\ncat "$OIDC_CLIENT_SECRET_FILE"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(clientSecret);
  });

  it('leaves a file of somebody else alone, unless --overwrite is given', async ({ world }) => {
    await world.run(SETUP);
    await writeFile(join(world.folder, 'secret'), 'mine');
    const flags = ['--format', 'docker', '--output', 'oidc.env', '--secret-file', 'secret'];
    const refused = await config(world, ...flags);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--secret-file secret') });
    expect(await readFile(join(world.folder, 'secret'), 'utf8')).toBe('mine');
    await expect(stat(join(world.folder, 'oidc.env'))).rejects.toThrow('ENOENT');
    expect((await config(world, ...flags, '--overwrite')).code).toBe(0);
    expect(await readFile(join(world.folder, 'secret'), 'utf8')).toMatch(/^MX_OIDC_ClientSecret=\w+\n$/);
  });

  it('is not the file of the rest, by whatever way it is named', async ({ world }) => {
    await world.run(SETUP);
    await symlink('.', join(world.folder, 'link'));
    const run = await config(world, '--output', 'oidc.txt', '--secret-file', 'link/oidc.txt');
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('name the same file') });
  });

  it('is replaced on a terminal only after a yes', async ({ world, open }) => {
    await world.run(SETUP);
    await config(world, '--secret-file', 'secret');
    const before = await readFile(join(world.folder, 'secret'), 'utf8');
    const answered = async (answer: string) => {
      const pty = open(['mendix-config', '--format', 'docker', '--secret-file', 'secret']);
      await pty.waitFor('Replace the file secret?');
      pty.type(answer);
      pty.press('enter');
      return (await pty.exit).code;
    };
    expect(await answered('')).toBe(130);
    expect(await readFile(join(world.folder, 'secret'), 'utf8')).toBe(before);
    expect(await answered('y')).toBe(0);
    expect(await readFile(join(world.folder, 'secret'), 'utf8')).toMatch(/^MX_OIDC_ClientSecret=\w+\n$/);
  });

  it('replaces a link, and not what the link leads to', async ({ world }) => {
    await world.run(SETUP);
    await writeFile(join(world.folder, 'elsewhere'), 'mine');
    await symlink('elsewhere', join(world.folder, 'secret'));
    expect((await config(world, '--secret-file', 'secret', '--overwrite')).code).toBe(0);
    expect(await readFile(join(world.folder, 'elsewhere'), 'utf8')).toBe('mine');
  });
});

describe.skipIf(process.platform === 'win32')('mendix-config --output', () => {
  // A link in /dev, which the first run as root would replace for everybody.
  it('leaves alone what the system keeps, whatever its standard output is', async ({ world }) => {
    const taken = openSync(join(world.folder, 'taken'), 'w');
    for (const file of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
      // Without --yes: a program that took the file for one to replace would stop here as well, with other words.
      const args = [PROGRAM, 'mendix-config', '--sandbox', '--output', file];
      const run = spawnSync(NODE, args, {
        env: world.env,
        stdio: ['ignore', taken, 'pipe'],
        encoding: 'utf8',
      });
      expect(run.status, file).toBe(2);
      expect(run.stderr, file).toContain('is not a regular file');
    }
    closeSync(taken);
  });

  it('does not replace a link that leads nowhere', async ({ world }) => {
    await world.run(SETUP);
    await symlink('gone', join(world.folder, 'dangling'));
    const run = await config(world, '--format', 'env', '--output', 'dangling');
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a regular file') });
    expect((await lstat(join(world.folder, 'dangling'))).isSymbolicLink()).toBe(true);
  });

  it('is neither asked for nor refused with --dry-run', async ({ world }) => {
    await world.run(SETUP);
    await writeFile(join(world.folder, 'there'), 'mine');
    const { code, json } = await config(world, '--output', 'there', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(json()).not.toHaveProperty('output');
    expect(await readFile(join(world.folder, 'there'), 'utf8')).toBe('mine');
  });
});

describe('mendix-config for several apps on one user pool', () => {
  it('prints for each alias what is its own', async ({ world }) => {
    await world.run(SETUP);
    const { userPoolId, clientId } = await mendixOf(world);
    await world.run([
      ...['setup', '--yes', '--alias', 'second', '--pool-id', userPoolId ?? '', '--adopt'],
      ...['--app-url', 'https://second.example.com', '--user-email', 'a@example.com'],
    ]);
    const of = async (alias: string) =>
      (await config(world, '--alias', alias, '--format', 'json')).json() as Record<string, unknown>;
    expect(await of('demo')).toMatchObject({ alias: 'demo', clientId, userPoolId });
    const second = await of('second');
    expect(second).toMatchObject({
      alias: 'second',
      userPoolId,
      callbackUrls: ['https://second.example.com/oauth/v2/callback'],
      loginUrl: 'https://second.example.com/oauth/v2/login?idp=second',
    });
    expect(second.clientId).not.toBe(clientId);
    const steps = (await config(world, '--alias', 'second', '--checklist')).stdout;
    expect(steps).toMatch(/mendix-config --alias second --pool-id \S+ --snippets/);
    expect(steps).not.toContain(APPS[0]);
  });
});

describe('mendix-config for an app client of a pool that no app of ours is on', () => {
  it('takes the name of the client as the alias, and proposes no command with an alias', async ({
    world,
  }) => {
    const { id } = await makeOthersPool(world);
    const named = ['--pool-id', id, '--client-name', 'intranet'];
    expect((await config(world, '--format', 'json', ...named)).json()).toMatchObject({ alias: 'intranet' });
    const { stdout } = await config(world, '--snippets', ...named);
    expect(stdout).toContain('/oauth/v2/login?idp=intranet');
    expect(stdout).toContain(`create-client --pool-id ${id} --app-url`);
  });
});

describe('mendix-config --new-app', () => {
  it('prints a key for the screen route too, under the name that the version has', async ({ world }) => {
    await world.run(SETUP);
    const run = await config(world, '--new-app');
    expect(run.stdout).toMatch(/^Constant OIDC\.EncryptionKey +[\w-]{32}$/m);
    expect(run.stderr).toContain('keep this one');
    expect((await config(world, '--new-app', '--module-version', '4.2')).stdout).toMatch(
      /^Constant Encryption\.EncryptionKey +[\w-]{32}$/m,
    );
  });
});

describe('mendix-config --checklist', () => {
  it('prints the steps of the route that the format takes, with addresses and without a secret', async ({
    world,
  }) => {
    await world.run(SETUP);
    const { clientId, clientSecret, automaticConfigurationUrl } = await mendixOf(world);
    const screen = await config(world, '--checklist');
    expect(screen.code).toBe(0);
    for (const value of [clientId, automaticConfigurationUrl, `${APPS[0]}/oauth/v2/login?idp=demo`]) {
      expect(screen.stdout.split('\n').map((line) => line.trim())).toContain(value);
    }
    expect(screen.stdout).toContain('app.example.com,host.example.com');
    expect(screen.stdout).toContain('mendix-cognito mendix-config --alias demo --snippets --sandbox');
    const constants = await config(world, '--checklist', '--format', 'portable', '--module-version', '4.7');
    expect(constants.stdout).toContain('mendix-config --alias demo --format portable --sandbox');
    expect(constants.stdout).not.toContain('Toggle Active');
    for (const { said } of [screen, constants]) expect(said).not.toContain(clientSecret);
    const { checklist } = (await config(world, '--checklist', '--json')).json() as {
      checklist: { title: string; steps: { text: string }[] }[];
    };
    expect(checklist.map(({ steps }) => steps.length)).toEqual([5, 8, 7]);
  });
});

describe('mendix-config --snippets', () => {
  it('has the sign-in and sign-out addresses of every app, and no secret', async ({ world }) => {
    await world.run(SETUP);
    const { clientId, clientSecret, domain } = await mendixOf(world);
    const { code, stdout } = await config(world, '--snippets');
    expect(code).toBe(0);
    for (const app of APPS) {
      const signOut = `${domain}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(app)}`;
      for (const line of [`${app}/oauth/v2/login?idp=demo`, signOut, `${signOut}#`]) {
        expect(stdout.split('\n')).toContain(`  ${line}`);
      }
    }
    expect(stdout).toContain('not confirmed with a live app');
    expect(stdout).toContain('OIDC.ACT_StartWebSignIn_Default');
    expect(stdout).toContain('OIDC.ACT_Logout');
    expect(stdout).not.toContain(clientSecret);
    expect((await config(world, '--snippets', '--module-version', '4.6')).stdout).not.toContain('ACT_Start');
  });

  it('has sign-out addresses that bring people back to their app', async ({ world }) => {
    await world.run(SETUP);
    const { snippets } = (await config(world, '--snippets', '--json')).json() as {
      snippets: { apps: { appUrl: string; logoutUrl: string; endSessionEndpoint: string }[] };
    };
    expect(snippets.apps.map(({ appUrl }) => appUrl)).toEqual(APPS);
    for (const { appUrl, logoutUrl, endSessionEndpoint } of snippets.apps) {
      // What Mendix appends goes behind the #, which a browser does not send.
      for (const url of [
        logoutUrl,
        `${endSessionEndpoint}?id_token_hint=x&post_logout_redirect_uri=${appUrl}`,
      ]) {
        const answer = await fetch(url, { redirect: 'manual' });
        expect([answer.status, answer.headers.get('location')]).toEqual([302, appUrl]);
      }
    }
  });

  it('says what is missing: a domain, an app', async ({ world }) => {
    await world.run(SETUP);
    const { userPoolId } = await mendixOf(world);
    await world.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: userPoolId, Domain: 'demo' }));
    const gone = () => world.cognito.send(new DescribeUserPoolDomainCommand({ Domain: 'demo' }));
    await expect.poll(async () => (await gone()).DomainDescription).toEqual({});
    const run = await config(world, '--snippets');
    expect(run.stdout).toContain('There is no active sign-in domain yet');
    expect((await config(world, '--format', 'docker')).said).toContain('or start the app with it, before');
    await world.run([
      ...['create-client', '--yes', '--alias', 'demo', '--client-name', 'web'],
      ...['--callback-url', 'https://other.example/cb'],
    ]);
    const web = await config(world, '--snippets', '--client-name', 'web');
    expect(web.stdout).toContain('lists no app yet');
  });
});
