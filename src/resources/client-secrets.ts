import { randomInt } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { changeInTurn, createOnce, isNamed, unlessGone } from '../aws/outcome.ts';
import { Secret } from '../secret.ts';
import type { AppClient } from './app-client-settings.ts';
import { oldestFirst } from './contract.ts';

/** One secret of an app client, as AWS lists it: never with its value. */
export interface ClientSecretEntry {
  readonly id: string;
  readonly createdAt: Date | undefined;
}

/** Which client the secrets belong to. */
type OfClient = Pick<AppClient, 'id' | 'poolId'>;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** As long as those that Cognito makes; it takes 24 to 64 letters, digits, + and _ (API reference, AddUserPoolClientSecret). */
const LENGTH = 51;

/** A new secret that nobody has seen yet. */
export function generateClientSecret(): Secret {
  return new Secret(Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''));
}

/**
 * The client's secrets, the oldest first: two at most, and AWS gives both in one answer (API reference,
 * ListUserPoolClientSecrets). None for a client that is gone, or was made without.
 */
export async function listClientSecrets(
  aws: Pick<Aws, 'cognito'>,
  { poolId, id }: OfClient,
): Promise<readonly ClientSecretEntry[]> {
  try {
    const answer = await aws.cognito.send(
      new ListUserPoolClientSecretsCommand({ UserPoolId: poolId, ClientId: id }),
    );
    const entries = (answer.ClientSecrets ?? []).map(({ ClientSecretId = '', ClientSecretCreateDate }) => ({
      id: ClientSecretId,
      createdAt: ClientSecretCreateDate,
    }));
    // An id ends with the time of its making, which tells apart what was made in the same second.
    return oldestFirst(entries, (entry) => entry);
  } catch (error) {
    // Whether AWS gives an empty list or refuses for a client that was created without a secret is not documented.
    if (isNamed(error, 'ResourceNotFoundException', 'InvalidParameterException')) return [];
    throw error;
  }
}

/**
 * Gives the client one more secret. Its value is ours and not one that Cognito makes: Cognito shows its own only in the
 * answer to this call, so that with a lost answer it would be lost for ever.
 *
 * @param before what the client had, to know the new one by when the answer is lost
 */
export async function addClientSecret(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  client: OfClient,
  secret: Secret,
  before: readonly ClientSecretEntry[],
): Promise<ClientSecretEntry> {
  return createOnce(
    aws,
    async () => {
      const { ClientSecretDescriptor: made } = await aws.cognitoOnce.send(
        new AddUserPoolClientSecretCommand({
          UserPoolId: client.poolId,
          ClientId: client.id,
          ClientSecret: secret.reveal(),
        }),
      );
      return { id: made?.ClientSecretId ?? '', createdAt: made?.ClientSecretCreateDate };
    },
    () => findNewSecret(aws, client, before),
  );
}

/** The secret that came to those of before, or undefined. */
export async function findNewSecret(
  aws: Pick<Aws, 'cognito'>,
  client: OfClient,
  before: readonly ClientSecretEntry[],
): Promise<ClientSecretEntry | undefined> {
  const now = await listClientSecrets(aws, client);
  return now.find(({ id }) => before.every((each) => each.id !== id));
}

/** Deletes the secret; already gone is success. AWS refuses to delete the last one. */
export async function removeClientSecret(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  { poolId, id }: OfClient,
  secretId: string,
): Promise<void> {
  const command = new DeleteUserPoolClientSecretCommand({
    UserPoolId: poolId,
    ClientId: id,
    ClientSecretId: secretId,
  });
  await unlessGone(() => changeInTurn(aws, () => aws.cognito.send(command)));
}
