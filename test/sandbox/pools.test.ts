import {
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  paginateListUserPools,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool, makeUser, readPool } from '../support/cognito.ts';
import { DOMAIN_MS, openSandbox, refusal } from '../support/sandbox.ts';

describe('a new pool', () => {
  test('has Cognito’s defaults for all that was left out', async () => {
    const { cognito, clock } = await openSandbox();

    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'Bare' }));

    expect(UserPool).toMatchObject({
      Name: 'Bare',
      Arn: `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${UserPool?.Id}`,
      DeletionProtection: 'INACTIVE',
      UserPoolTier: 'ESSENTIALS',
      MfaConfiguration: 'OFF',
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      EstimatedNumberOfUsers: 0,
      CreationDate: new Date(clock.now),
      LastModifiedDate: new Date(clock.now),
    });
    expect(UserPool?.UserPoolTags).toEqual({});
    // Case sensitivity is shown only by a pool that was created with a choice.
    expect(UserPool).not.toHaveProperty('UsernameConfiguration');
    expect(UserPool).not.toHaveProperty('Domain');
    expect(UserPool?.SchemaAttributes?.map((each) => each.Name)).toContain('email');
  });

  test('has a name that another one may have too', async () => {
    const sandbox = await openSandbox();

    const ids = [await makePool(sandbox), await makePool(sandbox)];

    expect(new Set(ids).size).toBe(2);
    expect((await readPool(sandbox, ids[1] ?? '')).Name).toBe('People');
  });

  test('signs in with attributes or with aliases, not with both', async () => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, { AliasAttributes: ['email'] }))).toBe(
      'InvalidParameterException',
    );
  });
});

describe('the list of pools', () => {
  test('comes in pages of at most 60, each pool once', async () => {
    const sandbox = await openSandbox();
    const ids = await Promise.all(Array.from({ length: 131 }, () => makePool(sandbox)));

    const pages: number[] = [];
    const listed: (string | undefined)[] = [];
    for await (const page of paginateListUserPools(
      { client: sandbox.cognito, pageSize: 60 },
      { MaxResults: 60 },
    )) {
      pages.push(page.UserPools?.length ?? 0);
      listed.push(...(page.UserPools ?? []).map((each) => each.Id));
    }

    expect(pages).toEqual([60, 60, 11]);
    expect(listed.toSorted()).toEqual(ids.toSorted());
  });

  test('ends without a token when the last page is full', async () => {
    const sandbox = await openSandbox();
    await Promise.all([makePool(sandbox), makePool(sandbox)]);

    const answer = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 2 }));

    expect(answer.UserPools).toHaveLength(2);
    expect(answer.NextToken).toBeUndefined();
  });

  test('has no tags in its rows', async () => {
    const sandbox = await openSandbox();
    await makePool(sandbox, { UserPoolTags: { owner: 'ada' } });

    const { UserPools } = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));

    expect(Object.keys(UserPools?.[0] ?? {}).toSorted()).toEqual([
      'CreationDate',
      'Id',
      'LambdaConfig',
      'LastModifiedDate',
      'Name',
    ]);
  });

  test('refuses a token that it did not give out', async () => {
    const { cognito } = await openSandbox();

    const call = cognito.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken: 'made-up' }));

    expect(await refusal(call)).toBe('InvalidParameterException');
  });
});

describe('the deletion of a pool', () => {
  test('is refused while deletion protection is on', async () => {
    const { cognito, ...sandbox } = await openSandbox();
    const UserPoolId = await makePool({ cognito }, { DeletionProtection: 'ACTIVE' });

    await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('deletion protection'),
    });

    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    expect(await refusal(cognito.send(new DescribeUserPoolCommand({ UserPoolId })))).toBe(
      'ResourceNotFoundException',
    );
    expect(sandbox.log).toEqual([]);
  });

  test('is refused while a domain is there, also one that is on its way out', async () => {
    const { cognito, clock } = await openSandbox();
    const UserPoolId = await makePool({ cognito });
    const remove = () => refusal(cognito.send(new DeleteUserPoolCommand({ UserPoolId })));
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people' }));

    expect(await remove()).toBe('InvalidParameterException');
    clock.advance(DOMAIN_MS);
    expect(await remove()).toBe('InvalidParameterException');
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: 'people' }));
    expect(await remove()).toBe('InvalidParameterException');
    clock.advance(DOMAIN_MS);
    expect(await remove()).toBe('none');
  });

  test('takes clients and users with it', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const client = await makeClient(sandbox, UserPoolId);
    await makeUser(sandbox, UserPoolId);

    await sandbox.cognito.send(new DeleteUserPoolCommand({ UserPoolId }));

    const call = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: client.id });
    expect(await refusal(sandbox.cognito.send(call))).toBe('ResourceNotFoundException');
    expect(await refusal(sandbox.cognito.send(new DeleteUserPoolCommand({ UserPoolId })))).toBe(
      'ResourceNotFoundException',
    );
  });
});
