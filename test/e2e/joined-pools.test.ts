import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ListEmailIdentitiesCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { makePool, readInbox, signIn } from '../support/cognito.ts';
import {
  clientNamesOf,
  KINDS,
  type Kind,
  makeOthersPool,
  OLD_USER,
  readOthersPool,
} from '../support/others-pool.ts';
import { commandIn } from '../support/repairs.ts';
import { answer, finish, it } from '../support/wizard.ts';
import { SETUP, type World } from '../support/world.ts';

async function tagsOf({ cognito }: World, UserPoolId: string) {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.UserPoolTags ?? {};
}

const adopting = (id: string) => ['--yes', '--adopt', '--pool-id', id, '--alias', 'demo'];

describe('the tags', () => {
  it('say of a new pool that it was created, and what for', async ({ world }) => {
    const { mendix } = (await world.run([...SETUP, '--client-name', 'web, new'])).json();
    expect(await tagsOf(world, (mendix as { userPoolId: string }).userPoolId)).toEqual({
      'mendix-cognito': 'made',
      'mendix-cognito:app:demo': 'client=web: new/domain=demo',
    });
    // The name of the client is found there by whoever does not name it.
    world.recorder.clear();
    expect((await world.run(SETUP)).json()).toMatchObject({ changes: [] });
    expect((await world.run(['mendix-config', '--json'])).json()).toMatchObject({
      mendix: { ...(mendix as object), clientSecret: expect.any(String) },
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('are added to those of somebody else’s pool, by a call that touches nothing else', async ({ world }) => {
    const id = await makePool(world, { UserPoolTags: { team: 'blue' }, AutoVerifiedAttributes: ['email'] });
    expect(await world.run(['create-pool', ...adopting(id)])).toMatchObject({
      code: 0,
    });
    expect(world.recorder.writes.map(({ operation }) => operation)).toEqual([
      'TagResource',
      'CreateUserPoolDomain',
    ]);
    expect(await tagsOf(world, id)).toEqual({
      team: 'blue',
      'mendix-cognito': 'joined',
      'mendix-cognito:app:demo': 'domain=demo',
    });
  });

  it('have room for an alias of 100 characters, and no longer one is taken', async ({ world }) => {
    const alias = 'a'.repeat(100);
    expect(await world.run(['create-pool', '--yes', '--alias', alias])).toMatchObject({ code: 0 });
    expect((await world.run(['status', '--json'])).json()).toMatchObject({ alias });
    const long = await world.run(['create-pool', '--yes', '--alias', `${alias}a`]);
    expect(long).toMatchObject({ code: 2, said: expect.stringContaining('at most 100') });
  });
});

describe('a pool with 50 tags', () => {
  it('takes no further app, and the plan says so', async ({ world }) => {
    const id = await makePool(world);
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    const theirs = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, '']));
    await world.cognito.send(new TagResourceCommand({ ResourceArn: UserPool?.Arn, Tags: theirs(49) }));
    for (const command of [['create-pool'], ['create-client', '--app-url', 'https://app.example.com']]) {
      world.recorder.clear();
      const full = await world.run([...command, ...adopting(id)]);
      expect(full).toMatchObject({ code: 3, said: expect.stringContaining('it takes no further app') });
      expect(world.recorder.writes).toEqual([]);
    }
    // With one less there is room for both tags.
    await world.cognito.send(new UntagResourceCommand({ ResourceArn: UserPool?.Arn, TagKeys: ['tag0'] }));
    expect(await world.run(['create-pool', ...adopting(id)])).toMatchObject({ code: 0 });
    expect(Object.keys(await tagsOf(world, id))).toHaveLength(50);
  });
});

/** A setup for that alias, on that pool. */
const setupOn = (id: string, alias: string, ...more: readonly string[]) => [
  ...['setup', '--yes', '--json', '--pool-id', id, '--alias', alias, ...more],
  ...['--app-url', `https://${alias}.example.com`, '--user-email', OLD_USER.email],
];

const DESTROY = ['destroy', '--yes', '--json', '--alias'];

describe('destroy, for an alias on a pool that somebody else created', () => {
  it('removes what was created for the alias, and leaves pool, users and their client', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    const before = await readOthersPool(world, theirs);
    expect(await world.run(setupOn(theirs.id, 'demo', '--adopt'))).toMatchObject({ code: 0 });

    world.recorder.clear();
    const preview = await world.run(['destroy', '--alias', 'demo', '--dry-run']);
    expect(preview.said).toContain('The user pool stays, since mendix-cognito did not create it.');
    expect(preview.said).toContain(
      `= User pool Company (${theirs.id}) = App client intranet = Users 2 users`,
    );
    const users = await world.run([...DESTROY, 'demo', '--users', '2']);
    expect(users.json()).toMatchObject({ error: { message: expect.stringContaining('no user is deleted') } });
    expect(world.recorder.writes).toEqual([]);

    const run = await world.run([...DESTROY, 'demo']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({
      users: 0,
      stays: { userPoolId: theirs.id, users: 2, apps: [], clients: ['intranet'], domains: [] },
      changes: [
        { resource: 'domain', action: 'delete', id: 'demo' },
        { resource: 'branding', action: 'delete' },
        { resource: 'app-client', action: 'delete' },
        { resource: 'user-pool', action: 'update', id: theirs.id },
      ],
    });
    const after = await readOthersPool(world, theirs);
    expect(after.users).toEqual(before.users);
    expect(after.client).toEqual(before.client);
    expect(after.pool.UserPoolTags).toEqual({ team: 'blue' });
    expect(after.pool).not.toHaveProperty('Domain');
    expect(await clientNamesOf(world, theirs.id)).toEqual(['intranet']);
    expect(await signIn(world, theirs.client, OLD_USER.email, OLD_USER.password)).toHaveProperty(
      'AuthenticationResult',
    );
    // Nothing is left that another run could remove.
    expect((await world.run([...DESTROY, 'demo'])).json()).toMatchObject({ changes: [] });
  });

  it('leaves a client and a domain that were there before', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    await world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: theirs.id, Domain: 'company' }));
    const setup = setupOn(theirs.id, 'demo', '--adopt', '--client-name', 'intranet', '--managed-login', '1');
    expect(await world.run(setup)).toMatchObject({ code: 0 });
    const run = await world.run([...DESTROY, 'demo']);
    expect(run.json()).toMatchObject({
      changes: [{ resource: 'user-pool', action: 'update' }],
      stays: { clients: ['intranet'], domains: ['company'] },
    });
    expect((await readOthersPool(world, theirs)).pool.Domain).toBe('company');
  });

  it('finishes what an earlier run has begun', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    await world.run(setupOn(theirs.id, 'demo', '--adopt'));
    world.recorder.fail = ({ operation }) =>
      operation === 'UntagResource'
        ? { status: 400, body: '{"__type":"NotAuthorizedException"}' }
        : undefined;
    expect(await world.run([...DESTROY, 'demo'])).toMatchObject({ code: 1 });
    world.recorder.fail = undefined;
    expect(await world.run([...DESTROY, 'demo'])).toMatchObject({ code: 0 });
    expect((await readOthersPool(world, theirs)).pool.UserPoolTags).toEqual({ team: 'blue' });
  });

  it('leaves the address that the pool goes on sending from, for good', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    const sender = 'noreply@example.com';
    const setup = setupOn(theirs.id, 'demo', '--adopt', '--verify-email', sender, '--email-from', sender);
    await world.run(setup);
    const [mail] = await readInbox(world.sandbox.url);
    await fetch(mail?.link ?? '');
    expect(await world.run(setup)).toMatchObject({ code: 0 });
    const run = await world.run([...DESTROY, 'demo']);
    expect(run.json()).toMatchObject({ stays: { emailIdentities: [sender] } });
    expect((await world.run([...DESTROY, 'demo'])).json()).toMatchObject({ changes: [] });
    const { EmailIdentities } = await world.ses.send(new ListEmailIdentitiesCommand({}));
    expect(EmailIdentities).toHaveLength(1);
  });
});

