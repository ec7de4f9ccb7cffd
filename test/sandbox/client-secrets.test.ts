import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool, makeUser, readClient, signIn } from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

/** A pool with a user and a client, and the calls about the client's secrets. */
async function open(settings = {}) {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  const client = await makeClient(sandbox, UserPoolId, settings);
  await makeUser(sandbox, UserPoolId);
  const ids = { UserPoolId, ClientId: client.id };
  const { cognito } = sandbox;
  return {
    sandbox,
    client,
    add: (ClientSecret?: string) =>
      cognito.send(
        new AddUserPoolClientSecretCommand({ ...ids, ...(ClientSecret !== undefined && { ClientSecret }) }),
      ),
    list: async () =>
      (await cognito.send(new ListUserPoolClientSecretsCommand(ids))).ClientSecrets?.map((each) => ({
        ...each,
      })) ?? [],
    remove: (ClientSecretId = '') =>
      cognito.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId })),
    shown: async () => (await readClient(sandbox, UserPoolId, client.id)).ClientSecret,
  };
}

describe('a second secret', () => {
  test('is shown once, and works beside the first', async () => {
    const { sandbox, client, add, list, shown } = await open();
    sandbox.clock.advance(1_000);

    const { ClientSecretDescriptor: added } = await add();

    const secret = added?.ClientSecretValue ?? '';
    expect(secret).not.toBe(client.secret);
    expect(await list()).toEqual([
      { ClientSecretId: expect.any(String), ClientSecretCreateDate: new Date(sandbox.clock.now - 1_000) },
      { ClientSecretId: added?.ClientSecretId, ClientSecretCreateDate: new Date(sandbox.clock.now) },
    ]);
    expect(await shown()).toBe(client.secret);
    expect(await refusal(signIn(sandbox, client))).toBe('none');
    expect(await refusal(signIn(sandbox, { ...client, secret }))).toBe('none');
  });

  test('is the last that fits: a third is LimitExceededException', async () => {
    const { add, list } = await open();
    await add();

    expect(await refusal(add())).toBe('LimitExceededException');
    expect(await list()).toHaveLength(2);
  });

  test('may be one’s own, of 24 to 64 letters, digits, + and _', async () => {
    const { add, client } = await open();
    const name = 'InvalidParameterException';

    expect(await refusal(add('a'.repeat(23)))).toBe(name);
    expect(await refusal(add('a'.repeat(65)))).toBe(name);
    expect(await refusal(add('-'.repeat(24)))).toBe(name);
    expect(await refusal(add(client.secret))).toBe(name);
  });

  test('that is one’s own works, and is not shown again', async () => {
    const { sandbox, client, add } = await open();
    const secret = 'Own_secret+0123456789abcd';

    const { ClientSecretDescriptor: added } = await add(secret);

    expect(added).toMatchObject({ ClientSecretId: expect.any(String) });
    expect(added?.ClientSecretValue).toBeUndefined();
    expect(await refusal(signIn(sandbox, { ...client, secret }))).toBe('none');
  });

  test('is not for a client that has none', async () => {
    const { add } = await open({ GenerateSecret: false });

    expect(await refusal(add())).toBe('InvalidParameterException');
  });

  test('of the same millisecond has an id of its own', async () => {
    const { add, list } = await open();
    await add();

    const ids = (await list()).map((each) => each.ClientSecretId);

    expect(new Set(ids).size).toBe(2);
  });
});

describe('a deleted secret', () => {
  test('no longer signs in, and makes room for another', async () => {
    const { sandbox, client, add, list, remove } = await open();
    const first = (await list())[0]?.ClientSecretId;
    const { ClientSecretDescriptor: second } = await add();

    await remove(first);

    expect(await refusal(signIn(sandbox, client))).toBe('NotAuthorizedException');
    const secret = second?.ClientSecretValue ?? '';
    expect(await refusal(signIn(sandbox, { ...client, secret }))).toBe('none');
    expect(await refusal(add())).toBe('none');
  });

  test('that was the original one leaves the description without a secret', async () => {
    const { add, list, remove, shown } = await open();
    const first = (await list())[0]?.ClientSecretId;
    await add();

    await remove(first);

    expect(await shown()).toBeUndefined();
  });

  test('is never the last one, nor an unknown one', async () => {
    const { list, remove, shown, client } = await open();
    const only = (await list())[0]?.ClientSecretId;

    expect(await refusal(remove(only))).toBe('InvalidParameterException');
    expect(await refusal(remove('unknown'))).toBe('ResourceNotFoundException');
    expect(await shown()).toBe(client.secret);
  });
});
