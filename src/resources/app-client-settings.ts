import type {
  CreateUserPoolClientRequest,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Secret } from '../secret.ts';
import { flowsWanted } from './auth-flows.ts';
import {
  type BlockedField,
  type Difference,
  differenceOf,
  type Edit,
  type FieldChange,
  missingFrom,
} from './contract.ts';

/** The scopes that the OIDC SSO module asks for, in the order in which Mendix lists them. */
const SCOPES = ['openid', 'email', 'profile'] as const;

/** A described app client. The secret is taken out of the settings, so that nothing can print it by accident. */
export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  /** The original secret. AWS never shows a later one, and none when the original was deleted. */
  readonly secret: Secret | undefined;
  /** How many secrets it has: two while one takes the place of the other. */
  readonly secretCount: number;
  readonly settings: Omit<UserPoolClientType, 'ClientSecret'>;
}

/**
 * What AWS tells of a client's secrets. `none`: it has none. `shown`: it has the one that AWS shows. `rotating`: it has
 * two, of which AWS shows the original at most, and Mendix is to use the newer. `noted`: it has one, which AWS does not
 * show: whoever made it has noted it.
 */
export type SecretState = 'none' | 'shown' | 'rotating' | 'noted';

/** Pure: how it stands with the client's secrets. */
export function secretState({ secret, secretCount }: Pick<AppClient, 'secret' | 'secretCount'>): SecretState {
  if (secretCount > 1) return 'rotating';
  if (secret !== undefined) return 'shown';
  return secretCount === 1 ? 'noted' : 'none';
}

/** What the user wants of the app client. What is undefined keeps its value, and gets the default when new. */
export interface DesiredAppClient {
  readonly name: string;
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  readonly sessionMinutes: number | undefined;
  /** What is to be taken away, whoever put it there. */
  readonly unwanted?: {
    readonly callbackUrls: readonly string[];
    readonly signOutUrls: readonly string[];
  };
}

type ListMember =
  | 'ExplicitAuthFlows'
  | 'AllowedOAuthFlows'
  | 'AllowedOAuthScopes'
  | 'SupportedIdentityProviders'
  | 'CallbackURLs'
  | 'LogoutURLs';

/** What has to change for the client to be as it is wanted. */
export function clientEdits(
  client: AppClient,
  desired: DesiredAppClient,
): Edit<UpdateUserPoolClientRequest>[] {
  const { settings } = client;
  const edits: Edit<UpdateUserPoolClientRequest>[] = [];

  const contain = (
    member: ListMember,
    field: string,
    present: readonly string[],
    wanted: readonly string[],
    unwanted: readonly string[] = [],
  ) => {
    const kept = missingFrom(unwanted, present);
    const missing = missingFrom(present, wanted);
    if (missing.length === 0 && kept.length === present.length) return;
    const value = [...kept, ...missing];
    // One statement for six list members of different element types: the element type follows from the member.
    edits.push({ field, from: present, to: value, member, value } as Edit<UpdateUserPoolClientRequest>);
  };
  const { unwanted } = desired;
  const callbacks = settings.CallbackURLs ?? [];
  contain('CallbackURLs', 'callback URLs', callbacks, desired.callbackUrls, unwanted?.callbackUrls);
  contain(
    'LogoutURLs',
    'sign-out URLs',
    settings.LogoutURLs ?? [],
    desired.signOutUrls,
    unwanted?.signOutUrls,
  );
  contain('AllowedOAuthScopes', 'scopes', settings.AllowedOAuthScopes ?? [], SCOPES);
  contain('AllowedOAuthFlows', 'OAuth grant types', settings.AllowedOAuthFlows ?? [], ['code']);
  contain('SupportedIdentityProviders', 'identity providers', settings.SupportedIdentityProviders ?? [], [
    'COGNITO',
  ]);

  const flows = flowsWanted(settings);
  const flowsNow = settings.ExplicitAuthFlows ?? [];
  if (missingFrom(flowsNow, flows).length > 0 || missingFrom(flows, flowsNow).length > 0) {
    edits.push({
      field: 'authentication flows',
      from: flowsNow,
      to: flows,
      member: 'ExplicitAuthFlows',
      value: flows,
    });
  }
  if (settings.AllowedOAuthFlowsUserPoolClient !== true) {
    edits.push({
      field: 'sign-in page (OAuth) enabled',
      from: false,
      to: true,
      member: 'AllowedOAuthFlowsUserPoolClient',
      value: true,
    });
  }
  if (settings.PreventUserExistenceErrors !== 'ENABLED') {
    edits.push({
      field: 'hide whether a user exists',
      from: settings.PreventUserExistenceErrors ?? 'LEGACY',
      to: 'ENABLED',
      member: 'PreventUserExistenceErrors',
      value: 'ENABLED',
    });
  }
  if (settings.EnableTokenRevocation !== true) {
    edits.push({
      field: 'token revocation',
      from: false,
      to: true,
      member: 'EnableTokenRevocation',
      value: true,
    });
  }
  if (desired.sessionMinutes !== undefined && settings.AuthSessionValidity !== desired.sessionMinutes) {
    edits.push({
      field: 'session minutes',
      from: settings.AuthSessionValidity,
      to: desired.sessionMinutes,
      member: 'AuthSessionValidity',
      value: desired.sessionMinutes,
    });
  }
  return edits;
}

