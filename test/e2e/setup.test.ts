import { createHmac } from 'node:crypto';
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { it, SETUP, type World } from '../support/world.ts';

interface Mendix {
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly userPoolId: string;
  readonly [member: string]: unknown;
}

const mendixOf = (document: Record<string, unknown>) => document.mendix as Mendix;

async function signIn({ cognito }: World, { clientId, clientSecret }: Mendix, password: string) {
  const SECRET_HASH = createHmac('sha256', clientSecret ?? '')
    .update(`a@example.com${clientId}`)
    .digest('base64');
  return cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'a@example.com', PASSWORD: password, SECRET_HASH },
    }),
  );
}

describe('setup in a pipe', () => {
  it('prints one JSON document with the members that scripts rely on', async ({ world }) => {
    const run = await world.run(SETUP);
    expect(run).toMatchObject({ code: 0 });
    const document = run.json();
    expect(document).toMatchObject({
      ok: true,
      command: 'setup',
      account: '123456789012',
      region: 'eu-central-1',
    });
    const mendix = mendixOf(document);
    expect(Object.keys(mendix)).toEqual([
      'alias',
      'clientId',
      'clientSecret',
      'clientAuthenticationMethod',
      'automaticConfigurationUrl',
      'scopes',
      'callbackUrls',
      'signOutUrls',
      'loginUrl',
      'logoutUrl',
      'issuer',
      'domain',
      'userPoolId',
    ]);
    expect(mendix).toMatchObject({
      alias: 'demo',
      clientSecret: null,
      clientAuthenticationMethod: 'client_secret_post',
      callbackUrls: ['https://app.example.com/oauth/v2/callback'],
      signOutUrls: ['https://app.example.com', 'https://app.example.com/'],
      loginUrl: 'https://app.example.com/oauth/v2/login?idp=demo',
    });
    expect((document.changes as { resource: string }[]).map(({ resource }) => resource)).toEqual([
      'user-pool',
      'domain',
      'app-client',
      'branding',
      'user',
    ]);
    for (const change of document.changes as object[]) {
      expect(Object.keys(change)).toEqual(['resource', 'action', 'id']);
      expect(change).toMatchObject({ action: 'create' });
    }
  });

  it('makes what the how-to asks for, with the console defaults sent explicitly', async ({ world }) => {
    const mendix = mendixOf((await world.run(SETUP)).json());
    const { UserPool: pool } = await world.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: mendix.userPoolId }),
    );
    expect(pool).toMatchObject({
      Name: 'demo',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'OFF',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserPoolTier: 'ESSENTIALS',
      UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo/domain=demo' },
      Domain: 'demo',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
    });
    const { UserPoolClient: client } = await world.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: mendix.userPoolId, ClientId: mendix.clientId }),
    );
    expect(client).toMatchObject({
      ClientName: 'demo',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AuthSessionValidity: 3,
      CallbackURLs: ['https://app.example.com/oauth/v2/callback'],
      LogoutURLs: ['https://app.example.com', 'https://app.example.com/'],
      SupportedIdentityProviders: ['COGNITO'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
    expect(client?.ClientSecret).toMatch(/^\w{24,64}$/);
  });

  it('makes no writing call and exits 0 when everything is there already', async ({ world }) => {
    const first = await world.run(SETUP);
    world.recorder.clear();
    const second = await world.run(SETUP);
    expect(second.code).toBe(0);
    expect(world.recorder.writes).toEqual([]);
    expect(second.json()).toMatchObject({ ok: true, changes: [], mendix: mendixOf(first.json()) });
    // Caller, list, search and describe the pool, what stands on it, the client: bounded, whatever the order.
    expect(world.recorder.requests.length).toBeLessThanOrEqual(10);
  });

  it('reveals client secret and generated password only with --reveal-secrets, and both sign the user in', async ({
    world,
  }) => {
    const run = await world.run([...SETUP, '--reveal-secrets']);
    const document = run.json();
    const [user] = document.users as { password: string }[];
    const mendix = mendixOf(document);
    expect(mendix.clientSecret).toMatch(/^\w{24,64}$/);
    const { AuthenticationResult } = await signIn(world, mendix, user?.password ?? '');
    expect(AuthenticationResult?.IdToken).toBeTruthy();
  });

  it('takes the password from standard input', async ({ world }) => {
    const run = await world.run([...SETUP, '--password-stdin', '--reveal-secrets'], {
      input: 'Correct-Horse-9\n',
    });
    expect(run.code).toBe(0);
    expect(await signIn(world, mendixOf(run.json()), 'Correct-Horse-9')).toHaveProperty(
      'AuthenticationResult',
    );
    expect(run.stdout + run.stderr).not.toContain('Correct-Horse-9');
  });

  it('shows the plan and writes nothing with --dry-run', async ({ world }) => {
    const run = await world.run([...SETUP, '--dry-run']);
    expect(run.code).toBe(0);
    expect(world.recorder.writes).toEqual([]);
    expect((run.json().changes as { resource: string }[]).map(({ resource }) => resource)).toEqual([
      'user-pool',
      'domain',
      'app-client',
      'branding',
      'user',
    ]);
    expect(run.stderr).toContain('Plan');
  });

  it('does not write without --yes when nobody can be asked', async ({ world }) => {
    const run = await world.run(SETUP.filter((arg) => arg !== '--yes'));
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({ ok: false, error: { message: expect.stringContaining('--yes') } });
    expect(world.recorder.writes).toEqual([]);
  });

  it('takes every answer from the environment as well', async ({ world }) => {
    const run = await world.run(['setup'], {
      env: {
        MENDIX_COGNITO_APP_URL: 'https://one.example.com,https://two.example.com',
        MENDIX_COGNITO_USER_EMAIL: 'a@example.com',
        MENDIX_COGNITO_SESSION_MINUTES: '10',
        MENDIX_COGNITO_YES: '1',
        MENDIX_COGNITO_JSON: 'true',
      },
    });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      mendix: {
        alias: 'one-example-com',
        callbackUrls: [
          'https://one.example.com/oauth/v2/callback',
          'https://two.example.com/oauth/v2/callback',
        ],
      },
    });
  });

  it('falls back on a suffixed prefix when the first is taken, and finds it again', async ({ world }) => {
    await world.run(['create-pool', '--yes', '--alias', 'other', '--domain-prefix', 'demo']);
    const first = mendixOf((await world.run(SETUP)).json());
    expect(first.domain).toMatch(/demo-[0-9a-f]{8}$/);
    world.recorder.clear();
    expect(mendixOf((await world.run(SETUP)).json()).domain).toBe(first.domain);
    expect(world.recorder.writes).toEqual([]);
  });

  it('refuses to choose between two pools with the tag of the alias', async ({ world }) => {
    await world.run(SETUP);
    const listed = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    await world.run(['create-pool', '--yes', '--alias', 'twin', '--pool-name', 'demo']);
    const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const twin = UserPools.find(({ Id }) => !listed.UserPools?.some((pool) => pool.Id === Id));
    await retag(world, twin?.Id ?? '', 'demo');
    world.recorder.clear();
    const run = await world.run(SETUP);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'POOL_AMBIGUOUS', hint: expect.stringContaining('--pool-id') },
    });
    for (const pool of UserPools) expect(run.stdout).toContain(pool.Id);
    expect(world.recorder.writes).toEqual([]);
  });
});

async function retag({ cognito }: World, id: string, alias: string): Promise<void> {
  const { TagResourceCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const { UserPool: pool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
  await cognito.send(
    new TagResourceCommand({
      ResourceArn: pool?.Arn,
      Tags: { 'mendix-cognito': 'made', [`mendix-cognito:app:${alias}`]: `client=${alias}` },
    }),
  );
}
