import {
  CreateManagedLoginBrandingCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolDomainCommand,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import { type ClientKeys, makeClient, makePool, makeUser } from './cognito.ts';
import { openSandbox, type TestSandbox } from './sandbox.ts';

/** Where the app of the tests is sent back to. Nothing listens there. */
export const CALLBACK = 'http://localhost:8080/oauth/v2/callback';
export const SIGNED_OUT = 'http://localhost:8080/';
export const DOMAIN = 'people';

/** A sandbox with a pool whose sign-in pages work, set up as Mendix needs it. */
export interface SignInPool extends TestSandbox {
  readonly poolId: string;
  readonly client: ClientKeys;
  readonly issuer: string;
  /** What stands before `/oauth2/authorize`. */
  readonly base: string;
}

export interface SignInPoolOptions {
  readonly pool?: Partial<CreateUserPoolRequest>;
  readonly client?: Partial<CreateUserPoolClientRequest>;
  /** 1 is the classic hosted UI, 2 managed login. */
  readonly version?: 1 | 2;
  readonly branding?: boolean;
  readonly password?: 'permanent' | 'temporary';
  readonly sandbox?: Partial<SandboxOptions>;
}

export async function openSignInPool(options: SignInPoolOptions = {}): Promise<SignInPool> {
  const sandbox = await openSandbox({ domainActivationMs: 0, ...options.sandbox });
  const poolId = await makePool(sandbox, options.pool);
  const client = await makeClient(sandbox, poolId, { ...APP, ...options.client });
  const version = options.version ?? 2;
  await sandbox.cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: DOMAIN, ManagedLoginVersion: version }),
  );
  if (options.branding ?? version === 2) await addBranding(sandbox, poolId, client);
  await makeUser(sandbox, poolId, options.password);
  return {
    ...sandbox,
    poolId,
    client,
    issuer: `${sandbox.url}/${poolId}`,
    base: `${sandbox.url}/_domain/${DOMAIN}`,
  };
}

export async function addBranding(
  { cognito }: Pick<TestSandbox, 'cognito'>,
  poolId: string,
  client: ClientKeys,
): Promise<void> {
  await cognito.send(
    new CreateManagedLoginBrandingCommand({
      UserPoolId: poolId,
      ClientId: client.id,
      UseCognitoProvidedValues: true,
    }),
  );
}

/** The settings of an app client as Mendix needs it. UpdateUserPoolClient resets what it is not given. */
export const APP: Partial<CreateUserPoolClientRequest> = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile'],
  CallbackURLs: [CALLBACK],
  LogoutURLs: [SIGNED_OUT],
  SupportedIdentityProviders: ['COGNITO'],
  PreventUserExistenceErrors: 'ENABLED',
};

/** Where OAuth is off, nothing of it can be set. */
export const OAUTH_OFF: Partial<CreateUserPoolClientRequest> = {
  AllowedOAuthFlowsUserPoolClient: false,
  AllowedOAuthFlows: [],
  AllowedOAuthScopes: [],
  CallbackURLs: [],
  LogoutURLs: [],
};

/** The authorize request of a Mendix app, with other parameters over its own; `undefined` leaves one out. */
export function authorizeUrl(
  pool: Pick<SignInPool, 'base' | 'client'>,
  changes: Record<string, string | undefined> = {},
): string {
  const parameters = {
    response_type: 'code',
    response_mode: 'query',
    client_id: pool.client.id,
    redirect_uri: CALLBACK,
    display: 'page',
    scope: 'openid profile email',
    state: 'state of the app & more',
    nonce: 'nonce-1',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return `${pool.base}/oauth2/authorize?${query}`;
}
