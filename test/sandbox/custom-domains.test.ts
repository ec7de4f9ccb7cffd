import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool } from '../support/cognito.ts';
import { type Clients, CUSTOM_DOMAIN_MS, DOMAIN_MS, openSandbox, raw, refusal } from '../support/sandbox.ts';

type Cognito = Pick<Clients, 'cognito'>;

const INVALID = 'InvalidParameterException';
const NAME = 'auth.example.com';
const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0f3a';

function create({ cognito }: Cognito, UserPoolId: string, Domain = NAME, certificate?: string) {
  const CustomDomainConfig = { CertificateArn: certificate ?? CertificateArn };
  return cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, CustomDomainConfig }));
}

async function read({ cognito }: Cognito, Domain = NAME) {
  return (await cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;
}

describe('a custom domain', () => {
  test('has a CloudFront name to point to, and takes its time', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const { CloudFrontDomain } = await create(sandbox, poolId);

    expect(CloudFrontDomain).toMatch(/^d[a-z0-9]+\.cloudfront\.net$/);
    expect(await read(sandbox)).toMatchObject({
      Domain: NAME,
      Status: 'CREATING',
      CloudFrontDistribution: CloudFrontDomain,
      CustomDomainConfig: { CertificateArn },
    });
    expect((await readPool(sandbox, poolId)).CustomDomain).toBe(NAME);
    sandbox.clock.advance(CUSTOM_DOMAIN_MS - 1);
    expect((await read(sandbox))?.Status).toBe('CREATING');
    sandbox.clock.advance(1);
    expect((await read(sandbox))?.Status).toBe('ACTIVE');
  });

  test.each([
    ['without a certificate', NAME, undefined],
    ['that is a prefix', 'people', CertificateArn],
    ['with a certificate of another Region', NAME, CertificateArn.replace('us-east-1', 'eu-west-1')],
  ])('is refused %s', async (_what, Domain, certificate) => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);

    const call =
      certificate === undefined
        ? sandbox.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
        : create(sandbox, UserPoolId, Domain, certificate);

    expect(await refusal(call)).toBe(INVALID);
  });

  test('stands beside a prefix, and is the one that discovery names once it is active', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await sandbox.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people' }));
    await create(sandbox, UserPoolId);
    const endpoint = async () =>
      (await raw(`${sandbox.url}/${UserPoolId}/.well-known/openid-configuration`)).body.token_endpoint;

    sandbox.clock.advance(DOMAIN_MS);
    expect(await endpoint()).toBe(`${sandbox.url}/_domain/people/oauth2/token`);
    sandbox.clock.advance(CUSTOM_DOMAIN_MS);
    expect(await endpoint()).toBe(`${sandbox.url}/_domain/${NAME}/oauth2/token`);
    await sandbox.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: NAME }));
    expect(await endpoint()).toBe(`${sandbox.url}/_domain/people/oauth2/token`);
    expect(await readPool(sandbox, UserPoolId)).toMatchObject({ Domain: 'people' });
  });

  test('keeps its certificate at a change', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await create(sandbox, UserPoolId);
    const update = (settings: object) =>
      sandbox.cognito.send(
        new UpdateUserPoolDomainCommand({ UserPoolId, Domain: NAME, ManagedLoginVersion: 2, ...settings }),
      );

    await expect(update({})).rejects.toMatchObject({
      name: INVALID,
      message: 'Cannot convert custom domain to prefix domain.',
    });
    expect(await refusal(update({ CustomDomainConfig: { CertificateArn } }))).toBe('none');
    expect(await read(sandbox)).toMatchObject({ Status: 'UPDATING', ManagedLoginVersion: 2 });
  });

  test('is one of four in its Region', async () => {
    const sandbox = await openSandbox();
    for (const name of ['a', 'b', 'c', 'd'])
      await create(sandbox, await makePool(sandbox), `${name}.example.com`);

    expect(await refusal(create(sandbox, await makePool(sandbox)))).toBe('LimitExceededException');
    const elsewhere = sandbox.inRegion('us-east-1');
    expect(await refusal(create(elsewhere, await makePool(elsewhere)))).toBe('none');
  });
});