describe('two apps on one pool', () => {
  it('of somebody else: the last one that leaves takes the domain along', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    for (const alias of ['first', 'second']) {
      expect(await world.run(setupOn(theirs.id, alias, '--adopt'))).toMatchObject({ code: 0 });
    }
    expect(await clientNamesOf(world, theirs.id)).toEqual(['first', 'intranet', 'second']);
    const first = await world.run([...DESTROY, 'first']);
    expect(first.json()).toMatchObject({ stays: { apps: ['second'], domains: ['first'] } });
    expect((await readOthersPool(world, theirs)).pool).toMatchObject({
      Domain: 'first',
      UserPoolTags: { 'mendix-cognito': 'joined', 'mendix-cognito:app:second': 'client=second/domain=first' },
    });
    expect((await world.run(['status', '--check', '--json', '--alias', 'second'])).json()).toMatchObject({
      inStep: true,
    });
    expect(await world.run([...DESTROY, 'second'])).toMatchObject({ code: 0 });
    const { pool } = await readOthersPool(world, theirs);
    expect(pool.UserPoolTags).toEqual({ team: 'blue' });
    expect(pool).not.toHaveProperty('Domain');
    expect(await clientNamesOf(world, theirs.id)).toEqual(['intranet']);
  });

  it('is not removed under an app that joins while the list is on the screen', async ({ world, open }) => {
    const { mendix } = (await world.run(SETUP)).json() as { mendix: { userPoolId: string } };
    const pty = open(['destroy', '--alias', 'demo']);
    await pty.waitFor('Type the alias (demo)');
    expect(await world.run(setupOn(mendix.userPoolId, 'second'))).toMatchObject({ code: 0 });
    world.recorder.clear();
    pty.type('demo');
    pty.press('enter');
    await pty.waitFor('have changed at this moment');
    expect(await pty.exit).toMatchObject({ code: 1 });
    expect(world.recorder.writes).toEqual([]);
  });
});

