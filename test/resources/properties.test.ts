import type { UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientUpdate } from '../../src/aws/newer-members.ts';
import { diffAppClient } from '../../src/resources/app-client-diff.ts';
import {
  type AppClient,
  clientEdits,
  updateInputOf as clientUpdateOf,
  type DesiredAppClient,
} from '../../src/resources/app-client-settings.ts';
import { flowsWanted } from '../../src/resources/auth-flows.ts';
import { overlayOf } from '../../src/resources/contract.ts';
import { type Domain, diffDomain } from '../../src/resources/domain.ts';
import { blockedTier } from '../../src/resources/pool-tier.ts';
import { diffUser } from '../../src/resources/user-diff.ts';
import {
  type DesiredUserPool,
  diffUserPool,
  poolEdits,
  updateInputOf as poolUpdateOf,
  tagChanges,
  type UserPool,
} from '../../src/resources/user-pool-settings.ts';
import type { DesiredUser, User } from '../../src/resources/user-settings.ts';
import { Secret } from '../../src/secret.ts';
import { awsModel, modelsPresent } from '../support/aws-model.ts';
import { holds } from '../support/cases.ts';
import { DESIRED_CLIENT, DESIRED_POOL, expectedClient, expectedPool } from '../support/expected.ts';
import { CLIENT, DOMAIN, FLOWS, POOL } from '../support/observed.ts';

/** What DescribeUserPool shows and UpdateUserPool does not take: it stays as it is. */
const POOL_STAYS = [
  ...[
    'Id',
    'Arn',
    'CreationDate',
    'LastModifiedDate',
    'Status',
    'MfaConfiguration',
    'Domain',
    'CustomDomain',
    'SchemaAttributes',
  ],
  ...['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'EstimatedNumberOfUsers'],
  ...['EmailConfigurationFailure', 'SmsConfigurationFailure'],
] as const satisfies readonly (keyof UserPool)[];

const CLIENT_STAYS = ['CreationDate', 'LastModifiedDate', 'ClientType'] as const;

/** Members that the stored models are too old for. */
const NEWER = ['DcrConfiguration', 'AcrConfiguration'];

/** What AWS's model refuses about the call; nothing where the models are missing. */
function refused(operation: string, input: object): string[] {
  if (!modelsPresent) return [];
  const known = Object.entries(input).filter(([name, value]) => !NEWER.includes(name) && value !== undefined);
  return awsModel('cognito-idp').problems(operation, Object.fromEntries(known));
}

const kept = (from: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

/** The pool after the call: all that the call leaves out is gone. */
function poolAfter(pool: UserPool, input: UpdateUserPoolRequest): UserPool {
  const { UserPoolId, PoolName, ...settings } = input;
  return { ...kept(pool, POOL_STAYS), ...settings, Id: UserPoolId ?? '', Name: PoolName ?? '' };
}

function writePool(pool: UserPool, desired: DesiredUserPool): UpdateUserPoolRequest {
  return poolUpdateOf(pool, overlayOf<UpdateUserPoolRequest>(poolEdits(pool, desired)));
}

/** The pool after the call that puts the tags on it. */
function withTags(pool: UserPool, desired: DesiredUserPool): UserPool {
  const tags = tagChanges(pool, desired).map(({ key, to }) => [key, to]);
  return { ...pool, UserPoolTags: { ...pool.UserPoolTags, ...Object.fromEntries(tags) } };
}

function toClient({ ClientSecret, ...settings }: UserPoolClient): AppClient {
  return {
    id: settings.ClientId ?? '',
    poolId: settings.UserPoolId ?? '',
    name: settings.ClientName ?? '',
    secret: ClientSecret === undefined ? undefined : new Secret(ClientSecret),
    secretCount: ClientSecret === undefined ? 0 : 1,
    settings,
  };
}
type UserPoolClient = Omit<AppClient['settings'], never> & { ClientSecret?: string | undefined };

function writeClient(client: AppClient, desired: DesiredAppClient): ClientUpdate {
  return {
    ...clientUpdateOf(client),
    ...overlayOf<ClientUpdate>(clientEdits(client, desired)),
  };
}

const clientAfter = (client: AppClient, input: ClientUpdate): AppClient => ({
  ...client,
  settings: { ...kept(client.settings, CLIENT_STAYS), ...input },
});

const shuffledLists = (value: object, order: (list: unknown[]) => unknown[]): object =>
  Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, Array.isArray(each) ? order(each) : each]),
  );

