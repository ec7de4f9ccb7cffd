import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool } from '../support/cognito.ts';
import { type Clients, DOMAIN_MS, openSandbox, refusal } from '../support/sandbox.ts';

const INVALID = 'InvalidParameterException';

function create({ cognito }: Pick<Clients, 'cognito'>, poolId: string, domain: string, version?: number) {
  return cognito.send(
    new CreateUserPoolDomainCommand({
      UserPoolId: poolId,
      Domain: domain,
      ...(version !== undefined && { ManagedLoginVersion: version }),
    }),
  );
}

async function read({ cognito }: Pick<Clients, 'cognito'>, domain: string) {
  return (await cognito.send(new DescribeUserPoolDomainCommand({ Domain: domain }))).DomainDescription;
}

describe('a new domain', () => {
  test('is CREATING, then ACTIVE, and stands in its pool from the start', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const answer = await create(sandbox, poolId, 'people', 2);

    expect(answer.ManagedLoginVersion).toBe(2);
    expect(answer).not.toHaveProperty('CloudFrontDomain');
    expect(await read(sandbox, 'people')).toMatchObject({
      UserPoolId: poolId,
      Domain: 'people',
      AWSAccountId: '123456789012',
      Status: 'CREATING',
      ManagedLoginVersion: 2,
    });
    expect(await read(sandbox, 'people')).toMatchObject({
      Version: '20310506070809',
      CloudFrontDistribution: expect.stringMatching(/^d[a-z0-9]+\.cloudfront\.net$/),
      S3Bucket: 'aws-cognito-prod-eu-west-1-assets',
    });
    expect((await readPool(sandbox, poolId)).Domain).toBe('people');
    sandbox.clock.advance(DOMAIN_MS - 1);
    expect((await read(sandbox, 'people'))?.Status).toBe('CREATING');
    sandbox.clock.advance(1);
    expect((await read(sandbox, 'people'))?.Status).toBe('ACTIVE');
  });

  test('has the classic pages unless it is set otherwise', async () => {
    const sandbox = await openSandbox();

    await create(sandbox, await makePool(sandbox), 'people');

    expect((await read(sandbox, 'people'))?.ManagedLoginVersion).toBe(1);
  });

  test('is taken for every other pool of the Region, and for its own', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId, 'people');

    for (const id of [poolId, await makePool(sandbox)]) {
      await expect(create(sandbox, id, 'people')).rejects.toMatchObject({
        name: INVALID,
        message: 'Domain already associated with another user pool.',
      });
    }
  });

  test('is free in another Region', async () => {
    const sandbox = await openSandbox();
    await create(sandbox, await makePool(sandbox), 'people');
    const elsewhere = sandbox.inRegion('us-east-1');

    expect(await read(elsewhere, 'people')).toEqual({});
    expect(await refusal(create(elsewhere, await makePool(elsewhere), 'people'))).toBe('none');
  });

  test('is the only one of its pool', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId, 'people');

    await expect(create(sandbox, poolId, 'others')).rejects.toThrow(/already has a domain/);
  });

  test.each(['my-aws-app', 'amazonas', 'cognito', 'xcognitox'])(
    'has no reserved word: %s',
    async (domain) => {
      const sandbox = await openSandbox();

      expect(await refusal(create(sandbox, await makePool(sandbox), domain))).toBe(INVALID);
    },
  );

  test.each(['', 'People', '-people', 'people-', 'my_people', 'my.people', 'a'.repeat(64)])(
    'is a label of lower-case letters, digits and hyphens: not “%s”',
    async (domain) => {
      const sandbox = await openSandbox();

      expect(await refusal(create(sandbox, await makePool(sandbox), domain))).toBe(INVALID);
    },
  );

  test.each(['a', '7', 'a-b', 'a'.repeat(63)])('may be “%s”', async (domain) => {
    const sandbox = await openSandbox();

    expect(await refusal(create(sandbox, await makePool(sandbox), domain))).toBe('none');
  });

  test('has version 1 or 2, and 2 not on LITE', async () => {
    const sandbox = await openSandbox();
    const lite = await makePool(sandbox, { UserPoolTier: 'LITE' });

    expect(await refusal(create(sandbox, lite, 'people', 0))).toBe(INVALID);
    expect(await refusal(create(sandbox, lite, 'people', 3))).toBe(INVALID);
    expect(await refusal(create(sandbox, lite, 'people', 2))).toBe('FeatureUnavailableInTierException');
    expect(await refusal(create(sandbox, lite, 'people', 1))).toBe('none');
  });

  test('needs its pool', async () => {
    const sandbox = await openSandbox();

    expect(await refusal(create(sandbox, 'eu-west-1_nothing01', 'people'))).toBe('ResourceNotFoundException');
  });
});

