import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool, readClient } from '../support/cognito.ts';
import { openSandbox, postCognito, refusal } from '../support/sandbox.ts';

describe('a new app client', () => {
  test('has Cognito’s defaults for all that was left out', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);

    const { UserPoolClient } = await sandbox.cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'Bare' }),
    );

    expect(UserPoolClient).toEqual({
      UserPoolId,
      ClientId: expect.stringMatching(/^[0-9a-z]{26}$/),
      ClientName: 'Bare',
      RefreshTokenValidity: 30,
      TokenValidityUnits: { RefreshToken: 'days' },
      AllowedOAuthFlowsUserPoolClient: false,
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      CreationDate: new Date(sandbox.clock.now),
      LastModifiedDate: new Date(sandbox.clock.now),
    });
  });

  test('shows its generated secret, now and whenever it is described', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const { id, secret } = await makeClient(sandbox, poolId);

    expect(secret).toMatch(/^[0-9a-z]{51}$/);
    expect((await readClient(sandbox, poolId, id)).ClientSecret).toBe(secret);
  });

  test('can bring its own secret, and then no other is generated', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const ClientSecret = 'my_own_secret_of_24_signs';

    const client = await makeClient(sandbox, poolId, { GenerateSecret: false, ClientSecret });

    expect(client.secret).toBe(ClientSecret);
    expect(await refusal(makeClient(sandbox, poolId, { GenerateSecret: true, ClientSecret }))).toBe(
      'InvalidParameterException',
    );
  });

  test('has a name that another one may have too', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const one = await makeClient(sandbox, poolId);
    const other = await makeClient(sandbox, poolId);

    expect(one.id).not.toBe(other.id);
  });

  test('belongs to its pool alone', async () => {
    const sandbox = await openSandbox();
    const { id } = await makeClient(sandbox, await makePool(sandbox));
    const other = await makePool(sandbox);

    expect(await refusal(readClient(sandbox, other, id))).toBe('ResourceNotFoundException');
  });
});

describe('an update of an app client', () => {
  test('puts every setting that it leaves out back to its default', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const { id: ClientId, secret } = await makeClient(sandbox, UserPoolId, {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://app.example.com/oauth/v2/callback'],
      LogoutURLs: ['https://app.example.com/'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: false,
      AuthSessionValidity: 15,
      AccessTokenValidity: 5,
      RefreshTokenValidity: 90,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
    sandbox.clock.advance(5_000);

    await sandbox.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }));

    expect(await readClient(sandbox, UserPoolId, ClientId)).toEqual({
      UserPoolId,
      ClientId,
      ClientName: 'App',
      ClientSecret: secret,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { RefreshToken: 'days' },
      AllowedOAuthFlowsUserPoolClient: false,
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      CreationDate: new Date(sandbox.clock.now - 5_000),
      LastModifiedDate: new Date(sandbox.clock.now),
    });
  });

  test('can give another name, and that is refused changes nothing', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const { id: ClientId } = await makeClient(sandbox, UserPoolId);
    const update = (settings: object) =>
      sandbox.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...settings }));

    await update({ ClientName: 'Other' });
    const before = await readClient(sandbox, UserPoolId, ClientId);

    expect(before.ClientName).toBe('Other');
    expect(await refusal(update({ ClientName: 'Third', CallbackURLs: ['http://app.example.com'] }))).toBe(
      'InvalidParameterException',
    );
    expect(await readClient(sandbox, UserPoolId, ClientId)).toEqual(before);
  });

  test.each(['GenerateSecret', 'ClientSecret'])('has no member %s', async (member) => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const { id: ClientId } = await makeClient(sandbox, UserPoolId);

    const answer = await postCognito(sandbox.url, 'UpdateUserPoolClient', {
      UserPoolId,
      ClientId,
      [member]: true,
    });

    expect([answer.status, answer.body.__type]).toEqual([400, 'SerializationException']);
  });
});

describe('the list of app clients', () => {
  test('comes in pages of 60 unless fewer are asked for, each client once', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const clients = await Promise.all(Array.from({ length: 61 }, () => makeClient(sandbox, UserPoolId)));
    const list = async (MaxResults?: number) => {
      const pages: (string | undefined)[][] = [];
      const input = { UserPoolId, ...(MaxResults !== undefined && { MaxResults }) };
      for await (const page of paginateListUserPoolClients({ client: sandbox.cognito }, input)) {
        pages.push((page.UserPoolClients ?? []).map((each) => each.ClientId));
      }
      return pages;
    };

    const pages = await list();

    expect(pages.map((each) => each.length)).toEqual([60, 1]);
    expect(pages.flat().toSorted()).toEqual(clients.map((each) => each.id).toSorted());
    expect((await list(25)).map((each) => each.length)).toEqual([25, 25, 11]);
  });

  test('lists ids and names only', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const { id } = await makeClient(sandbox, UserPoolId);

    const answer = await postCognito(sandbox.url, 'ListUserPoolClients', { UserPoolId });

    expect(answer.body).toEqual({ UserPoolClients: [{ ClientId: id, UserPoolId, ClientName: 'App' }] });
  });

  test('can be asked for one kind of client, and none registered itself', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await makeClient(sandbox, UserPoolId);
    const count = async (ClientType: string) => {
      const answer = await postCognito(sandbox.url, 'ListUserPoolClients', { UserPoolId, ClientType });
      return (answer.body.UserPoolClients as unknown[]).length;
    };

    expect([await count('REGULAR'), await count('DCR')]).toEqual([1, 0]);
  });
});

test('a pool has at most 1000 app clients', async () => {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  const add = async () =>
    (await postCognito(sandbox.url, 'CreateUserPoolClient', { UserPoolId, ClientName: 'App' })).body.__type;
  for (let made = 0; made < 1000; made += 50) await Promise.all(Array.from({ length: 50 }, add));

  expect(await add()).toBe('LimitExceededException');
});

test('a deleted app client is gone', async () => {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  const { id: ClientId } = await makeClient(sandbox, UserPoolId);
  const remove = () => sandbox.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));

  await remove();

  expect(await refusal(readClient(sandbox, UserPoolId, ClientId))).toBe('ResourceNotFoundException');
  expect(await refusal(remove())).toBe('ResourceNotFoundException');
});
