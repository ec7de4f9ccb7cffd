import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolDomainCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { it, type World } from '../support/world.ts';

const APP = 'https://app.example.com';
const LAMBDA = 'arn:aws:lambda:eu-central-1:123456789012:function:audit';

interface Made {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

async function setUp(world: World): Promise<Made> {
  const flags = ['--yes', '--json', '--alias', 'demo', '--app-url', APP];
  const run = await world.run([
    'setup',
    ...flags,
    '--user-email',
    'a@example.com',
    '--user-full-name',
    'Ann',
  ]);
  const { userPoolId, clientId } = run.json().mendix as { userPoolId: string; clientId: string };
  return { UserPoolId: userPoolId, ClientId: clientId };
}

const poolOf = async ({ cognito }: World, { UserPoolId }: Made) =>
  (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool ?? {};

const clientOf = async ({ cognito }: World, made: Made) =>
  (await cognito.send(new DescribeUserPoolClientCommand(made))).UserPoolClient ?? {};

/** Runs the command and gives the names of the calls that wrote. */
async function writesOf(world: World, args: readonly string[]): Promise<string[]> {
  world.recorder.clear();
  const run = await world.run(args);
  expect(run).toMatchObject({ code: 0 });
  return world.recorder.writes.map(({ operation }) => operation);
}

/** What other people set on the pool: an MFA factor, a Lambda trigger, a tag, a message of their own. */
async function foreignPoolSettings({ cognito }: World, { UserPoolId }: Made): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'INACTIVE',
      LambdaConfig: { PostAuthentication: LAMBDA },
      UserPoolTags: { ...UserPool?.UserPoolTags, team: 'blue' },
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
      AdminCreateUserConfig: {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: { EmailSubject: 'Hello', EmailMessage: 'As {username} use {####}' },
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    }),
  );
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: 'OPTIONAL',
    }),
  );
}