describe('any user pool × any answers', () => {
  it('changes what is wanted, leaves all else, and is then in step', (context) =>
    holds(
      context,
      'property',
      3000,
      fc.property(POOL, DESIRED_POOL, (pool, desired) => {
        const tagged = withTags(pool, desired);
        const input = writePool(tagged, desired);
        expect(refused('UpdateUserPool', input)).toEqual([]);
        const after = poolAfter(tagged, input);
        expect(after).toEqual(expectedPool(pool, desired));
        expect(poolEdits(after, desired)).toEqual([]);
        expect(tagChanges(after, desired)).toEqual([]);
        expect(['none', 'blocked']).toContain(diffUserPool(after, desired).action);
      }),
    ));

  it('is blocked, with the choices, by tags that leave no room, its tier, and by nothing else', (context) =>
    holds(
      context,
      'property',
      1000,
      fc.property(POOL, DESIRED_POOL, fc.boolean(), (described, desired, crowded) => {
        const full = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag${index}`, '']));
        const pool = crowded ? { ...described, UserPoolTags: full } : described;
        const difference = diffUserPool(pool, desired);
        const byTier = blockedTier(pool, desired).length > 0;
        expect(difference.action === 'blocked').toBe(crowded || byTier);
        if (difference.action !== 'blocked') return;
        for (const { why, choices } of difference.blocked) {
          expect(why).toMatch(byTier ? /50 tags|the tier/ : /50 tags/);
          expect(choices.length).toBeGreaterThan(0);
        }
      }),
    ));

  it('does not depend on the order of lists', (context) =>
    holds(
      context,
      'property',
      700,
      fc.property(POOL, DESIRED_POOL, (pool, desired) => {
        const turned = shuffledLists(pool, (list) => list.toReversed()) as UserPool;
        const fields = (edits: { field: string }[]) => edits.map(({ field }) => field);
        expect(fields(poolEdits(turned, desired))).toEqual(fields(poolEdits(pool, desired)));
      }),
    ));
});

describe('any app client × any answers', () => {
  it('changes what is wanted, leaves all else, and is then in step', (context) =>
    holds(
      context,
      'property',
      3000,
      fc.property(CLIENT, DESIRED_CLIENT, (described, desired) => {
        const client = toClient(described);
        const input = writeClient(client, desired);
        expect(refused('UpdateUserPoolClient', input)).toEqual([]);
        expect(input).not.toHaveProperty('ClientSecret');
        const after = clientAfter(client, input);
        expect(after.settings).toEqual(expectedClient(client.settings, desired));
        expect(clientEdits(after, desired)).toEqual([]);
      }),
    ));

  it('is blocked, with the choices, without a secret, by machine-to-machine use, and by a full list', (context) =>
    holds(
      context,
      'property',
      500,
      fc.property(CLIENT, DESIRED_CLIENT, fc.boolean(), (described, desired, crowded) => {
        const full = Array.from({ length: 100 }, (_, index) => `https://app.example.com/${index}`);
        const client = toClient(crowded ? { ...described, CallbackURLs: full } : described);
        const difference = diffAppClient(client, desired);
        const reasons = difference.action === 'blocked' ? difference.blocked.map(({ field }) => field) : [];
        expect(reasons).toEqual([
          ...(described.ClientSecret === undefined ? ['client secret'] : []),
          ...(described.AllowedOAuthFlows?.includes('client_credentials') ? ['OAuth grant types'] : []),
          ...(crowded && desired.callbackUrls.length > 0 ? ['callback URLs'] : []),
        ]);
        if (difference.action === 'blocked')
          for (const { choices } of difference.blocked) expect(choices.length).toBeGreaterThan(0);
      }),
    ));

  it('does not depend on the order of lists', (context) =>
    holds(
      context,
      'property',
      500,
      fc.property(CLIENT, DESIRED_CLIENT, (described, desired) => {
        const client = toClient(described);
        const turned = shuffledLists(client.settings, (list) => list.toReversed());
        const fields = (edits: { field: string }[]) => edits.map(({ field }) => field);
        expect(fields(clientEdits({ ...client, settings: turned }, desired))).toEqual(
          fields(clientEdits(client, desired)),
        );
      }),
    ));

  it('has authentication flows that Cognito takes together, the ones that it had among them', (context) =>
    holds(
      context,
      'property',
      500,
      fc.property(FLOWS, fc.constantFrom('ENABLED', 'DISABLED', undefined), (flows, feature) => {
        const rotation = feature === undefined ? {} : { RefreshTokenRotation: { Feature: feature } };
        const wanted = flowsWanted({ ExplicitAuthFlows: flows, ...rotation });
        expect(wanted).toContain('ALLOW_USER_PASSWORD_AUTH');
        expect(wanted.every((flow) => flow.startsWith('ALLOW_'))).toBe(true);
        expect(new Set(wanted).size).toBe(wanted.length);
        expect(wanted.includes('ALLOW_REFRESH_TOKEN_AUTH')).toBe(feature !== 'ENABLED');
        const mine = flows.filter((flow) => flow.startsWith('ALLOW_') && flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
        expect(wanted).toEqual(expect.arrayContaining(mine));
        expect(flowsWanted({ ExplicitAuthFlows: wanted, ...rotation })).toEqual(wanted);
      }),
    ));
});

describe('any domain × any answers', () => {
  const desired = fc.record({
    prefix: fc.option(fc.constantFrom('demo', 'other'), { nil: undefined }),
    alias: fc.constant('demo'),
    managedLogin: fc.option(fc.constantFrom(1 as const, 2 as const), { nil: undefined }),
  });

  it('is changed in its version alone, and blocked by another prefix', (context) =>
    holds(
      context,
      'property',
      500,
      fc.property(DOMAIN, desired, (description, wanted) => {
        const domain: Domain = {
          name: description.Domain ?? '',
          poolId: description.UserPoolId ?? '',
          status: description.Status ?? 'ACTIVE',
          managedLogin: description.ManagedLoginVersion === 2 ? 2 : 1,
          custom: description.CustomDomainConfig !== undefined,
          description,
        };
        const difference = diffDomain(domain, wanted);
        const renamed = wanted.prefix !== undefined && wanted.prefix !== domain.name;
        const moved = wanted.managedLogin !== undefined && wanted.managedLogin !== domain.managedLogin;
        expect(difference.action).toBe(renamed ? 'blocked' : moved ? 'update' : 'none');
        if (difference.action === 'blocked') expect(difference.blocked[0]?.choices).toHaveLength(2);
        const after = { ...domain, managedLogin: wanted.managedLogin ?? domain.managedLogin };
        expect(diffDomain(after, { ...wanted, prefix: undefined })).toEqual({ action: 'none' });
      }),
    ));
});

describe('any user × any answers', () => {
  const user = fc.record({
    email: fc.constant('ann@example.com'),
    username: fc.uuid(),
    attributes: fc.record(
      { name: fc.string(), email_verified: fc.constantFrom('true', 'false') },
      { requiredKeys: [] },
    ),
    status: fc.constantFrom(
      'CONFIRMED',
      'FORCE_CHANGE_PASSWORD',
      'RESET_REQUIRED',
      'UNCONFIRMED',
      'EXTERNAL_PROVIDER',
    ),
    enabled: fc.boolean(),
  });
  const wanted = fc.record({
    email: fc.constant('ann@example.com'),
    attributes: fc.record({ name: fc.string() }, { requiredKeys: [] }),
    password: fc.constant(new Secret('Correct-Horse-9')),
    generated: fc.boolean(),
    permanent: fc.boolean(),
    resetPassword: fc.boolean(),
  });

  it('ends in step, and never shows the password', (context) =>
    holds(
      context,
      'property',
      500,
      fc.property(user, wanted, (before: User, desired: DesiredUser) => {
        const difference = diffUser(before, desired);
        expect(JSON.stringify(difference)).not.toContain('Correct-Horse-9');
        const after: User = {
          ...before,
          attributes: { ...before.attributes, ...desired.attributes, email_verified: 'true' },
          status:
            desired.permanent && before.status === 'FORCE_CHANGE_PASSWORD' ? 'CONFIRMED' : before.status,
        };
        expect(diffUser(after, { ...desired, resetPassword: false })).toEqual({ action: 'none' });
      }),
    ));
});
