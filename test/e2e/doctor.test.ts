import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolClientCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeManagedLoginBrandingByClientCommand,
  UntagResourceCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientRequest,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateInputOf as clientInput } from '../../src/resources/app-client-settings.ts';
import { readDomain } from '../../src/resources/domain.ts';
import { updateInputOf as poolInput } from '../../src/resources/user-pool-settings.ts';
import {
  APP,
  clientIn,
  type DoctorWorld,
  notAllowed,
  ON_CLIENT,
  ON_POOL,
  openDoctorWorld,
  openLink,
  poolIn,
  SENDER,
  USER,
  USER_CHECKS,
  verdicts,
} from '../support/doctor-world.ts';
import { OAUTH_OFF } from '../support/sign-in-pool.ts';
import type { World } from '../support/world.ts';

const setClient = (settings: Partial<UpdateUserPoolClientRequest>) => async (world: World) => {
  const client = await clientIn(world);
  await world.cognito.send(new UpdateUserPoolClientCommand({ ...clientInput(client), ...settings }));
};

const setUser = (Name: string, Value: string) => async (world: World) => {
  await world.cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: (await poolIn(world)).Id,
      Username: USER,
      UserAttributes: [{ Name, Value }],
    }),
  );
};

async function deleteClient(world: World): Promise<void> {
  const { id, poolId } = await clientIn(world);
  await world.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: id }));
}

async function deleteBranding(world: World): Promise<void> {
  const { id, poolId } = await clientIn(world);
  const { ManagedLoginBranding } = await world.cognito.send(
    new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: poolId, ClientId: id }),
  );
  await world.cognito.send(
    new DeleteManagedLoginBrandingCommand({
      UserPoolId: poolId,
      ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId,
    }),
  );
}

async function deleteDomain(world: World): Promise<void> {
  const { cognito } = world;
  const { Id: UserPoolId, Domain } = await poolIn(world);
  await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));
  await expect.poll(() => readDomain({ cognito }, Domain ?? '')).toBeUndefined();
}

async function unprotect(world: World): Promise<void> {
  const pool = await poolIn(world);
  await world.cognito.send(new UpdateUserPoolCommand({ ...poolInput(pool), DeletionProtection: 'INACTIVE' }));
}

async function deletePool(world: World): Promise<void> {
  await unprotect(world);
  await deleteDomain(world);
  await world.cognito.send(new DeleteUserPoolCommand({ UserPoolId: (await poolIn(world)).Id }));
}

interface Break {
  readonly what: string;
  readonly by: (world: World) => Promise<unknown>;
  /** The checks that turn; the first is the one whose repair is run. */
  readonly turns: Readonly<Record<string, 'fail' | 'warn'>>;
  /** The checks that cannot say anything then. */
  readonly skips?: readonly string[];
  /** What its repair says to do by hand, where no command can; after the command where there is one. */
  readonly byHand?: { readonly says: RegExp; readonly run: (world: World) => Promise<unknown> };
  readonly after?: (world: World) => Promise<unknown>;
}

const BREAKS: readonly Break[] = [
  {
    what: 'the domain is deleted',
    by: deleteDomain,
    turns: { domain: 'fail' },
    skips: ['branding', 'discovery-domain'],
  },
  { what: 'the deletion protection is off', by: unprotect, turns: { 'deletion-protection': 'warn' } },
  {
    what: 'the tag of the pool is gone',
    by: async (world) =>
      world.cognito.send(
        new UntagResourceCommand({
          ResourceArn: (await poolIn(world)).Arn,
          TagKeys: ['mendix-cognito', 'mendix-cognito:app:demo'],
        }),
      ),
    turns: { pool: 'warn' },
  },
  {
    what: 'OAuth is off',
    by: setClient(OAUTH_OFF),
    turns: {
      oauth: 'fail',
      // Cognito keeps none of these while OAuth is off.
      'code-grant': 'fail',
      scopes: 'fail',
      'callback-urls': 'fail',
      'sign-out-urls': 'warn',
    },
  },
  {
    what: 'another grant is allowed instead of code',
    by: setClient({ AllowedOAuthFlows: ['implicit'] }),
    turns: { 'code-grant': 'fail' },
  },
  {
    what: 'there is no identity provider',
    by: setClient({ SupportedIdentityProviders: [] }),
    turns: { 'identity-provider': 'fail' },
  },
  {
    what: 'a scope is missing',
    by: setClient({ AllowedOAuthScopes: ['openid', 'email'] }),
    turns: { scopes: 'fail' },
  },
  {
    what: 'sign-in by password is not allowed',
    by: setClient({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }),
    turns: { 'auth-flows': 'warn' },
  },
  {
    what: 'the callback URL is another',
    by: setClient({ CallbackURLs: ['https://other.example.com/oauth/v2/callback'] }),
    turns: { 'callback-urls': 'fail' },
  },
  {
    what: 'the callback URL of the app has a slash too many as well',
    by: setClient({ CallbackURLs: [`${APP}/oauth/v2/callback`, `${APP}/oauth/v2/callback/`] }),
    turns: { 'callback-urls': 'warn' },
    byHand: {
      says: /App clients → Login pages/,
      run: setClient({ CallbackURLs: [`${APP}/oauth/v2/callback`] }),
    },
  },
  {
    what: 'a sign-out URL is missing',
    by: setClient({ LogoutURLs: [APP] }),
    turns: { 'sign-out-urls': 'warn' },
  },
  { what: 'the style of the sign-in page is deleted', by: deleteBranding, turns: { branding: 'fail' } },
  { what: 'the app client is deleted', by: deleteClient, turns: { client: 'fail' }, skips: ON_CLIENT },
  {
    what: 'the user is disabled',
    by: async (world) =>
      world.cognito.send(
        new AdminDisableUserCommand({ UserPoolId: (await poolIn(world)).Id, Username: USER }),
      ),
    turns: { 'user-enabled': 'fail' },
  },
  {
    what: 'the address of the user is not verified',
    by: setUser('email_verified', 'false'),
    turns: { 'user-email-verified': 'warn' },
  },
  { what: 'the user has no name', by: setUser('name', ''), turns: { 'user-name': 'warn' } },
  {
    what: 'the user is deleted',
    by: async (world) =>
      world.cognito.send(
        new AdminDeleteUserCommand({ UserPoolId: (await poolIn(world)).Id, Username: USER }),
      ),
    turns: { user: 'fail' },
    skips: USER_CHECKS,
  },
  {
    what: 'the address that the pool sends as is deleted',
    by: ({ ses }) => ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: SENDER })),
    turns: { [`email:${SENDER}`]: 'fail', 'pool-sender': 'fail' },
    after: openLink,
  },
  { what: 'the pool is deleted', by: deletePool, turns: { pool: 'fail' }, skips: ON_POOL },
];