describe('create-pool', () => {
  it('leaves what others set untouched, and turns deletion protection on when it is asked to', async ({
    world,
  }) => {
    const made = await setUp(world);
    await foreignPoolSettings(world, made);
    const before = await poolOf(world, made);
    const command = ['create-pool', '--yes', '--alias', 'demo'];
    expect(await writesOf(world, command)).toEqual([]);
    const writes = await writesOf(world, [...command, '--deletion-protection']);
    expect(writes).toEqual(['UpdateUserPool']);
    const { LastModifiedDate: _now, ...after } = await poolOf(world, made);
    const { LastModifiedDate: _then, ...expected } = before;
    expect(after).toEqual({ ...expected, DeletionProtection: 'ACTIVE' });
    expect(await world.cognito.send(new GetUserPoolMfaConfigCommand(made))).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  });

  it('creates only the domain when only that is missing', async ({ world }) => {
    const made = await setUp(world);
    await world.cognito.send(new DeleteUserPoolDomainCommand({ ...made, Domain: 'demo' }));
    const gone = () => world.cognito.send(new DescribeUserPoolDomainCommand({ Domain: 'demo' }));
    await expect.poll(async () => (await gone()).DomainDescription).toEqual({});
    const writes = await writesOf(world, ['create-pool', '--yes', '--alias', 'demo']);
    expect(writes).toEqual(['CreateUserPoolDomain']);
    expect((await poolOf(world, made)).Domain).toBe('demo');
  });

  it('makes the branding before it moves a live domain to managed login', async ({ world }) => {
    const flags = ['--yes', '--json', '--alias', 'demo', '--app-url', APP, '--managed-login', '1'];
    const run = await world.run(['setup', ...flags, '--user-email', 'a@example.com']);
    expect((run.json().changes as { resource: string }[]).map(({ resource }) => resource)).not.toContain(
      'branding',
    );
    const writes = await writesOf(world, ['create-pool', '--yes', '--alias', 'demo', '--managed-login', '2']);
    expect(writes).toEqual(['CreateManagedLoginBranding', 'UpdateUserPoolDomain']);
  });

  it('blocks a rename of the domain with exit code 3 and says what can be done', async ({ world }) => {
    await setUp(world);
    world.recorder.clear();
    const run = await world.run([
      'create-pool',
      '--yes',
      '--json',
      '--alias',
      'demo',
      '--domain-prefix',
      'other',
    ]);
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({
      ok: false,
      error: { code: 'BLOCKED', hint: expect.stringContaining('--domain-prefix demo') },
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('has an app join a pool of somebody else only with --adopt', async ({ world }) => {
    const { CreateUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    const { UserPool } = await world.cognito.send(new CreateUserPoolCommand({ PoolName: 'theirs' }));
    const UserPoolId = UserPool?.Id ?? '';
    const command = ['create-pool', '--yes', '--json', '--pool-id', UserPoolId, '--alias', 'x'];
    const refused = await world.run(command);
    expect(refused.json()).toMatchObject({
      error: { code: 'POOL_NOT_OURS', hint: expect.stringContaining('--adopt') },
    });
    expect(world.recorder.writes).toEqual([]);
    expect(await world.run([...command, '--adopt'])).toMatchObject({ code: 0 });
    const pool = await poolOf(world, { UserPoolId, ClientId: '' });
    expect(pool.UserPoolTags).toEqual({ 'mendix-cognito': 'joined', 'mendix-cognito:app:x': 'domain=x' });
  });
});

describe('create-client', () => {
  it('fixes what differs and keeps what others added', async ({ world }) => {
    const made = await setUp(world);
    await world.cognito.send(
      new UpdateUserPoolClientCommand({
        ...made,
        ClientName: 'demo',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        CallbackURLs: ['https://elsewhere.example.com/cb'],
        LogoutURLs: ['https://elsewhere.example.com'],
        AllowedOAuthFlows: ['code', 'implicit'],
        AllowedOAuthScopes: ['openid', 'phone'],
        AllowedOAuthFlowsUserPoolClient: true,
        SupportedIdentityProviders: ['COGNITO'],
        RefreshTokenValidity: 5,
        TokenValidityUnits: { RefreshToken: 'hours' },
        AuthSessionValidity: 9,
      }),
    );
    const before = await clientOf(world, made);
    const writes = await writesOf(world, ['create-client', '--yes', '--alias', 'demo', '--app-url', APP]);
    expect(writes).toEqual(['UpdateUserPoolClient']);
    const { LastModifiedDate: _now, ...after } = await clientOf(world, made);
    const { LastModifiedDate: _then, ...expected } = before;
    expect(after).toEqual({
      ...expected,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      CallbackURLs: ['https://elsewhere.example.com/cb', `${APP}/oauth/v2/callback`],
      LogoutURLs: ['https://elsewhere.example.com', APP, `${APP}/`],
      AllowedOAuthScopes: ['openid', 'phone', 'email', 'profile'],
    });
  });

  it('creates client and branding when the client is missing, and only the branding when that is', async ({
    world,
  }) => {
    const made = await setUp(world);
    await world.cognito.send(new DeleteUserPoolClientCommand(made));
    const command = ['create-client', '--yes', '--alias', 'demo', '--app-url', APP];
    expect(await writesOf(world, command)).toEqual(['CreateUserPoolClient', 'CreateManagedLoginBranding']);

    const status = await world.run(['status', '--json', '--alias', 'demo']);
    const rows = status.json().resources as { resource: string; id: string }[];
    const id = rows.find(({ resource }) => resource === 'branding')?.id ?? '';
    await world.cognito.send(
      new DeleteManagedLoginBrandingCommand({ UserPoolId: made.UserPoolId, ManagedLoginBrandingId: id }),
    );
    expect(await writesOf(world, command)).toEqual(['CreateManagedLoginBranding']);
    const clientId = rows.find(({ resource }) => resource === 'app-client')?.id ?? '';
    const branding = await world.cognito.send(
      new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: made.UserPoolId, ClientId: clientId }),
    );
    expect(branding.ManagedLoginBranding?.UseCognitoProvidedValues).toBe(true);
  });

  it('blocks on a client without a secret', async ({ world }) => {
    const { CreateUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    const made = await setUp(world);
    await world.cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId: made.UserPoolId, ClientName: 'public' }),
    );
    world.recorder.clear();
    const run = await world.run([
      'create-client',
      '--yes',
      '--alias',
      'demo',
      '--app-url',
      APP,
      '--client-name',
      'public',
    ]);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('--client-name');
    expect(world.recorder.writes).toEqual([]);
  });

  it('says what to do when the pool is missing', async ({ world }) => {
    const run = await world.run(['create-client', '--yes', '--json', '--alias', 'demo', '--app-url', APP]);
    expect(run).toMatchObject({ code: 1 });
    expect(run.json()).toMatchObject({
      error: { code: 'POOL_NOT_FOUND', hint: expect.stringContaining('create-pool --alias demo') },
    });
  });
});

describe('add-user', () => {
  const attributes = async ({ cognito }: World, { UserPoolId }: Made, Username = 'a@example.com') => {
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    const entries = (user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value] as const);
    return { status: user.UserStatus, ...(Object.fromEntries(entries) as Record<string, string>) };
  };

  it('fixes the attributes, keeps the password and what others set', async ({ world }) => {
    const made = await setUp(world);
    await world.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: made.UserPoolId,
        Username: 'a@example.com',
        UserAttributes: [
          { Name: 'email_verified', Value: 'false' },
          { Name: 'name', Value: 'Changed' },
          { Name: 'nickname', Value: 'annie' },
        ],
      }),
    );
    const writes = await writesOf(world, [
      'add-user',
      'a@example.com',
      '--user-full-name',
      'Ann',
      '--yes',
      '--alias',
      'demo',
    ]);
    expect(writes).toEqual(['AdminUpdateUserAttributes']);
    expect(await attributes(world, made)).toMatchObject({
      status: 'CONFIRMED',
      email: 'a@example.com',
      email_verified: 'true',
      name: 'Ann',
      nickname: 'annie',
    });
  });

  it('gives an existing user a new password only with --reset-password', async ({ world }) => {
    await setUp(world);
    const command = ['add-user', 'A@Example.com', '--yes', '--alias', 'demo'];
    expect(await writesOf(world, command)).toEqual([]);
    expect(await writesOf(world, [...command, '--reset-password'])).toEqual(['AdminSetUserPassword']);
  });

  it('adds several users at once, one of them with a temporary password after another run', async ({
    world,
  }) => {
    const made = await setUp(world);
    const run = await world.run([
      'add-user',
      'b@example.com',
      'c@example.com',
      '--yes',
      '--json',
      '--alias',
      'demo',
    ]);
    expect(run.json()).toMatchObject({
      users: [
        { email: 'b@example.com', status: 'CONFIRMED', password: null },
        { email: 'c@example.com', status: 'CONFIRMED', password: null },
      ],
    });
    await world.run(['add-user', 'd@example.com', '--temporary-password', '--yes', '--alias', 'demo']);
    expect((await attributes(world, made, 'd@example.com')).status).toBe('FORCE_CHANGE_PASSWORD');
  });
});
