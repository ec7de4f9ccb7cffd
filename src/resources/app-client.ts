import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientRequest,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { createOnce, isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { flowsWanted } from './auth-flows.ts';
import {
  type BlockedField,
  type Difference,
  differenceOf,
  type Edit,
  type FieldChange,
  missingFrom,
  overlayOf,
} from './contract.ts';

/** The scopes that the OIDC SSO module asks for, in the order in which Mendix lists them. */
const SCOPES = ['openid', 'email', 'profile'] as const;

/** A described app client. The secret is taken out of the settings, so that nothing can print it by accident. */
export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  readonly secret: Secret | undefined;
  readonly settings: Omit<UserPoolClientType, 'ClientSecret'>;
}

/** What the user wants of the app client. What is undefined keeps its value, and gets the default when new. */
export interface DesiredAppClient {
  readonly name: string;
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  readonly sessionMinutes: number | undefined;
}

function toAppClient(poolId: string, described: UserPoolClientType): AppClient {
  const { ClientSecret, ...settings } = described;
  return {
    id: described.ClientId ?? '',
    poolId,
    name: described.ClientName ?? '',
    secret: ClientSecret === undefined ? undefined : new Secret(ClientSecret),
    settings,
  };
}

/** Id and name of every app client of the pool. */
export async function listAppClients(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const found: { id: string; name: string }[] = [];
  const pages = paginateListUserPoolClients(
    { client: aws.cognito, pageSize: 60 },
    { UserPoolId: poolId, MaxResults: 60 },
  );
  for await (const page of pages) {
    for (const { ClientId, ClientName } of page.UserPoolClients ?? []) {
      if (ClientId !== undefined) found.push({ id: ClientId, name: ClientName ?? '' });
    }
  }
  return found;
}

/** The ids of the pool's clients with that name: names are not unique in Cognito. */
export async function findAppClients(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  name: string,
): Promise<readonly string[]> {
  const clients = await listAppClients(aws, poolId);
  return clients.filter((client) => client.name === name).map(({ id }) => id);
}

/** The client with that id, or undefined when it or its pool is gone. */
export async function readAppClient(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  id: string,
): Promise<AppClient | undefined> {
  try {
    const answer = await aws.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: id }),
    );
    return answer.UserPoolClient === undefined ? undefined : toAppClient(poolId, answer.UserPoolClient);
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/**
 * The one client id of that name.
 *
 * @throws CliError CLIENT_AMBIGUOUS when there are several.
 */
export function onlyClientId(ids: readonly string[], name: string): string | undefined {
  if (ids.length > 1) {
    throw new CliError(`The user pool has ${ids.length} app clients named “${name}”: ${ids.join(', ')}.`, {
      code: 'CLIENT_AMBIGUOUS',
      hint: 'Rename or delete all but one in the Cognito console (user pool → App clients), or use another --client-name.',
    });
  }
  return ids[0];
}

type ListMember =
  | 'ExplicitAuthFlows'
  | 'AllowedOAuthFlows'
  | 'AllowedOAuthScopes'
  | 'SupportedIdentityProviders'
  | 'CallbackURLs'
  | 'LogoutURLs';

function editsOf(client: AppClient, desired: DesiredAppClient): Edit<UpdateUserPoolClientRequest>[] {
  const { settings } = client;
  const edits: Edit<UpdateUserPoolClientRequest>[] = [];

  const contain = (
    member: ListMember,
    field: string,
    present: readonly string[],
    wanted: readonly string[],
  ) => {
    const missing = missingFrom(present, wanted);
    if (missing.length === 0) return;
    const value = [...present, ...missing];
    // One statement for six list members of different element types: the element type follows from the member.
    edits.push({ field, from: present, to: value, member, value } as Edit<UpdateUserPoolClientRequest>);
  };
  contain('CallbackURLs', 'callback URLs', settings.CallbackURLs ?? [], desired.callbackUrls);
  contain('LogoutURLs', 'sign-out URLs', settings.LogoutURLs ?? [], desired.signOutUrls);
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

/** Pure: what stands between a client and what is wanted of it. */
export function diffAppClient(client: AppClient | undefined, desired: DesiredAppClient): Difference {
  if (client === undefined) return { action: 'create', fields: createFields(desired) };
  const blocked: BlockedField[] = [];
  if (client.secret === undefined) {
    blocked.push({
      field: 'client secret',
      why: 'This app client was made without a secret, and Cognito gives one only when a client is made. Mendix needs it.',
      choices: [
        'Make a second client beside it: run the command with another --client-name.',
        `Delete the client “${client.name}” in the Cognito console if nothing else uses it, and run the command again.`,
      ],
    });
  }
  return differenceOf(editsOf(client, desired), blocked);
}

function createFields(desired: DesiredAppClient): FieldChange[] {
  const urls = (field: string, to: readonly string[]) => (to.length === 0 ? [] : [{ field, from: [], to }]);
  return [...urls('callback URLs', desired.callbackUrls), ...urls('sign-out URLs', desired.signOutUrls)];
}

function createInput(poolId: string, desired: DesiredAppClient): CreateUserPoolClientRequest {
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

/** As with the pool: UpdateUserPoolClient resets what it is not given, so an update starts from what is there. */
export function updateInputOf(client: AppClient): UpdateUserPoolClientRequest {
  const { CreationDate: _created, LastModifiedDate: _modified, ...settings } = client.settings;
  return { ...settings, UserPoolId: client.poolId, ClientId: client.id };
}

/** Makes the client, or changes what differs on the one with that id; nothing to change is no call. */
export async function writeAppClient(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  id: string | undefined,
  desired: DesiredAppClient,
): Promise<AppClient> {
  const client = id === undefined ? undefined : await readAppClient(aws, poolId, id);
  if (client === undefined) {
    return createOnce(
      aws,
      async () => {
        const input = createInput(poolId, desired);
        const { UserPoolClient } = await aws.cognitoOnce.send(new CreateUserPoolClientCommand(input));
        return toAppClient(poolId, UserPoolClient ?? {});
      },
      async () => {
        const made = onlyClientId(await findAppClients(aws, poolId, desired.name), desired.name);
        return made === undefined ? undefined : readAppClient(aws, poolId, made);
      },
    );
  }
  const edits = editsOf(client, desired);
  if (edits.length === 0) return client;
  const overlay = overlayOf<UpdateUserPoolClientRequest>(edits);
  await aws.cognito.send(new UpdateUserPoolClientCommand({ ...updateInputOf(client), ...overlay }));
  return { ...client, settings: { ...client.settings, ...overlay } };
}
