import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { makePool } from '../support/cognito.ts';
import { authorization, openSandbox, postCognito, raw } from '../support/sandbox.ts';

describe('a Cognito error on the wire', () => {
  test('is HTTP 400 with its name in the body and the header, as JSON 1.1', async () => {
    const { url } = await openSandbox();

    const answer = await postCognito(url, 'DescribeUserPool', { UserPoolId: 'eu-west-1_nothing01' });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(answer.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(answer.body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'User pool eu-west-1_nothing01 does not exist.',
    });
  });

  test.each([
    ['no JSON', '{"MaxResults":', 'SerializationException'],
    ['an empty body', '', 'SerializationException'],
    ['a list for an object', '[]', 'SerializationException'],
    ['null for an object', 'null', 'SerializationException'],
    ['text for a number', '{"MaxResults":"60"}', 'SerializationException'],
    ['a fraction for an integer', '{"MaxResults":1.5}', 'SerializationException'],
    ['a number beyond 32 bits', '{"MaxResults":4294967297}', 'SerializationException'],
    ['a member that is not modelled', '{"MaxResults":60,"Maximum":1}', 'SerializationException'],
    ['an inherited name as a member', '{"MaxResults":60,"toString":1}', 'SerializationException'],
    ['a required member left out', '{}', 'InvalidParameterException'],
    ['null for a required member', '{"MaxResults":null}', 'InvalidParameterException'],
    ['a value below the range', '{"MaxResults":0}', 'InvalidParameterException'],
    ['a value above the range', '{"MaxResults":61}', 'InvalidParameterException'],
  ])('names what is wrong with %s', async (_what, body, name) => {
    const { url, log } = await openSandbox();

    const answer = await postCognito(url, 'ListUserPools', body);

    expect([answer.status, answer.body.__type]).toEqual([400, name]);
    expect(log).toEqual([]);
  });

  test.each(['MakeCoffee', 'constructor', '', 'listUserPools'])(
    'names an unknown operation “%s”',
    async (name) => {
      const { url } = await openSandbox();

      const answer = await postCognito(url, name, {});

      expect([answer.status, answer.body.__type]).toEqual([400, 'UnknownOperationException']);
    },
  );

  test('counts every broken constraint, names members in AWS’s way, and shows no password', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const answer = await postCognito(sandbox.url, 'AdminSetUserPassword', {
      UserPoolId: 'not a pool',
      Username: 'ada@example.com',
      Password: 'with a space',
    });
    const two = await postCognito(sandbox.url, 'CreateUserPoolClient', {
      UserPoolId: poolId,
      ClientName: '',
      AuthSessionValidity: 2,
    });

    expect(answer.body.message).toContain("Value 'not a pool' at 'userPoolId' failed to satisfy constraint");
    expect(answer.body.message).toContain("Value at 'password' failed to satisfy constraint");
    expect(answer.text).not.toContain('with a space');
    expect(two.body.message).toMatch(/^3 validation errors detected: Value '' at 'clientName'/);
  });

  test('takes null for a member that was left out', async () => {
    const { url } = await openSandbox();

    const answer = await postCognito(url, 'CreateUserPool', { PoolName: 'People', MfaConfiguration: null });

    expect(answer.body).toMatchObject({ UserPool: { Name: 'People', MfaConfiguration: 'OFF' } });
  });
});

describe('a signature', () => {
  test.each([
    ['none', {}, 'MissingAuthenticationTokenException'],
    ['another scheme', { authorization: 'Bearer abc' }, 'IncompleteSignatureException'],
    [
      'no signature',
      { authorization: authorization().replace(/, Signature=.*/, '') },
      'IncompleteSignatureException',
    ],
    [
      'no signed headers',
      { authorization: authorization().replace(/SignedHeaders=[^,]*, /, '') },
      'IncompleteSignatureException',
    ],
    ['no scope', { authorization: 'AWS4-HMAC-SHA256 Credential=abc' }, 'IncompleteSignatureException'],
  ])('is asked for: %s', async (_what, headers, name) => {
    const { url } = await openSandbox();

    const cognito = await postCognito(url, 'ListUserPools', { MaxResults: 1 }, headers);
    const ses = await raw(`${url}/v2/email/account`, { headers });
    const sts = await raw(url, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
    });

    expect([cognito.status, cognito.body.__type]).toEqual([400, name]);
    expect([ses.status, ses.headers.get('x-amzn-errortype')]).toEqual([403, name]);
    expect([sts.status, sts.text.includes(`<Code>${name}</Code>`)]).toEqual([403, true]);
  });

  test('is not asked for where end users call', async () => {
    const { url } = await openSandbox();
    const call = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'unknown' };

    const answer = await postCognito(url, 'InitiateAuth', call, {});

    // Past the signature: the client is what is missing.
    expect(answer.body.__type).toBe('ResourceNotFoundException');
  });

  test('says for which Region a call is: no Region sees another’s pools', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const elsewhere = sandbox.inRegion('us-east-1');

    const { UserPools } = await elsewhere.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const describe = await postCognito(
      sandbox.url,
      'DescribeUserPool',
      { UserPoolId: poolId },
      { authorization: authorization('us-east-1') },
    );

    expect(UserPools).toEqual([]);
    expect(describe.body.__type).toBe('ResourceNotFoundException');
    expect(poolId).toMatch(/^eu-west-1_[0-9A-Za-z]{9}$/);
    expect(await makePool(elsewhere)).toMatch(/^us-east-1_/);
  });
});

describe('STS', () => {
  test('names the sandbox’s account', async () => {
    const { sts } = await openSandbox();

    const identity = await sts.send(new GetCallerIdentityCommand({}));

    expect(identity).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/sandbox',
      UserId: 'AIDASANDBOXEXAMPLE000',
    });
  });

  test.each([
    { Action: 'AssumeRole', Version: '2011-06-15' },
    { Action: 'GetCallerIdentity', Version: '2010-01-01' },
    { Action: '<GetCallerIdentity>', Version: '2011-06-15' },
    {},
  ])('has nothing else: %o', async (parameters) => {
    const { url } = await openSandbox();

    const answer = await raw(url, {
      method: 'POST',
      headers: { authorization: authorization('eu-west-1', 'sts') },
      body: new URLSearchParams(parameters),
    });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<Type>Sender</Type><Code>InvalidAction</Code>');
    expect(answer.text).not.toContain('<GetCallerIdentity>');
  });
});
