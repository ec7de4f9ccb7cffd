import { invalidParameter, limitExceeded } from '../errors.ts';
import type * as shapes from '../shapes/clients.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Client, Pool } from '../state.ts';
import { withClientDefaults } from './client-defaults.ts';
import { checkClientSettings } from './client-rules.ts';
import { manageSecret, newSecret } from './client-secrets.ts';
import { newClientId, newClientSecret } from './identifiers.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { findClient, findPool } from './pool-lookup.ts';
import { dates } from './times.ts';

/** Developer guide, "Quotas in Amazon Cognito": app clients a user pool. */
const MAX_CLIENTS = 1000;

/** Cognito API reference, CreateUserPoolClient. Names are not unique. */
export function createClient(input: Infer<typeof shapes.createUserPoolClient>, call: Call): object {
  const { UserPoolId, ClientName, GenerateSecret, ClientSecret, ...rest } = input;
  const { PublishSecretsInAWSSecretsManager: managed = false, ...given } = rest;
  const pool = findPool(call, UserPoolId);
  if (GenerateSecret && ClientSecret !== undefined) {
    throw invalidParameter('GenerateSecret and ClientSecret can not both be given.');
  }
  if (managed && !GenerateSecret) {
    throw invalidParameter('PublishSecretsInAWSSecretsManager requires GenerateSecret.');
  }
  const secret = ClientSecret ?? (GenerateSecret ? newClientSecret() : undefined);
  checkClientSettings(given, pool, secret !== undefined);
  if (pool.clients.length >= MAX_CLIENTS) {
    throw limitExceeded(`A user pool can have at most ${MAX_CLIENTS} app clients.`);
  }
  const now = call.sandbox.now();
  const client: Client = {
    id: newClientId(),
    name: ClientName,
    createdAt: now,
    modifiedAt: now,
    settings: withClientDefaults(given),
    secrets: [],
  };
  if (secret !== undefined) client.originalSecretId = newSecret(client, secret, now).id;
  manageSecret(pool, client, managed, now);
  pool.clients.push(client);
  return { UserPoolClient: describe(pool, client) };
}

/** Cognito API reference, DescribeUserPoolClient: the secret is in the answer. */
export function describeClient(input: Infer<typeof shapes.onlyClient>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  return { UserPoolClient: describe(pool, findClient(pool, input.ClientId)) };
}

/** Cognito API reference, ListUserPoolClients. */
export function listClients(input: Infer<typeof shapes.listUserPoolClients>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  // Dynamic client registration, which creates the others, is not part of the sandbox.
  const clients = input.ClientType === 'DCR' ? [] : pool.clients;
  const { items, next } = page(clients, input.MaxResults ?? 60, input.NextToken);
  return {
    UserPoolClients: items.map((client) => ({
      ClientId: client.id,
      UserPoolId: pool.id,
      ClientName: client.name,
    })),
    NextToken: next,
  };
}

/**
 * Cognito API reference, UpdateUserPoolClient: what is left out goes back to its default; the name, which has none, and
 * the secrets stay, and where they are.
 */
export function updateClient(input: Infer<typeof shapes.updateUserPoolClient>, call: Call): object {
  const { UserPoolId, ClientId, ClientName, PublishSecretsInAWSSecretsManager: managed, ...given } = input;
  const pool = findPool(call, UserPoolId);
  const client = findClient(pool, ClientId);
  checkClientSettings(given, pool, client.secrets.length > 0);
  if (managed !== undefined) manageSecret(pool, client, managed, call.sandbox.now());
  client.settings = withClientDefaults(given);
  client.name = ClientName ?? client.name;
  client.modifiedAt = call.sandbox.now();
  return { UserPoolClient: describe(pool, client) };
}

/** Cognito API reference, DeleteUserPoolClient. Its branding style and its users' tokens go with it. */
export function deleteClient(input: Infer<typeof shapes.onlyClient>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const client = findClient(pool, input.ClientId);
  pool.clients = pool.clients.filter((each) => each !== client);
  pool.brandings = pool.brandings.filter((each) => each.clientId !== client.id);
  pool.challenges = pool.challenges.filter((each) => each.clientId !== client.id);
  pool.refreshTokens = pool.refreshTokens.filter((each) => each.clientId !== client.id);
  return {};
}

function describe(pool: Pool, client: Client): object {
  const shown = client.secrets.find((secret) => secret.id === client.originalSecretId);
  return {
    UserPoolId: pool.id,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecretArn: client.managedSecret?.arn,
    ClientSecret: client.managedSecret ? undefined : shown?.value,
    ...dates(client),
    ...client.settings,
  };
}
