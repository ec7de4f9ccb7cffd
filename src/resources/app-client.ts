import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { type CustomEndpoint, unlessMissing } from '../aws/missing-features.ts';
import type { ClientUpdate, SecretPlace } from '../aws/newer-members.ts';
import { changeInTurn, createOnce, unlessGone } from '../aws/outcome.ts';
import { allSettled } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { Secret } from '../secret.ts';
import {
  type AppClient,
  clientEdits,
  createClientInput,
  type NewAppClient,
  updateInputOf,
} from './app-client-settings.ts';
import { listClientSecrets } from './client-secrets.ts';
import { overlayOf } from './contract.ts';

function toAppClient(
  poolId: string,
  described: UserPoolClientType & SecretPlace,
  secretCount: number,
): AppClient {
  const { ClientSecret, ClientSecretArn, ...settings } = described;
  return {
    id: described.ClientId ?? '',
    poolId,
    name: described.ClientName ?? '',
    secret: ClientSecret === undefined ? undefined : new Secret(ClientSecret),
    secretArn: ClientSecretArn,
    secretCount,
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
  aws: Pick<Aws, 'cognito'> & CustomEndpoint,
  poolId: string,
  id: string,
): Promise<AppClient | undefined> {
  const read = () =>
    allSettled([
      aws.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: id })),
      unlessMissing(aws, 'client-secrets', () => listClientSecrets(aws, { poolId, id }), undefined),
    ]);
  const [answer, secrets] = (await unlessGone(read)) ?? [];
  const client = answer?.UserPoolClient;
  if (client === undefined) return undefined;
  const shown = client.ClientSecret === undefined ? 0 : 1;
  return toAppClient(poolId, client, secrets?.length ?? shown);
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

/** Creates the client, or changes what differs on the one with that id; nothing to change is no call. */
export async function writeAppClient(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'> & CustomEndpoint,
  poolId: string,
  id: string | undefined,
  desired: NewAppClient,
): Promise<AppClient> {
  return changeInTurn(aws, async () => {
    const client = id === undefined ? undefined : await readAppClient(aws, poolId, id);
    if (client === undefined) {
      return createOnce(
        aws,
        async () => {
          const input = createClientInput(poolId, desired);
          const { UserPoolClient } = await aws.cognitoOnce.send(new CreateUserPoolClientCommand(input));
          return toAppClient(poolId, UserPoolClient ?? {}, 1);
        },
        async () => {
          const made = onlyClientId(await findAppClients(aws, poolId, desired.name), desired.name);
          return made === undefined ? undefined : readAppClient(aws, poolId, made);
        },
      );
    }
    const edits = clientEdits(client, desired);
    if (edits.length === 0) return client;
    const overlay = overlayOf<ClientUpdate>(edits);
    await aws.cognito.send(new UpdateUserPoolClientCommand({ ...updateInputOf(client), ...overlay }));
    const { PublishSecretsInAWSSecretsManager: moved, ...changed } = overlay;
    // Only AWS knows the secret that came back.
    const back = moved === undefined ? undefined : await readAppClient(aws, poolId, client.id);
    return back ?? { ...client, settings: { ...client.settings, ...changed } };
  });
}

/** Deletes the client; already gone is success. */
export async function removeAppClient(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  { poolId, id }: Pick<AppClient, 'poolId' | 'id'>,
): Promise<void> {
  const command = new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: id });
  await unlessGone(() => changeInTurn(aws, () => aws.cognito.send(command)));
}