describe('a value that somebody chose in the console', () => {
  it('survives every run, unless a flag asks for another', async ({ world }) => {
    const { mendix } = (await world.run(SETUP)).json() as {
      mendix: { userPoolId: string; clientId: string };
    };
    const ids = { UserPoolId: mendix.userPoolId, ClientId: mendix.clientId };
    const describeBoth = async () => {
      const [pool, client] = await Promise.all([
        world.cognito.send(new DescribeUserPoolCommand(ids)),
        world.cognito.send(new DescribeUserPoolClientCommand(ids)),
      ]);
      return { pool: pool.UserPool ?? {}, client: client.UserPoolClient ?? {} };
    };
    const made = await describeBoth();
    expect(made).toMatchObject({
      pool: { DeletionProtection: 'ACTIVE', AutoVerifiedAttributes: ['email'] },
      client: { EnableTokenRevocation: true, PreventUserExistenceErrors: 'ENABLED' },
    });
    await world.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: ids.UserPoolId,
        UserPoolTags: made.pool.UserPoolTags,
        Policies: { PasswordPolicy: { MinimumLength: 20 } },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      }),
    );
    const { ClientSecret: _, CreationDate: _created, LastModifiedDate: _modified, ...settings } = made.client;
    await world.cognito.send(
      new UpdateUserPoolClientCommand({
        ...settings,
        ...ids,
        EnableTokenRevocation: false,
        PreventUserExistenceErrors: 'LEGACY',
        AuthSessionValidity: 12,
      }),
    );
    const chosen = await describeBoth();
    world.recorder.clear();
    const APP = ['--app-url', 'https://app.example.com'];
    for (const command of [SETUP, ['create-pool', '--yes'], ['create-client', '--yes', ...APP]]) {
      const run = await world.run([...command, ...(command === SETUP ? [] : ['--alias', 'demo'])]);
      expect(run).toMatchObject({ code: 0 });
    }
    expect(world.recorder.writes).toEqual([]);
    expect(await world.run(['status', '--check', '--alias', 'demo'])).toMatchObject({ code: 0 });

    const doctor = (await world.run(['doctor', '--json', '--alias', 'demo'])).json() as {
      checks: { id: string; verdict: string; repair: string | null }[];
    };
    const advice = doctor.checks.filter(({ verdict }) => verdict === 'warn');
    expect(advice.map(({ id }) => id)).toEqual([
      'deletion-protection',
      'token-revocation',
      'hide-unknown-users',
    ]);
    for (const { repair } of advice) {
      expect(await world.run([...commandIn(repair), '--yes'])).toMatchObject({ code: 0 });
    }
    const { LastModifiedDate: _p, ...pool } = (await describeBoth()).pool;
    const { LastModifiedDate: _c, ...client } = (await describeBoth()).client;
    expect({ ...chosen.pool, ...pool }).toEqual({ ...chosen.pool, DeletionProtection: 'ACTIVE' });
    expect({ ...chosen.client, ...client }).toEqual({
      ...chosen.client,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('is no wish in both directions at once', async ({ world }) => {
    const both = { MENDIX_COGNITO_DELETION_PROTECTION: 'yes', MENDIX_COGNITO_NO_DELETION_PROTECTION: 'yes' };
    const run = await world.run(['create-pool', '--alias', 'demo', '--yes'], { env: both });
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('cannot be used together') });
    const off = await world.run(['create-pool', '--yes', '--alias', 'demo', '--no-deletion-protection']);
    expect(off).toMatchObject({ code: 0, said: expect.stringContaining('deletion protection: no') });
    const on = await world.run(['create-pool', '--yes', '--alias', 'demo', '--deletion-protection']);
    expect(on).toMatchObject({ code: 0, said: expect.stringContaining('deletion protection: no → yes') });
  });
});

