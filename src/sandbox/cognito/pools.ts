import { invalidParameter } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type * as shapes from '../shapes/pools.ts';
import type { Pool } from '../state.ts';
import { domainStatus, liveDomains } from './domain-state.ts';
import { newPoolId } from './identifiers.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { withKeptSettings, withPoolDefaults } from './pool-defaults.ts';
import { findPool, poolArn } from './pool-lookup.ts';
import { checkPasswordDays, checkPoolSettings } from './pool-rules.ts';
import { newSchema, withCustom } from './pool-schema.ts';
import { checkSender } from './sender-rules.ts';
import { checkTags } from './tags.ts';
import { unavailableInTier } from './tiers.ts';
import { dates } from './times.ts';

/** Cognito API reference, CreateUserPool. Names are not unique. */
export function createPool(input: Infer<typeof shapes.createUserPool>, call: Call): object {
  const {
    PoolName,
    UserPoolTags,
    Schema,
    AliasAttributes,
    UsernameAttributes,
    UsernameConfiguration,
    ...given
  } = input;
  if (AliasAttributes?.length && UsernameAttributes?.length) {
    throw invalidParameter(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
  }
  checkPasswordDays(given);
  checkPoolSettings(given, {});
  checkSender(given.EmailConfiguration, call.region, call.sandbox);
  const now = call.sandbox.now();
  const pool: Pool = {
    id: newPoolId(call.region),
    region: call.region,
    name: PoolName,
    createdAt: now,
    modifiedAt: now,
    settings: withPoolDefaults(given),
    origin: {
      ...(AliasAttributes && { AliasAttributes }),
      ...(UsernameAttributes && { UsernameAttributes }),
      // Shown only when it was asked for; without it names are case sensitive.
      ...(UsernameConfiguration && { UsernameConfiguration }),
    },
    schema: newSchema(Schema ?? []),
    mfa: {},
    tags: checkTags(UserPoolTags ?? {}),
    domains: [],
    clients: [],
    brandings: [],
    users: [],
    groups: [],
    challenges: [],
    refreshTokens: [],
  };
  call.sandbox.state.pools.push(pool);
  return { UserPool: describe(pool, call) };
}

/** Cognito API reference, DescribeUserPool. */
export function describePool(input: Infer<typeof shapes.onlyPool>, call: Call): object {
  return { UserPool: describe(findPool(call, input.UserPoolId), call) };
}

/** Cognito API reference, ListUserPools: the rows have no tags. */
export function listPools(input: Infer<typeof shapes.listUserPools>, call: Call): object {
  const pools = call.sandbox.state.pools.filter((pool) => pool.region === call.region);
  const { items, next } = page(pools, input.MaxResults, input.NextToken);
  return {
    UserPools: items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: pool.settings.LambdaConfig,
      ...dates(pool),
    })),
    NextToken: next,
  };
}

/**
 * Cognito API reference, UpdateUserPool: what is left out goes back to its default, the tags included, but for what
 * `withKeptSettings` keeps. The name has no default and stays; so do the MFA factors, which are SetUserPoolMfaConfig's.
 * Nobody recorded what becomes of a sender that is left out: it is checked, as one that is given is, and then reset.
 */
export function updatePool(input: Infer<typeof shapes.updateUserPool>, call: Call): object {
  const { UserPoolId, PoolName, UserPoolTags, ...requested } = input;
  const pool = findPool(call, UserPoolId);
  const given = withKeptSettings(requested, pool.settings);
  checkPasswordDays(requested);
  // Recorded in aws-cloudformation/cloudformation-coverage-roadmap#1176: SetUserPoolMfaConfig is what does it.
  if (requested.MfaConfiguration === 'ON' && pool.settings.MfaConfiguration !== 'ON') {
    throw invalidParameter('Cannot turn MFA functionality ON, once the user pool has been created.');
  }
  checkPoolSettings(given, pool.mfa);
  checkSender(given.EmailConfiguration ?? pool.settings.EmailConfiguration, call.region, call.sandbox);
  const managedLogin = liveDomains(pool, call.sandbox.now()).some(
    (each) => each.settings.ManagedLoginVersion === 2,
  );
  if (given.UserPoolTier === 'LITE' && managedLogin) throw unavailableInTier('Managed login', 'LITE');
  const tags = checkTags(UserPoolTags ?? {});
  pool.settings = withPoolDefaults(given);
  pool.name = PoolName ?? pool.name;
  pool.tags = tags;
  pool.modifiedAt = call.sandbox.now();
  return {};
}

/** Cognito API reference, AddCustomAttributes: a custom attribute never changes and never goes away. */
export function addAttributes(input: Infer<typeof shapes.addCustomAttributes>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  pool.schema = withCustom(pool.schema, input.CustomAttributes);
  pool.modifiedAt = call.sandbox.now();
  return {};
}

/** Cognito API reference, DeleteUserPool; developer guide, "Deletion protection" and "Configuring a user pool domain". */
export function deletePool(input: Infer<typeof shapes.onlyPool>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  if (pool.settings.DeletionProtection === 'ACTIVE') {
    throw invalidParameter(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  }
  if (liveDomains(pool, call.sandbox.now()).length > 0) {
    throw invalidParameter(
      'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    );
  }
  call.sandbox.state.pools = call.sandbox.state.pools.filter((each) => each !== pool);
  return {};
}

function describe(pool: Pool, call: Call): object {
  const now = call.sandbox.now();
  const live = liveDomains(pool, now).filter((each) => domainStatus(each, now) !== 'DELETING');
  return {
    ...pool.settings,
    ...pool.origin,
    Id: pool.id,
    Name: pool.name,
    Arn: poolArn(pool),
    ...dates(pool),
    SchemaAttributes: pool.schema,
    EstimatedNumberOfUsers: pool.users.length,
    UserPoolTags: pool.tags,
    Domain: live.find((each) => !each.custom)?.name,
    CustomDomain: live.find((each) => each.custom)?.name,
  };
}
