import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolDomainCommand,
  type CreateUserPoolRequest,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { type ClientKeys, makeClient, makePool, makeUser } from '../support/cognito.ts';

/** AWS, or what stands for it, as clients of one Region. */
export interface Target {
  readonly cognito: CognitoIdentityProviderClient;
  readonly ses: SESv2Client;
}

/** What the rules are asked of: a pool with a domain, an app client with a style, and a user; and a pool without any. */
export interface Stage extends Target {
  /** Begins the name of everything that is made, and of nothing else. */
  readonly name: string;
  readonly poolId: string;
  readonly client: ClientKeys;
  readonly domain: string;
  /** The user's `sub`. */
  readonly username: string;
  /** A pool of the tier LITE without domain, clients and users. */
  readonly litePoolId: string;
}

/** A name that no other run has, of what a domain prefix and a pool name may hold. */
export const randomName = (): string => `mxc-live-${randomBytes(5).toString('hex')}`;

/** Makes the stage. Whatever happens, `sweep` of the same name deletes what was created. */
export async function makeStage(target: Target, name: string): Promise<Stage> {
  const poolId = await makePool(target, { PoolName: name, AutoVerifiedAttributes: ['email'] });
  const litePoolId = await makePool(target, { PoolName: `${name}-lite`, UserPoolTier: 'LITE' });
  await target.cognito.send(
    new CreateUserPoolDomainCommand({ Domain: name, UserPoolId: poolId, ManagedLoginVersion: 2 }),
  );
  const client = await makeClient(target, poolId);
  await target.cognito.send(
    new CreateManagedLoginBrandingCommand({
      UserPoolId: poolId,
      ClientId: client.id,
      UseCognitoProvidedValues: true,
    }),
  );
  const username = await makeUser(target, poolId);
  return { ...target, name, poolId, litePoolId, client, domain: name, username };
}

/** A rule's question to a pool of its own, which goes with the answer; `sweep` would find what stays. */
export function inPool<T>(
  settings: Partial<CreateUserPoolRequest>,
  ask: (stage: Stage, poolId: string) => Promise<T>,
): (stage: Stage) => Promise<T> {
  return async (stage) => {
    const poolId = await makePool(stage, { PoolName: `${stage.name}-rule`, ...settings });
    try {
      return await ask(stage, poolId);
    } finally {
      await stage.cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
    }
  };
}

const PATIENCE_MS = 120_000;

/**
 * Removes every pool whose name begins so, with its domain, and though it is protected from deletion.
 *
 * @throws AggregateError with what could not be removed, when all else is gone
 */
export async function sweep({ cognito }: Pick<Target, 'cognito'>, name: string): Promise<void> {
  let NextToken: string | undefined;
  const ids: string[] = [];
  do {
    const page = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
    for (const { Id, Name } of page.UserPools ?? []) if (Id && Name?.startsWith(name)) ids.push(Id);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const ended = await Promise.allSettled(ids.map((id) => removePool(cognito, id)));
  const failed = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (failed.length > 0) throw new AggregateError(failed, `Not all of ${name} could be removed.`);
}

async function removePool(cognito: Target['cognito'], id: string): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
  if (UserPool?.Domain !== undefined) await removeDomain(cognito, id, UserPool.Domain);
  if (UserPool?.DeletionProtection === 'ACTIVE') {
    // What else this resets goes with the pool; but Cognito has to be given again which codes it sends by mail.
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: id,
        DeletionProtection: 'INACTIVE',
        AutoVerifiedAttributes: UserPool.AutoVerifiedAttributes,
      }),
    );
  }
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
}

async function removeDomain(cognito: Target['cognito'], poolId: string, domain: string): Promise<void> {
  const describe = () => cognito.send(new DescribeUserPoolDomainCommand({ Domain: domain }));
  if ((await describe()).DomainDescription?.UserPoolId !== poolId) return;
  await cognito.send(new DeleteUserPoolDomainCommand({ Domain: domain, UserPoolId: poolId }));
  const late = Date.now() + PATIENCE_MS;
  while ((await describe()).DomainDescription?.UserPoolId === poolId && Date.now() < late) await sleep(500);
}
