import type { Desired, Target } from '../../src/engine/desired.ts';
import type { Observed } from '../../src/engine/observe.ts';
import type { AppClient } from '../../src/resources/app-client-settings.ts';
import type { ClientTimes } from '../../src/resources/client-times.ts';
import type { Domain } from '../../src/resources/domain.ts';
import type { UserPool } from '../../src/resources/user-pool-settings.ts';
import type { User } from '../../src/resources/user-settings.ts';
import { Secret } from '../../src/secret.ts';

/** What is there after a setup for the alias `demo`, as the engine's pure code sees it. */
export const POOL: UserPool = {
  Id: 'eu-central-1_Example01',
  Name: 'demo',
  Domain: 'demo',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  UserPoolTier: 'ESSENTIALS',
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo/domain=demo' },
};

export const DOMAIN: Domain = {
  name: 'demo',
  poolId: POOL.Id,
  status: 'ACTIVE',
  managedLogin: 2,
  custom: false,
  description: {},
};

export const CLIENT: AppClient = {
  id: 'client1',
  poolId: POOL.Id,
  name: 'demo',
  secret: new Secret('example-secret'),
  secretCount: 1,
  settings: {
    ClientId: 'client1',
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
  },
};

const USER: User = {
  email: 'a@example.com',
  username: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  status: 'CONFIRMED',
  enabled: true,
  attributes: { name: 'Ann Lee', email_verified: 'true' },
};

const CALLER = { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ann' };

/** Nothing is there. */
export const NOTHING: Observed = {
  caller: CALLER,
  alias: 'demo',
  pool: undefined,
  leftOver: [],
  mfa: undefined,
  domain: undefined,
  prefixHolder: undefined,
  clientName: 'demo',
  client: undefined,
  branding: undefined,
  discovery: undefined,
  identities: new Map(),
  users: new Map(),
};

/** Everything is there, and as setup makes it. */
export const ALL: Observed = {
  ...NOTHING,
  pool: POOL,
  domain: DOMAIN,
  client: CLIENT,
  branding: { id: 'branding1' },
  discovery: {
    url: `https://cognito-idp.eu-central-1.amazonaws.com/${POOL.Id}/.well-known/openid-configuration`,
    issuer: `https://cognito-idp.eu-central-1.amazonaws.com/${POOL.Id}`,
    authorizationEndpoint: 'https://demo.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
    endSessionEndpoint: undefined,
    tokenEndpointAuthMethods: [],
  },
  users: new Map([[USER.email, USER]]),
};

/** The times of a client that nobody chose any for. */
export const INITIAL_TIMES: ClientTimes = {
  sessionMinutes: 3,
  idTokenMinutes: 60,
  accessTokenMinutes: 60,
  refreshTokenDays: 30,
};

/** What a run reads that names nothing but the alias. */
export const TARGET: Target = {
  selector: { alias: 'demo', poolName: undefined, poolId: undefined, adopt: false },
  clientName: undefined,
  identities: [],
  emailFrom: undefined,
  mfa: false,
  prefix: undefined,
  users: [],
};

export const WANTS_NOTHING: Desired = { target: TARGET, users: [] };

/** What a setup for the alias `demo` wants. */
export const WANTS_ALL: Desired = {
  ...WANTS_NOTHING,
  pool: { alias: 'demo', name: undefined, tier: undefined, selfSignUp: undefined, deletionProtection: true },
  domain: { prefix: undefined, alias: 'demo', managedLogin: undefined },
  client: {
    name: 'demo',
    callbackUrls: ['https://app.example.com/oauth/v2/callback'],
    signOutUrls: ['https://app.example.com', 'https://app.example.com/'],
    times: {},
    initialTimes: INITIAL_TIMES,
    tokenRevocation: undefined,
    hideUnknownUsers: undefined,
  },
  users: [
    {
      email: USER.email,
      attributes: {},
      password: new Secret('Correct-Horse-9'),
      generated: true,
      permanent: true,
      resetPassword: false,
    },
  ],
};
