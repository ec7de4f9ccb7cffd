import { invalidParameter, limitExceeded, resourceNotFound } from '../errors.ts';
import { ACCOUNT_ID } from '../sandbox.ts';
import type { addClientSecret, deleteClientSecret, listClientSecrets } from '../shapes/clients.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Client, ClientSecret, Pool } from '../state.ts';
import { newClientSecret } from './identifiers.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { findClient, findPool } from './pool-lookup.ts';
import { seconds } from './times.ts';

/** Cognito API reference, AddUserPoolClientSecret: "up to 2 active secrets per app client". */
const MAX_SECRETS = 2;

const ROTATION_MS = 7 * 86_400_000;

/**
 * Cognito API reference, AddUserPoolClientSecret: for confidential clients. Its answer is the only one that ever has the
 * new value, and only when Cognito made it (ClientSecretDescriptorType).
 */
export function addSecret(input: Infer<typeof addClientSecret>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
  refuseManaged(client);
  if (client.secrets.length === 0) {
    throw invalidParameter(`Client ${client.id} is not configured with a secret.`);
  }
  if (client.secrets.length >= MAX_SECRETS) {
    throw limitExceeded(`A client can have at most ${MAX_SECRETS} secrets.`);
  }
  if (client.secrets.some((secret) => secret.value === input.ClientSecret)) {
    throw invalidParameter('The client already has this secret.');
  }
  const secret = newSecret(client, input.ClientSecret ?? newClientSecret(), call.sandbox.now());
  const ClientSecretValue = input.ClientSecret === undefined ? secret.value : undefined;
  return { ClientSecretDescriptor: { ...describe(secret), ClientSecretValue } };
}

/** Cognito API reference, ListUserPoolClientSecrets: never the values. */
export function listSecrets(input: Infer<typeof listClientSecrets>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
  const { items } = page(activeSecrets(client, call.sandbox.now()), MAX_SECRETS, input.NextToken);
  return { ClientSecrets: items.map(describe) };
}

/** Cognito API reference, DeleteUserPoolClientSecret: not the last one. */
export function deleteSecret(input: Infer<typeof deleteClientSecret>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
  refuseManaged(client);
  if (!client.secrets.some((secret) => secret.id === input.ClientSecretId)) {
    throw resourceNotFound(`Client secret ${input.ClientSecretId} does not exist.`);
  }
  if (client.secrets.length === 1) throw invalidParameter('The last secret of a client can not be deleted.');
  client.secrets = client.secrets.filter((secret) => secret.id !== input.ClientSecretId);
  return {};
}

/** Gives a client one more secret. */
export function newSecret(client: Client, value: string, now: number): ClientSecret {
  const taken = client.secrets.length > 0 ? client.secrets[0]?.createdAt : undefined;
  // Two secrets of one millisecond still have two ids.
  const secret = { id: `${client.id}--${taken === now ? now + 1 : now}`, value, createdAt: now };
  client.secrets.push(secret);
  return secret;
}

function describe(secret: ClientSecret): object {
  return { ClientSecretId: secret.id, ClientSecretCreateDate: seconds(secret.createdAt) };
}

/**
 * The secrets of a client that are good now. Those in AWS Secrets Manager are rotated every 7 days, by default (API
 * reference, UpdateUserPoolClient): here at the first look after the time.
 */
export function activeSecrets(client: Client, now: number): readonly ClientSecret[] {
  const managed = client.managedSecret;
  while (managed && now >= managed.rotatedAt + ROTATION_MS) rotate(client, managed.rotatedAt + ROTATION_MS);
  return client.secrets;
}

/**
 * Moves a client's secret to AWS Secrets Manager, or back (API reference, UpdateUserPoolClient,
 * PublishSecretsInAWSSecretsManager): there it is rotated at once, and of two secrets the older one goes; back here the
 * newest one is shown. The sandbox has no Secrets Manager, so that nobody can read the value there.
 *
 * @throws InvalidParameterException for a client without a secret
 */
export function manageSecret(pool: Pool, client: Client, managed: boolean, now: number): void {
  if (managed === (client.managedSecret !== undefined)) return;
  if (!managed) {
    const newest = activeSecrets(client, now).at(-1);
    if (newest) client.originalSecretId = newest.id;
    delete client.managedSecret;
    return;
  }
  if (client.secrets.length === 0) {
    throw invalidParameter('PublishSecretsInAWSSecretsManager requires a client with a generated secret.');
  }
  const arn = `arn:aws:secretsmanager:${pool.region}:${ACCOUNT_ID}:secret/cognito/${pool.id}/${client.id}`;
  client.managedSecret = { arn, rotatedAt: now };
  rotate(client, now);
}

function rotate(client: Client, now: number): void {
  client.secrets = client.secrets.slice(-1);
  newSecret(client, newClientSecret(), now);
  if (client.managedSecret) client.managedSecret.rotatedAt = now;
}

/** AWS documents nothing about these calls for a secret that it rotates itself. */
function refuseManaged(client: Client): void {
  if (client.managedSecret) {
    throw invalidParameter(`The secret of client ${client.id} is managed in AWS Secrets Manager.`);
  }
}
