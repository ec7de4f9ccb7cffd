import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool } from '../support/cognito.ts';
import { openSandbox, postCognito, refusal } from '../support/sandbox.ts';

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, 'value']));

describe('the tags of a pool', () => {
  test('are given, changed and removed', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, { UserPoolTags: { a: '1', b: '2' } });
    const ResourceArn = (await readPool(sandbox, poolId)).Arn ?? '';

    await sandbox.cognito.send(new TagResourceCommand({ ResourceArn, Tags: { b: '3', c: '' } }));
    await sandbox.cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'none'] }));

    const { Tags } = await sandbox.cognito.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ b: '3', c: '' });
    expect((await readPool(sandbox, poolId)).UserPoolTags).toEqual({ b: '3', c: '' });
  });

  test('are at most 50', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox, { UserPoolTags: many(50) });
    const ResourceArn = (await readPool(sandbox, UserPoolId)).Arn ?? '';

    expect(await refusal(makePool(sandbox, { UserPoolTags: many(51) }))).toBe('UserPoolTaggingException');
    expect(
      await refusal(sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTags: many(51) }))),
    ).toBe('UserPoolTaggingException');
    // TagResource has no tagging error of its own.
    expect(
      await refusal(sandbox.cognito.send(new TagResourceCommand({ ResourceArn, Tags: { one: 'more' } }))),
    ).toBe('InvalidParameterException');
    expect((await readPool(sandbox, UserPoolId)).UserPoolTags).toEqual(many(50));
  });

  test.each(['aws:owner', 'AWS:owner'])('cannot begin with AWS’s own prefix: %s', async (key) => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, { UserPoolTags: { [key]: 'ada' } }))).toBe(
      'InvalidParameterException',
    );
  });

  test('may have a name that objects inherit', async () => {
    const sandbox = await openSandbox();
    const tags = '{"__proto__":"a","constructor":"b"}';

    const made = await postCognito(
      sandbox.url,
      'CreateUserPool',
      `{"PoolName":"People","UserPoolTags":${tags}}`,
    );

    expect(made.text).toContain(`"UserPoolTags":${tags}`);
  });

  test('belong to a pool of this account and Region', async () => {
    const { cognito, ...sandbox } = await openSandbox();
    const poolId = await makePool({ cognito });
    const ResourceArn = (await readPool({ cognito }, poolId)).Arn ?? '';
    const list = (arn: string, region?: string) =>
      refusal(
        (region === undefined ? cognito : sandbox.inRegion(region).cognito).send(
          new ListTagsForResourceCommand({ ResourceArn: arn }),
        ),
      );

    expect(await list(ResourceArn)).toBe('none');
    expect(await list(`${ResourceArn}x`)).toBe('ResourceNotFoundException');
    expect(await list(ResourceArn.replace('123456789012', '210987654321'))).toBe('ResourceNotFoundException');
    expect(await list(ResourceArn, 'us-east-1')).toBe('ResourceNotFoundException');
  });
});
