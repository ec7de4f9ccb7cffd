import { readActions } from '../../src/aws/iam-policy.ts';
import { answer, type CheckResult } from '../../src/engine/doctor/check.ts';
import { checksOf } from '../../src/engine/doctor/checks.ts';
import type { Examined, Seen } from '../../src/engine/doctor/examine.ts';
import type { Machine } from '../../src/engine/doctor/machine.ts';
import { Secret } from '../../src/secret.ts';
import { repairsText } from '../../src/ui/render-repair.ts';
import { print } from './repairs.ts';

export const POOL_ID = 'eu-central-1_AbCdEfGhI';
export const UPDATED_BASE = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com';
export const ISSUER_BASE = 'https://cognito-idp.eu-central-1.amazonaws.com';
export const EMAIL = 'ann@example.com';
const APP = 'https://app.example.com';

const MACHINE: Machine = {
  node: '20.17.0',
  program: '1.2.3',
  region: 'eu-central-1',
  profile: undefined,
  sandbox: false,
};

export const QUESTION: Examined = {
  alias: 'demo',
  poolId: undefined,
  poolName: undefined,
  clientName: undefined,
  appUrls: [],
  callbackUrls: [],
  signOutUrls: [],
  identities: [],
  userEmail: EMAIL,
  userFullName: undefined,
};

export const POOL = {
  Id: POOL_ID,
  Name: 'demo',
  Domain: 'demo',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo/domain=demo' },
  EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
} satisfies Seen['pool'];

export const DOMAIN = {
  name: 'demo',
  poolId: POOL_ID,
  status: 'ACTIVE',
  managedLogin: 2,
  custom: false,
  description: {},
} satisfies Seen['domain'];

export const CLIENT = {
  id: 'client1',
  poolId: POOL_ID,
  name: 'demo',
  secret: new Secret('a-secret'),
  secretCount: 1,
  settings: {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    SupportedIdentityProviders: ['COGNITO'],
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    CallbackURLs: [`${APP}/oauth/v2/callback`],
    LogoutURLs: [APP, `${APP}/`],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
  },
} satisfies Seen['client'];

export const DISCOVERY = {
  url: `${ISSUER_BASE}/${POOL_ID}/.well-known/openid-configuration`,
  issuer: `${ISSUER_BASE}/${POOL_ID}`,
  authorizationEndpoint: 'https://demo.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
  endSessionEndpoint: 'https://demo.auth.eu-central-1.amazoncognito.com/logout',
  tokenEndpointAuthMethods: ['client_secret_basic', 'client_secret_post'],
};

export const ANN = {
  email: EMAIL,
  username: '11111111-2222-3333-4444-555555555555',
  status: 'CONFIRMED',
  enabled: true,
  attributes: { name: 'Ann Lee', email_verified: 'true' },
} satisfies Seen['user'];

/** What a complete setup looks like. */
const HEALTHY: Seen = {
  clock: { value: 0 },
  caller: { value: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ann' } },
  located: { value: POOL },
  pool: POOL,
  alias: 'demo',
  domain: DOMAIN,
  clients: [{ id: CLIENT.id, name: CLIENT.name }],
  clientName: 'demo',
  client: CLIENT,
  branding: { id: 'branding1' },
  discovery: { value: DISCOVERY },
  user: ANN,
  users: [ANN],
  sesSandbox: false,
  identities: new Map(),
  calls: new Map(readActions().map((action) => [action, { value: undefined }])),
};

/** Every action allowed but one, whose call ends with an error of that name. */
export function callsWith(action: string, errorName: string, message = 'refused'): Seen['calls'] {
  const calls = new Map(HEALTHY.calls);
  return calls.set(action, { error: Object.assign(new Error(message), { name: errorName }) });
}

interface Changes {
  readonly machine?: Partial<Machine>;
  readonly question?: Partial<Examined>;
  readonly seen?: Partial<Seen>;
  readonly customEndpoint?: boolean;
}

/** All checks of a complete setup with some changes. */
export function examined({ machine, question, seen, customEndpoint = false }: Changes): CheckResult[] {
  return answer(
    checksOf(
      { ...MACHINE, ...machine },
      { issuerBase: ISSUER_BASE, updatedIssuerBase: UPDATED_BASE, customEndpoint },
      { ...QUESTION, ...question },
      { ...HEALTHY, ...seen },
    ),
  );
}

/** The checks that are not good, by id. */
export function illIn(results: readonly CheckResult[]): Record<string, string> {
  const ill = results.filter(({ id, verdict }) => verdict !== 'ok' && id !== 'permission:writes');
  return Object.fromEntries(ill.map(({ id, verdict }) => [id, verdict]));
}

/** One check's repair: the command, or what to do. */
export function repairIn(results: readonly CheckResult[], id: string): string | undefined {
  const repair = results.find((result) => result.id === id)?.repair;
  return repair === undefined || repair.length === 0 ? undefined : repairsText(repair, print).trim();
}
