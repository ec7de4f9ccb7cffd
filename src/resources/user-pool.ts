import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  paginateListUserPools,
  type SchemaAttributeType,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { type CustomEndpoint, unlessMissing } from '../aws/missing-features.ts';
import { changeInTurn, createOnce, isNamed, unlessGone } from '../aws/outcome.ts';
import { overlayOf } from './contract.ts';
import { attributesToAdd, type CustomAttribute, schemaOf } from './pool-schema.ts';
import {
  createPoolInput,
  type DesiredUserPool,
  poolEdits,
  tagChanges,
  type UserPool,
  updateInputOf,
} from './user-pool-settings.ts';

/** The pool with that id, or undefined when there is none. */
export async function readUserPool(aws: Pick<Aws, 'cognito'>, id: string): Promise<UserPool | undefined> {
  const command = new DescribeUserPoolCommand({ UserPoolId: id });
  const answer = await unlessGone(() => aws.cognito.send(command));
  return answer?.UserPool === undefined ? undefined : { ...answer.UserPool, Id: id };
}

/** A user pool as the list of all has it, which shows no tags. */
export interface ListedPool {
  readonly id: string;
  readonly name: string;
  /** When it was created or changed last. */
  readonly touched: Date | undefined;
}

/** Every pool of the Region. */
export async function listUserPools(aws: Pick<Aws, 'cognito'>): Promise<readonly ListedPool[]> {
  const found: ListedPool[] = [];
  for await (const page of paginateListUserPools({ client: aws.cognito, pageSize: 60 }, { MaxResults: 60 })) {
    for (const { Id, Name, CreationDate, LastModifiedDate } of page.UserPools ?? []) {
      if (Id === undefined) continue;
      found.push({ id: Id, name: Name ?? '', touched: LastModifiedDate ?? CreationDate });
    }
  }
  return found;
}

/**
 * Puts tags on the pool, beside those that it has. UpdateUserPool would check all of the pool's settings again, and take
 * away the tags that another run has put there meanwhile.
 */
export async function tagUserPool(
  aws: Pick<Aws, 'cognito'> & CustomEndpoint,
  pool: UserPool,
  tags: Readonly<Record<string, string>>,
): Promise<UserPool> {
  const command = new TagResourceCommand({ ResourceArn: pool.Arn, Tags: tags });
  const answer = await unlessMissing(aws, 'tags', () => aws.cognito.send(command), undefined);
  return answer === undefined ? pool : { ...pool, UserPoolTags: { ...pool.UserPoolTags, ...tags } };
}

/** Takes tags off the pool; already gone is success. */
export async function untagUserPool(
  aws: Pick<Aws, 'cognito'>,
  pool: UserPool,
  keys: readonly string[],
): Promise<void> {
  const command = new UntagResourceCommand({ ResourceArn: pool.Arn, TagKeys: [...keys] });
  await unlessGone(() => aws.cognito.send(command));
}

/** What a call may add (Cognito API reference, AddCustomAttributes). */
const MOST_A_CALL = 25;

/**
 * Adds attributes to the pool, which never go away again. Cognito refuses one that is there already, which an attempt without
 * an answer or another run may have added.
 *
 * @param there the pool's schema as it is now
 */
async function addAttributes(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  attributes: readonly CustomAttribute[],
  there: () => Promise<readonly SchemaAttributeType[] | undefined>,
): Promise<void> {
  for (let from = 0; from < attributes.length; from += MOST_A_CALL) {
    const custom = attributes.slice(from, from + MOST_A_CALL);
    try {
      await aws.cognito.send(
        new AddCustomAttributesCommand({ UserPoolId: poolId, CustomAttributes: custom.map(schemaOf) }),
      );
    } catch (error) {
      if (!isNamed(error, 'InvalidParameterException')) throw error;
      const left = attributesToAdd(await there(), { custom });
      if (left.length === custom.length) throw error;
      await addAttributes(aws, poolId, left, there);
    }
  }
}

/**
 * Creates the pool, or changes what differs on the one with that id; nothing to change is no call.
 *
 * @param find what to look for when the outcome of the create is unclear
 */
export async function writeUserPool(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'> & CustomEndpoint,
  id: string | undefined,
  desired: DesiredUserPool,
  find: () => Promise<UserPool | undefined>,
): Promise<UserPool> {
  return changeInTurn(aws, async () => {
    const pool = id === undefined ? undefined : await readUserPool(aws, id);
    if (pool === undefined) {
      return createOnce(
        aws,
        async () => {
          const { UserPool: made } = await aws.cognitoOnce.send(
            new CreateUserPoolCommand(createPoolInput(desired)),
          );
          return { ...made, Id: made?.Id ?? '' };
        },
        find,
      );
    }
    const tags = Object.fromEntries(tagChanges(pool, desired).map(({ key, to }) => [key, to]));
    const tagged = Object.keys(tags).length === 0 ? pool : await tagUserPool(aws, pool, tags);
    const added = attributesToAdd(pool.SchemaAttributes, desired.attributes ?? {});
    await addAttributes(
      aws,
      pool.Id,
      added,
      async () => (await readUserPool(aws, pool.Id))?.SchemaAttributes,
    );
    const edits = poolEdits(pool, desired);
    if (edits.length === 0) return tagged;
    const overlay = overlayOf<UpdateUserPoolRequest>(edits);
    await aws.cognito.send(new UpdateUserPoolCommand(updateInputOf(tagged, overlay)));
    const { PoolName: Name = pool.Name, ...changed } = overlay;
    return { ...tagged, ...changed, ...(Name === undefined ? {} : { Name }) };
  });
}

/**
 * Turns the protection off, so that the pool can be deleted. A pool that is gone needs none. Cognito checks the sender at
 * every update, and refuses one whose SES identity is gone, not verified or shut to it: the pool, which is about to go,
 * goes back to Cognito's own mail.
 */
export async function releaseUserPool(aws: Pick<Aws, 'cognito' | 'signal'>, id: string): Promise<void> {
  await changeInTurn(aws, async () => {
    const pool = await readUserPool(aws, id);
    if (pool === undefined || pool.DeletionProtection !== 'ACTIVE') return;
    await aws.cognito.send(
      new UpdateUserPoolCommand(
        updateInputOf(pool, {
          DeletionProtection: 'INACTIVE',
          EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
        }),
      ),
    );
  });
}

/** Deletes the pool with its clients and users; its domain has to be gone. Already deleted is success. */
export async function removeUserPool(aws: Pick<Aws, 'cognito'>, id: string): Promise<void> {
  await unlessGone(() => aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id })));
}