describe.each(Object.keys(KINDS) as Kind[])('an app that joins a pool of somebody else: %s', (kind) => {
  it('changes nothing of it but the tags and the domain, works, and leaves it as it was', async ({
    world,
  }) => {
    const theirs = await makeOthersPool(world, kind);
    const before = await readOthersPool(world, theirs);
    const joined = await world.run(setupOn(theirs.id, 'demo', '--adopt'));
    expect(joined, joined.stderr).toMatchObject({ code: 0 });
    expect(await readOthersPool(world, theirs)).toEqual({
      ...before,
      pool: {
        ...before.pool,
        Domain: 'demo',
        UserPoolTags: {
          ...before.pool.UserPoolTags,
          'mendix-cognito': 'joined',
          'mendix-cognito:app:demo': 'client=demo/domain=demo',
        },
      },
    });
    expect(world.recorder.writes.map(({ operation }) => operation)).not.toContain('UpdateUserPool');

    // Every command finds the app again by its alias, and by nothing when it is the only one.
    for (const app of [['--alias', 'demo'], []]) {
      const login = ['test-login', '--user-email', OLD_USER.email, '--password-stdin', '--json', ...app];
      expect(await world.run(login, { input: OLD_USER.password })).toMatchObject({ code: 0 });
      expect((await world.run(['status', '--check', '--json', ...app])).json()).toMatchObject({
        inStep: true,
      });
    }
    const doctor = (await world.run(['doctor', '--alias', 'demo', '--json'])).json();
    const checks = doctor.checks as { id: string; verdict: string }[];
    expect(checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')).toEqual([]);
    world.recorder.clear();
    expect((await world.run(setupOn(theirs.id, 'demo'))).json()).toMatchObject({ changes: [] });
    expect(world.recorder.writes).toEqual([]);

    expect(await world.run([...DESTROY, 'demo'])).toMatchObject({ code: 0 });
    expect(await readOthersPool(world, theirs)).toEqual(before);
    expect(await clientNamesOf(world, theirs.id)).toEqual(['intranet']);
  });
});

describe('joining', () => {
  it('changes what a flag asks for', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    const setup = setupOn(theirs.id, 'demo', '--adopt', '--deletion-protection');
    expect(await world.run(setup)).toMatchObject({ code: 0 });
    const { pool } = await readOthersPool(world, theirs);
    expect(pool).toMatchObject({
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
    });
  });

  it('gives a new user a name where users have names, and a password by the pool’s own rules', async ({
    world,
  }) => {
    const theirs = await makeOthersPool(world, 'user names, or an email address as alias');
    const setup = [
      ...[
        'setup',
        '--yes',
        '--json',
        '--reveal-secrets',
        '--adopt',
        '--pool-id',
        theirs.id,
        '--alias',
        'demo',
      ],
      ...['--app-url', 'https://demo.example.com', '--user-email', 'ann@example.com'],
    ];
    const blocked = await world.run(setup);
    expect(blocked.json()).toMatchObject({
      error: { code: 'BLOCKED', hint: expect.stringContaining('--username') },
    });
    expect(world.recorder.writes).toEqual([]);
    const taken = await world.run([...setup, '--username', 'peter']);
    expect(taken.json()).toMatchObject({
      error: { message: expect.stringContaining('another email address') },
    });
    expect(world.recorder.writes).toEqual([]);

    const run = await world.run([...setup, '--username', 'ann']);
    const [user] = run.json().users as { username: string; password: string }[];
    expect(user).toMatchObject({ username: 'ann', password: expect.stringMatching(/^.{14,}$/) });
    for (const name of [
      ['--user-email', 'ann@example.com'],
      ['--username', 'ann'],
    ]) {
      const login = ['test-login', '--password-stdin', '--json', ...name];
      expect(await world.run(login, { input: user?.password ?? '' })).toMatchObject({ code: 0 });
    }
    const inPool = await world.run(['add-user', 'kim@example.com', '--username', 'kim', '--yes', '--json']);
    expect(inPool.json()).toMatchObject({ users: [{ username: 'kim', status: 'CONFIRMED' }] });
  });

  it('asks for the name of a new user on a terminal, and offers one', async ({ world, open }) => {
    const theirs = await makeOthersPool(world, 'user names, or an email address as alias');
    const flags = ['--alias', 'demo', '--app-url', 'https://demo.example.com', '--client-name', 'demo'];
    const pty = open(['setup', '--adopt', '--pool-id', theirs.id, ...flags]);
    await answer(pty, {}, 'email', ['app', 'alias', 'pool']);
    pty.type('ann.lee@example.com');
    pty.press('enter');
    await pty.waitFor('User name (ann.lee)');
    pty.press('enter');
    const before = ['app', 'alias', 'pool', 'prefix', 'signUp', 'ses', 'email', 'client'] as const;
    await answer(pty, {}, 'review', before);
    expect(pty.screen()).toMatch(/User name +ann\.lee\n/);
    pty.press('enter');
    await answer(pty, { confirm: 'y' }, 'end', [...before, 'name', 'password', 'minutes', 'review', 'card']);
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect((await readOthersPool(world, theirs)).users?.map(({ Username }) => Username)).toContain('ann.lee');
  });

  it('has no use for a user name where users sign in with their email address', async ({ world }) => {
    const run = await world.run([...SETUP, '--username', 'ann']);
    expect(run).toMatchObject({ code: 3, stdout: expect.stringContaining('Leave --username out.') });
    expect(world.recorder.writes).toEqual([]);
  });

  it('by create-client alone leaves a tag, creates a domain where there is none, and its next command works', async ({
    world,
  }) => {
    const theirs = await makeOthersPool(world);
    const run = await world.run([
      ...['create-client', '--adopt', '--yes', '--pool-id', theirs.id],
      ...['--alias', 'demo', '--app-url', 'https://demo.example.com'],
    ]);
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain('+ Sign-in domain demo');
    const next = `mendix-cognito mendix-config --alias demo --pool-id ${theirs.id} --sandbox`;
    expect(run.stderr).toContain(`\nNext:\n  ${next}\n`);
    expect(await world.run(commandIn(next))).toMatchObject({ code: 0 });
    expect((await world.run(['mendix-config', '--json', '--alias', 'demo'])).json()).toMatchObject({
      mendix: { alias: 'demo', userPoolId: theirs.id },
    });
  });

  it('leaves another client’s classic pages as they are', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    await world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: theirs.id, Domain: 'company' }));
    const before = await readOthersPool(world, theirs);
    expect(await world.run(setupOn(theirs.id, 'demo', '--adopt'))).toMatchObject({ code: 0 });
    const after = await readOthersPool(world, theirs);
    expect({ ...after, pool: after.pool.Domain }).toEqual({ ...before, pool: 'company' });
    expect(world.recorder.writes.map(({ operation }) => operation)).not.toContain('UpdateUserPoolDomain');
  });

  it('on the tier LITE creates a domain with the pages that this tier has', async ({ world }) => {
    const theirs = await makeOthersPool(world, undefined, { UserPoolTier: 'LITE' });
    expect(await world.run(setupOn(theirs.id, 'demo', '--adopt'))).toMatchObject({ code: 0 });
    expect(world.recorder.writes.map(({ operation }) => operation)).not.toContain(
      'CreateManagedLoginBranding',
    );
  });

  it('by --alias and --pool-id is free on a pool of ours only', async ({ world }) => {
    const theirs = await makeOthersPool(world);
    await world.run(setupOn(theirs.id, 'first', '--adopt'));
    world.recorder.clear();
    const second = await world.run(setupOn(theirs.id, 'second'));
    expect(second.json()).toMatchObject({
      error: { code: 'POOL_OF_OTHER_ALIAS', hint: expect.stringContaining(`--pool-id ${theirs.id} --adopt`) },
    });
    for (const command of ['destroy', 'rotate-secret']) {
      const flags = ['--alias', 'second', '--pool-id', theirs.id, '--yes', '--json'];
      const run = await world.run([
        command,
        ...flags,
        ...(command === 'destroy' ? [] : ['--reveal-secrets']),
      ]);
      expect(run.json()).toMatchObject({ error: { code: 'POOL_OF_OTHER_ALIAS' } });
    }
    expect(world.recorder.writes).toEqual([]);
  });

  it('takes no users from a file without names where users have some', async ({ world }) => {
    const theirs = await makeOthersPool(world, 'user names, or an email address as alias');
    await writeFile(join(world.folder, 'users.csv'), 'email\nann@example.com\n');
    const csv = [
      'add-user',
      '--from-csv',
      'users.csv',
      '--result',
      'r.csv',
      '--pool-id',
      theirs.id,
      '--adopt',
    ];
    const run = await world.run([...csv, '--yes']);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('it has no column username') });
  });
});
