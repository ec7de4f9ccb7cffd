import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  ListTagsForResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { modelsPresent, skipReason } from '../support/aws-model.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';
import { awsClients, type Clients, openSandbox, type TestSandbox } from '../support/sandbox.ts';

interface Through extends Clients {
  readonly recorder: Recorder;
  readonly sandbox: TestSandbox;
}

/** A sandbox, a recorder in front of it, and clients that go through the recorder. */
async function open(): Promise<Through> {
  const sandbox = await openSandbox();
  const recorder = await startRecorder(sandbox.url);
  const clients = awsClients(recorder.url);
  onTestFinished(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await recorder.close();
  });
  return { sandbox, recorder, ...clients };
}

const ADDRESS = 'ada+tag@example.com';
const ARN = `arn:aws:ses:eu-west-1:123456789012:identity/${ADDRESS}`;

describe('what the recorder writes down', () => {
  test('is a Cognito call with its input and status, and the sandbox has done the work', async () => {
    const { recorder, cognito, sandbox } = await open();

    await cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }));

    expect(recorder.requests).toEqual([
      {
        service: 'cognito-idp',
        operation: 'CreateUserPool',
        input: { PoolName: 'People' },
        status: 200,
        error: undefined,
        done: true,
      },
    ]);
    const { UserPools } = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toHaveLength(1);
  });

  test('is the name of an error, in the JSON, REST and query protocols', async () => {
    const { recorder, cognito, ses } = await open();

    const pool = cognito.send(new DescribeUserPoolCommand({ UserPoolId: 'eu-west-1_nothing01' }));
    await expect(pool).rejects.toThrow();
    await expect(ses.send(new GetEmailIdentityCommand({ EmailIdentity: ADDRESS }))).rejects.toThrow();
    await fetch(recorder.url, { method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' });

    expect(recorder.requests.map((each) => [each.service, each.operation, each.status, each.error])).toEqual([
      ['cognito-idp', 'DescribeUserPool', 400, 'ResourceNotFoundException'],
      ['sesv2', 'GetEmailIdentity', 404, 'NotFoundException'],
      ['sts', 'GetCallerIdentity', 403, 'MissingAuthenticationTokenException'],
    ]);
  });

  test('has the input of SES from the body, the path and the query', async () => {
    const { recorder, ses } = await open();

    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: ADDRESS }));
    await ses.send(new GetEmailIdentityCommand({ EmailIdentity: ADDRESS }));
    await ses.send(new ListEmailIdentitiesCommand({ PageSize: 7 }));
    await ses.send(new ListTagsForResourceCommand({ ResourceArn: ARN }));
    await ses.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['one'] }));
    await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: ADDRESS }));

    expect(recorder.requests.map(({ operation, input }) => [operation, input])).toEqual([
      ['CreateEmailIdentity', { EmailIdentity: ADDRESS }],
      ['GetEmailIdentity', { EmailIdentity: ADDRESS }],
      ['ListEmailIdentities', { PageSize: 7 }],
      ['ListTagsForResource', { ResourceArn: ARN }],
      ['UntagResource', { ResourceArn: ARN, TagKeys: modelsPresent ? ['one'] : 'one' }],
      ['DeleteEmailIdentity', { EmailIdentity: ADDRESS }],
    ]);
    expect(recorder.problems()).toEqual([]);
    expect(recorder.writes.map((each) => each.operation)).toEqual([
      'CreateEmailIdentity',
      'UntagResource',
      'DeleteEmailIdentity',
    ]);
  });

  test('leaves out the sandbox’s own pages, which pass through', async () => {
    const { recorder, sts } = await open();

    const about = await (await fetch(`${recorder.url}/_sandbox`)).json();
    await sts.send(new GetCallerIdentityCommand({}));

    expect(about).toMatchObject({ product: 'mendix-cognito sandbox' });
    expect(recorder.requests.map((each) => each.operation)).toEqual(['GetCallerIdentity']);
    expect(recorder.writes).toEqual([]);
  });

  test('begins anew after it was cleared', async () => {
    const { recorder, sts } = await open();
    await sts.send(new GetCallerIdentityCommand({}));

    recorder.clear();

    expect(recorder.requests).toEqual([]);
  });
});