test('a domain that nobody has is described as empty, without an error', async () => {
  const sandbox = await openSandbox();

  expect(await read(sandbox, 'nobody')).toEqual({});
});

describe('a change of a domain', () => {
  const update = (clients: Pick<Clients, 'cognito'>, poolId: string, domain: string, version?: number) =>
    clients.cognito.send(
      new UpdateUserPoolDomainCommand({
        UserPoolId: poolId,
        Domain: domain,
        ...(version !== undefined && { ManagedLoginVersion: version }),
      }),
    );

  test('moves it to managed login, and back when the version is left out', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId, 'people');
    sandbox.clock.advance(DOMAIN_MS);

    await update(sandbox, poolId, 'people', 2);

    expect(await read(sandbox, 'people')).toMatchObject({ Status: 'UPDATING', ManagedLoginVersion: 2 });
    sandbox.clock.advance(DOMAIN_MS);
    expect((await read(sandbox, 'people'))?.Status).toBe('ACTIVE');
    await update(sandbox, poolId, 'people');
    expect((await read(sandbox, 'people'))?.ManagedLoginVersion).toBe(1);
  });

  test('cannot give it another name or another pool', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId, 'people');

    expect(await refusal(update(sandbox, poolId, 'others', 1))).toBe('ResourceNotFoundException');
    expect(await refusal(update(sandbox, await makePool(sandbox), 'people', 1))).toBe(INVALID);
  });
});

describe('a deleted domain', () => {
  test('was neither being created nor updated', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId, 'people');
    const key = { UserPoolId: poolId, Domain: 'people' };
    const remove = () => sandbox.cognito.send(new DeleteUserPoolDomainCommand(key));

    expect(await refusal(remove())).toBe(INVALID);
    sandbox.clock.advance(DOMAIN_MS);
    await sandbox.cognito.send(new UpdateUserPoolDomainCommand({ ...key, ManagedLoginVersion: 2 }));
    expect(await refusal(remove())).toBe(INVALID);
    sandbox.clock.advance(DOMAIN_MS);
    expect(await refusal(remove())).toBe('none');
  });

  test('is DELETING and still taken, then gone and free', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const other = await makePool(sandbox);
    await create(sandbox, poolId, 'people');
    sandbox.clock.advance(DOMAIN_MS);
    const remove = new DeleteUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'people' });

    await sandbox.cognito.send(remove);

    expect((await read(sandbox, 'people'))?.Status).toBe('DELETING');
    expect(await readPool(sandbox, poolId)).not.toHaveProperty('Domain');
    expect(await refusal(create(sandbox, other, 'people'))).toBe(INVALID);
    expect(await refusal(sandbox.cognito.send(remove))).toBe(INVALID);
    sandbox.clock.advance(DOMAIN_MS);
    expect(await read(sandbox, 'people')).toEqual({});
    expect(await refusal(sandbox.cognito.send(remove))).toBe('ResourceNotFoundException');
    expect(await refusal(create(sandbox, other, 'people'))).toBe('none');
  });
});