const SECOND_CLIENT = 'Make a second client beside it: run the command with another --client-name.';

/** How many a client may have (Cognito API reference, CreateUserPoolClient). */
const MOST: Partial<Record<ListMember, number>> = {
  CallbackURLs: 100,
  LogoutURLs: 100,
  AllowedOAuthScopes: 50,
};

/** What Cognito would refuse about those edits of the client. */
function blockedIn(client: AppClient, edits: readonly Edit<UpdateUserPoolClientRequest>[]): BlockedField[] {
  const blocked: BlockedField[] = [];
  if (secretState(client) === 'none') {
    blocked.push({
      field: 'client secret',
      why: 'This app client was made without a secret, and Cognito gives one only when a client is made. Mendix needs it.',
      choices: [
        SECOND_CLIENT,
        `Delete the client “${client.name}” in the Cognito console if nothing else uses it, and run the command again.`,
      ],
    });
  }
  // Cognito API reference, CreateUserPoolClient, AllowedOAuthFlows.
  if (client.settings.AllowedOAuthFlows?.includes('client_credentials')) {
    blocked.push({
      field: 'OAuth grant types',
      why: 'This app client is for programs that sign in by themselves (client_credentials), and Cognito allows no sign-in page beside that.',
      choices: [SECOND_CLIENT],
    });
  }
  for (const { field, member, value } of edits) {
    const most = MOST[member as ListMember];
    if (most === undefined || !Array.isArray(value) || value.length <= most) continue;
    blocked.push({
      field,
      why: `An app client takes at most ${most}, and with the new ones it would have ${value.length}.`,
      choices: [
        'Take off what is no longer needed in the Cognito console (user pool → App clients), and run the command again.',
        SECOND_CLIENT,
      ],
    });
  }
  return blocked;
}

/** Pure: what stands between a client and what is wanted of it. */
export function diffAppClient(client: AppClient | undefined, desired: DesiredAppClient): Difference {
  if (client === undefined) return { action: 'create', fields: createFields(desired) };
  const edits = clientEdits(client, desired);
  return differenceOf(edits, [...blockedIn(client, edits), ...blockedRemovals(client, desired)]);
}

/** Callback URLs that cannot go: Cognito wants one at least, and keeps the one that is its default. */
function blockedRemovals({ settings }: AppClient, desired: DesiredAppClient): BlockedField[] {
  const present = settings.CallbackURLs ?? [];
  const going = present.filter((url) => desired.unwanted?.callbackUrls.includes(url));
  if (going.length === 0) return [];
  const blocked: BlockedField[] = [];
  if (going.length === present.length && desired.callbackUrls.length === 0) {
    blocked.push({
      field: 'callback URLs',
      why: `${going.join(', ')} would be the last to go, and nobody could sign in any more.`,
      choices: [
        'Name the app that comes in its place in the same run, with --app-url.',
        'Take everything down with mendix-cognito destroy.',
      ],
    });
  }
  if (settings.DefaultRedirectURI !== undefined && going.includes(settings.DefaultRedirectURI)) {
    blocked.push({
      field: 'default redirect URL',
      why: `Somebody made ${settings.DefaultRedirectURI} the default of this app client, and Cognito keeps a default among the callback URLs.`,
      choices: ['Set another default in the Cognito console (user pool → App clients → Login pages).'],
    });
  }
  return blocked;
}

function createFields(desired: DesiredAppClient): FieldChange[] {
  const urls = (field: string, to: readonly string[]) => (to.length === 0 ? [] : [{ field, from: [], to }]);
  return [...urls('callback URLs', desired.callbackUrls), ...urls('sign-out URLs', desired.signOutUrls)];
}

/** A client with every setting of the how-to sent explicitly, since the API's defaults are not the console's. */
export function createClientInput(poolId: string, desired: DesiredAppClient): CreateUserPoolClientRequest {
  return {
    UserPoolId: poolId,
    ClientName: desired.name,
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AuthSessionValidity: desired.sessionMinutes ?? 3,
    CallbackURLs: [...desired.callbackUrls],
    ...(desired.signOutUrls.length === 0 ? {} : { LogoutURLs: [...desired.signOutUrls] }),
    SupportedIdentityProviders: ['COGNITO'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: [...SCOPES],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    RefreshTokenValidity: 30,
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    TokenValidityUnits: { RefreshToken: 'days', AccessToken: 'minutes', IdToken: 'minutes' },
  };
}

/**
 * As with the pool: UpdateUserPoolClient resets what it is not given, so an update starts from what is there, less what
 * UpdateUserPoolClient does not take.
 */
export function updateInputOf(client: AppClient): UpdateUserPoolClientRequest {
  const {
    CreationDate: _created,
    LastModifiedDate: _modified,
    ClientType: _type,
    ...settings
  } = client.settings;
  return { ...settings, UserPoolId: client.poolId, ClientId: client.id };
}