describe('a call that is made to fail', () => {
  test('is answered by the recorder, and the sandbox does nothing', async () => {
    const { recorder, cognito, sandbox } = await open();
    recorder.fail = ({ operation }) =>
      operation === 'CreateUserPool'
        ? {
            status: 400,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: JSON.stringify({ __type: 'TooManyRequestsException', message: 'Rate exceeded' }),
          }
        : undefined;

    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate exceeded',
    });

    const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toEqual([]);
    expect(recorder.requests[0]).toMatchObject({ status: 400, error: 'TooManyRequestsException' });
    expect(sandbox.log).toEqual([]);
  });

  test.each([
    ['drop', 0],
    ['drop-after', 1],
  ] as const)('with %s has no answer and leaves %d pools behind', async (fault, left) => {
    const { recorder, cognito, sandbox } = await open();
    recorder.fail = () => fault;

    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }))).rejects.toThrow(
      /socket hang up|ECONNRESET/,
    );

    const { UserPools } = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toHaveLength(left);
    expect(recorder.requests).toMatchObject([{ operation: 'CreateUserPool', status: undefined }]);
  });

  test('can be carried out and answered with something else', async () => {
    const { recorder, cognito, sandbox } = await open();
    recorder.fail = () => () => ({
      status: 500,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: 'InternalErrorException', message: 'Sorry' }),
    });

    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }))).rejects.toMatchObject({
      name: 'InternalErrorException',
    });

    const { UserPools } = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toHaveLength(1);
    expect(recorder.requests).toMatchObject([{ error: 'InternalErrorException', done: true }]);
  });

  test('can be left without an answer, for as long as the client waits', async () => {
    const { recorder, cognito } = await open();
    const stop = new AbortController();
    recorder.fail = () => () => {
      setTimeout(() => stop.abort(), 50);
      return 'stall';
    };

    const call = cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }), {
      abortSignal: stop.signal,
    });

    await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(recorder.requests).toMatchObject([{ status: undefined, done: true }]);
  });

  test('can be held back', async () => {
    const { recorder, cognito, sandbox } = await open();
    recorder.fail = async () => {
      await sandbox.cognito.send(new CreateUserPoolCommand({ PoolName: 'First' }));
      return undefined;
    };

    await cognito.send(new CreateUserPoolCommand({ PoolName: 'Second' }));

    const { UserPools } = await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['First', 'Second']));
  });

  test('can be a page of the sandbox as well', async () => {
    const { recorder } = await open();
    recorder.failPage = (path) => (path === '/_sandbox' ? 'drop' : undefined);

    await expect(fetch(`${recorder.url}/_sandbox`)).rejects.toThrow('fetch failed');
    expect(await fetch(`${recorder.url}/_sandbox/inbox`)).toMatchObject({ status: 200 });
    expect(recorder.requests).toEqual([]);
  });

  test('has no answer when the sandbox is gone', async () => {
    const { recorder, cognito, sandbox } = await open();
    await sandbox.close();

    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'People' }))).rejects.toThrow();

    expect(recorder.requests).toMatchObject([{ operation: 'CreateUserPool', status: undefined }]);
  });
});

describe.skipIf(!modelsPresent)(`the recorder’s problems${skipReason}`, () => {
  test('name what AWS’s model refuses, without the value', async () => {
    const { recorder, cognito } = await open();

    const secret = 'x'.repeat(129);
    await expect(cognito.send(new CreateUserPoolCommand({ PoolName: secret }))).rejects.toThrow();

    expect(recorder.problems()).toEqual(['CreateUserPool: PoolName must NOT have more than 128 characters']);
  });

  test('name an operation that AWS does not have, and a body that is no JSON', async () => {
    const { recorder } = await open();
    const post = (operation: string, body: string) =>
      fetch(recorder.url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body,
      });

    await post('MakeCoffee', '{}');
    await post('ListUserPools', '{');
    await post('ListUserPools', '[]');
    await fetch(`${recorder.url}/v2/email/coffee`);

    expect(recorder.problems()).toEqual([
      'MakeCoffee: cognito-idp has no such operation',
      'ListUserPools: the body is not JSON',
      'ListUserPools: the body is no JSON object',
      'GET /v2/email/coffee: sesv2 has no such operation',
    ]);
  });
});
