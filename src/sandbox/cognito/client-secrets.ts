import { AwsError, invalidParameter, resourceNotFound } from '../errors.ts';
import type { addClientSecret, deleteClientSecret, listClientSecrets } from '../shapes/clients.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Client, ClientSecret } from '../state.ts';
import { newClientSecret } from './identifiers.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { findClient, findPool } from './pool-lookup.ts';
import { seconds } from './times.ts';

/** Cognito API reference, AddUserPoolClientSecret: "up to 2 active secrets per app client". */
const MAX_SECRETS = 2;

/**
 * Cognito API reference, AddUserPoolClientSecret: for confidential clients. Its answer is the only one that ever has the
 * new value, and only when Cognito made it (ClientSecretDescriptorType).
 */
export function addSecret(input: Infer<typeof addClientSecret>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
  if (client.secrets.length === 0) {
    throw invalidParameter(`Client ${client.id} is not configured with a secret.`);
  }
  if (client.secrets.length >= MAX_SECRETS) {
    throw new AwsError('LimitExceededException', `A client can have at most ${MAX_SECRETS} secrets.`);
  }
  if (client.secrets.some((secret) => secret.value === input.ClientSecret)) {
    throw invalidParameter('The client already has this secret.');
  }
  const secret = newSecret(client, input.ClientSecret ?? newClientSecret(), call.sandbox.now());
  const told = input.ClientSecret === undefined ? { ClientSecretValue: secret.value } : {};
  return { ClientSecretDescriptor: { ...describe(secret), ...told } };
}

/** Cognito API reference, ListUserPoolClientSecrets: never the values. */
export function listSecrets(input: Infer<typeof listClientSecrets>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
  const { items } = page(client.secrets, MAX_SECRETS, input.NextToken);
  return { ClientSecrets: items.map(describe) };
}

/** Cognito API reference, DeleteUserPoolClientSecret: not the last one. */
export function deleteSecret(input: Infer<typeof deleteClientSecret>, call: Call): object {
  const client = findClient(findPool(call, input.UserPoolId), input.ClientId);
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