let doctor: DoctorWorld;

beforeAll(async () => {
  doctor = await openDoctorWorld();
});

afterAll(async () => {
  await doctor.close();
});

describe('doctor on a complete setup', () => {
  it('finds nothing wrong, and names what it cannot check', async () => {
    const { code, document, checks } = await doctor.examine();
    expect(code).toBe(0);
    expect(Object.keys(document)).toEqual(['ok', 'command', 'account', 'region', 'healthy', 'checks']);
    expect(document).toMatchObject({
      ok: true,
      command: 'doctor',
      account: '123456789012',
      region: 'eu-central-1',
      healthy: true,
    });
    const { 'permission:writes': writes, 'ses-sandbox': ses, ...others } = verdicts(checks);
    expect({ writes, ses }).toEqual({ writes: 'unknown', ses: 'warn' });
    expect(new Set(Object.values(others))).toEqual(new Set(['ok']));
    expect(checks.find(({ id }) => id === 'permission:writes')).toMatchObject({
      why: expect.stringContaining('CreateUserPoolDomain'),
      repair: 'mendix-cognito iam-policy --sandbox',
    });
    for (const { verdict, repair } of checks) expect(repair === null).toBe(verdict === 'ok');
  });

  it('writes nothing, and its calls are those that the policy --read-only allows', async () => {
    doctor.world.recorder.clear();
    await doctor.examine();
    expect(doctor.world.recorder.writes).toEqual([]);
    expect(notAllowed(doctor.world, 'read-only')).toEqual([]);
  });

  it('shows it on a terminal as a list that ends with counts and the next step', async () => {
    const run = await doctor.show();
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Computer +\S+ Node\.js {2}\S+ Clock$/m);
    expect(run.stdout).toMatch(/^App client +\S+ \d+ checks$/m);
    expect(run.stdout).not.toMatch(/^ +✔/m);
    expect(run.stdout).toMatch(/\n\d+ ok, 1 warning, 1 unknown\n$/);
    expect(run.stderr).toMatch(/\nNext: For real users ask AWS for production access/);
    for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('doctor, when one thing is broken', () => {
  it.each(BREAKS)('$what', async ({ by, turns, skips = [], byHand, after }) => {
    await by(doctor.world);
    const { code, document, checks } = await doctor.examine();
    expect(doctor.turned(checks)).toEqual({
      ...turns,
      ...Object.fromEntries(skips.map((id) => [id, 'skipped'])),
    });
    const fails = Object.values(turns).includes('fail');
    expect({ code, healthy: document.healthy }).toEqual({ code: fails ? 1 : 0, healthy: !fails });
    const ill = checks.find(({ id }) => id === Object.keys(turns)[0]);
    for (const { id, why } of checks) if (skips.includes(id)) expect(why).toBe(`Waits for “${ill?.name}”.`);

    if (byHand === undefined) await doctor.fix(ill);
    else {
      expect(ill?.repair).toMatch(byHand.says);
      await byHand.run(doctor.world);
    }
    await after?.(doctor.world);
    expect(doctor.turned((await doctor.examine()).checks)).toEqual({});
  });

  it('an app client without a secret: the repair makes another beside it', async () => {
    await deleteClient(doctor.world);
    const UserPoolId = (await poolIn(doctor.world)).Id;
    await doctor.world.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'demo',
        SupportedIdentityProviders: ['COGNITO'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile'],
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        CallbackURLs: [`${APP}/oauth/v2/callback`],
        LogoutURLs: [APP, `${APP}/`],
      }),
    );
    const { checks } = await doctor.examine();
    expect(doctor.turned(checks)).toEqual({
      'client-secret': 'fail',
      branding: 'fail',
      'hide-unknown-users': 'warn',
    });
    await doctor.fix(checks.find(({ id }) => id === 'client-secret'));
    expect(doctor.turned((await doctor.examine(['--client-name', 'demo-secret'])).checks)).toEqual({});
  });

  it('a clock that is ten minutes ahead', async () => {
    const ahead = 'const now=Date.now;Date.now=()=>now()+600000';
    const { code, checks } = await doctor.examine(['--client-name', 'demo-secret'], {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(ahead)}`,
    });
    expect(code).toBe(1);
    expect(doctor.turned(checks)).toEqual({ clock: 'fail' });
    expect(checks.find(({ id }) => id === 'clock')?.why).toContain('10 minutes ahead');
  });
});
