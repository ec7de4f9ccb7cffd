import type {
  CreateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ClientUpdate } from '../aws/newer-members.ts';
import type { Secret } from '../secret.ts';
import { flowsWanted } from './auth-flows.ts';
import { attributeLists, readEdits } from './client-attributes.ts';
import { type ClientTimes, newTimes, timeEdits, type WantedTimes } from './client-times.ts';
import { type Edit, isChange, missingFrom, withoutEmpty } from './contract.ts';

/** The scopes that the OIDC SSO module asks for, in the order in which Mendix lists them. */
const SCOPES = ['openid', 'email', 'profile'] as const;

/** A described app client. The secret is taken out of the settings, so that nothing can print it by accident. */
export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  /** The original secret. AWS never shows a later one, and none when the original was deleted. */
  readonly secret: Secret | undefined;
  /** Where AWS Secrets Manager keeps the secret, which is changed there every 7 days by default. */
  readonly secretArn?: string | undefined;
  /** How many secrets it has: two while one takes the place of the other. */
  readonly secretCount: number;
  readonly settings: Omit<UserPoolClientType, 'ClientSecret'>;
}

/**
 * What AWS shows of a client's secrets. `none`: it has none. `shown`: it has the one that AWS shows. `rotating`: it has
 * two, of which AWS shows the original at most, and Mendix is to use the newer. `noted`: it has one, which AWS does not
 * show: whoever made it has noted it. `managed`: AWS Secrets Manager keeps it, and Cognito changes it there.
 */
export type SecretState = 'none' | 'shown' | 'rotating' | 'noted' | 'managed';

/** Pure: how it stands with the client's secrets. */
export function secretState({
  secret,
  secretArn,
  secretCount,
}: Pick<AppClient, 'secret' | 'secretArn' | 'secretCount'>): SecretState {
  if (secretArn !== undefined) return 'managed';
  if (secretCount > 1) return 'rotating';
  if (secret !== undefined) return 'shown';
  return secretCount === 1 ? 'noted' : 'none';
}

/** What the user wants of the app client. What nobody asked for keeps its value. */
export interface DesiredAppClient {
  readonly name: string;
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  /** What was asked for; the other times stay as they are. */
  readonly times: WantedTimes;
  readonly tokenRevocation: boolean | undefined;
  /** At sign-in, from whoever does not know. */
  readonly hideUnknownUsers: boolean | undefined;
  /** The pool's custom attributes that have to stand in the ID token, with `custom:`. */
  readonly customAttributes?: readonly string[];
  /** True: a secret that AWS Secrets Manager keeps goes back into Cognito, and is deleted there. */
  readonly moveSecret?: boolean;
  /** What is to be removed, whoever put it there. */
  readonly unwanted?: {
    readonly callbackUrls: readonly string[];
    readonly signOutUrls: readonly string[];
  };
}

/** The same with what a client gets that is not there yet. */
export interface NewAppClient extends DesiredAppClient {
  readonly initialTimes: ClientTimes;
}

type ListMember =
  | 'AllowedOAuthFlows'
  | 'AllowedOAuthScopes'
  | 'SupportedIdentityProviders'
  | 'CallbackURLs'
  | 'LogoutURLs';

const hiding = (hide: boolean) => (hide ? 'ENABLED' : 'LEGACY');

/** What has to change for the client to be as it is wanted. */
export function clientEdits(client: AppClient, desired: DesiredAppClient): Edit<ClientUpdate>[] {
  const { settings } = client;
  const edits: Edit<ClientUpdate>[] = [];

  const contain = (
    member: ListMember,
    field: string,
    wanted: readonly string[],
    unwanted: readonly string[] = [],
  ) => {
    const present: readonly string[] = settings[member] ?? [];
    const kept = missingFrom(unwanted, present);
    const missing = missingFrom(present, wanted);
    if (missing.length === 0 && kept.length === present.length) return;
    const value = [...kept, ...missing];
    // One statement for five list members of different element types: the element type follows from the member.
    edits.push({ field, from: present, to: value, member, value } as Edit<ClientUpdate>);
  };
  const { unwanted } = desired;
  contain('CallbackURLs', 'callback URLs', desired.callbackUrls, unwanted?.callbackUrls);
  contain('LogoutURLs', 'sign-out URLs', desired.signOutUrls, unwanted?.signOutUrls);
  contain('AllowedOAuthScopes', 'scopes', SCOPES);
  contain('AllowedOAuthFlows', 'OAuth grant types', ['code']);
  contain('SupportedIdentityProviders', 'identity providers', ['COGNITO']);

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
  const { hideUnknownUsers, tokenRevocation } = desired;
  const switches: Edit<ClientUpdate>[] = [
    {
      field: 'sign-in page (OAuth) enabled',
      from: settings.AllowedOAuthFlowsUserPoolClient === true,
      to: true,
      member: 'AllowedOAuthFlowsUserPoolClient',
      value: true,
    },
    {
      field: 'hide whether a user exists',
      from: settings.PreventUserExistenceErrors === 'ENABLED',
      to: hideUnknownUsers,
      member: 'PreventUserExistenceErrors',
      value: hiding(hideUnknownUsers === true),
    },
    {
      field: 'token revocation',
      from: settings.EnableTokenRevocation === true,
      to: tokenRevocation,
      member: 'EnableTokenRevocation',
      value: tokenRevocation,
    },
  ];
  edits.push(...switches.filter(isChange));
  if (desired.moveSecret === true && client.secretArn !== undefined) {
    edits.push({
      field: 'client secret',
      from: `in AWS Secrets Manager (${client.secretArn})`,
      to: 'in Cognito; the one in AWS Secrets Manager is deleted at once and for good',
      member: 'PublishSecretsInAWSSecretsManager',
      value: false,
    });
  }
  return [
    ...edits,
    ...timeEdits(settings, desired.times),
    ...readEdits(settings, desired.customAttributes ?? []),
  ];
}

/** A client with every setting of the how-to sent explicitly, since the API's defaults are not the console's. */
export function createClientInput(poolId: string, desired: NewAppClient): CreateUserPoolClientRequest {
  const custom = desired.customAttributes ?? [];
  return {
    UserPoolId: poolId,
    ClientName: desired.name,
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    CallbackURLs: [...desired.callbackUrls],
    ...(desired.signOutUrls.length === 0 ? {} : { LogoutURLs: [...desired.signOutUrls] }),
    SupportedIdentityProviders: ['COGNITO'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: [...SCOPES],
    PreventUserExistenceErrors: hiding(desired.hideUnknownUsers ?? true),
    EnableTokenRevocation: desired.tokenRevocation ?? true,
    ...newTimes(desired.initialTimes),
    ...(custom.length === 0 ? {} : attributeLists(custom)),
  };
}

/**
 * As with the pool: UpdateUserPoolClient resets what it is not given, so an update starts from what is there, less what
 * UpdateUserPoolClient does not take.
 */
export function updateInputOf(client: AppClient): ClientUpdate {
  const {
    CreationDate: _created,
    LastModifiedDate: _modified,
    ClientType: _type,
    ...settings
  } = client.settings;
  return { ...withoutEmpty(settings), UserPoolId: client.poolId, ClientId: client.id };
}
