import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  ListEmailIdentitiesCommand,
  ListTagsForResourceCommand,
  paginateListEmailIdentities,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { identityArn, verifyAddress } from '../support/cognito.ts';
import { authorization, openSandbox, raw, refusal } from '../support/sandbox.ts';

const ADDRESS = 'sender@example.com';

describe('the list of identities', () => {
  test('comes in pages, with the state of each, in the newer and in the older form', async () => {
    const sandbox = await openSandbox();
    await verifyAddress(sandbox, ADDRESS);
    await sandbox.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'second@example.com' }));
    await sandbox.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));

    const rows: object[] = [];
    for await (const page of paginateListEmailIdentities({ client: sandbox.ses, pageSize: 2 }, {})) {
      rows.push(...(page.EmailIdentities ?? []));
    }
    const older = await raw(`${sandbox.url}/v2/email/identities?PageSize=1`, {
      headers: { authorization: authorization('eu-west-1', 'ses') },
    });

    expect(rows).toEqual([
      {
        IdentityName: ADDRESS,
        IdentityType: 'EMAIL_ADDRESS',
        SendingEnabled: true,
        VerificationStatus: 'SUCCESS',
      },
      {
        IdentityName: 'second@example.com',
        IdentityType: 'EMAIL_ADDRESS',
        SendingEnabled: false,
        VerificationStatus: 'PENDING',
      },
      {
        IdentityName: 'example.com',
        IdentityType: 'DOMAIN',
        SendingEnabled: false,
        VerificationStatus: 'PENDING',
      },
    ]);
    expect(older.body).toEqual({ EmailIdentities: rows.slice(0, 1), NextToken: expect.any(String) });
  });

  test('refuses a token that it did not give out', async () => {
    const { ses } = await openSandbox();

    expect(await refusal(ses.send(new ListEmailIdentitiesCommand({ NextToken: 'made-up' })))).toBe(
      'BadRequestException',
    );
  });
});

test('the tags of an identity are given, changed and removed', async () => {
  const { ses } = await openSandbox();
  const ResourceArn = identityArn(ADDRESS);
  const Tags = [{ Key: 'owner', Value: 'ada' }];
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: ADDRESS, Tags }));
  const list = async () => (await ses.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
  expect(await list()).toEqual(Tags);

  const changed = [
    { Key: 'owner', Value: 'alan' },
    { Key: 'a', Value: '' },
  ];
  await ses.send(new TagResourceCommand({ ResourceArn, Tags: changed }));
  expect(await list()).toEqual(changed);
  await ses.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['owner', 'a'] }));

  expect(await list()).toEqual([]);
  const unknown = new ListTagsForResourceCommand({ ResourceArn: identityArn('nobody@example.com') });
  expect(await refusal(ses.send(unknown))).toBe('NotFoundException');
});

test('the account is in the SES sandbox', async () => {
  const { ses } = await openSandbox();

  expect(await ses.send(new GetAccountCommand({}))).toMatchObject({
    ProductionAccessEnabled: false,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 200 },
  });
});

describe('an SES error on the wire', () => {
  test.each([
    ['GET', '/v2/email/identities/nobody%40example.com', undefined, 404, 'NotFoundException'],
    ['POST', '/v2/email/identities', '{"EmailIdentity":', 400, 'SerializationException'],
    ['POST', '/v2/email/identities', '{"EmailIdentity":1}', 400, 'SerializationException'],
    ['POST', '/v2/email/identities', '{}', 400, 'BadRequestException'],
    ['GET', '/v2/email/identities/%E0%A4%A', undefined, 400, 'BadRequestException'],
    ['GET', '/v2/email/identities?PageSize=many', undefined, 400, 'SerializationException'],
    ['PUT', '/v2/email/identities', '{}', 404, 'UnknownOperationException'],
    ['GET', '/v2/email/identities/a/b', undefined, 404, 'UnknownOperationException'],
    ['GET', '/v2/email/', undefined, 404, 'UnknownOperationException'],
  ])('of %s %s with %s is %d %s', async (method, path, body, status, name) => {
    const { url, log } = await openSandbox();

    const answer = await raw(`${url}${path}`, {
      method,
      headers: { authorization: authorization('eu-west-1', 'ses') },
      ...(body !== undefined && { body }),
    });

    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, name]);
    expect(answer.body).toEqual({ message: expect.any(String) });
    expect(log).toEqual([]);
  });
});
