import {
  AdminCreateUserCommand,
  type AdminCreateUserRequest,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { EMAIL, makePool, makeUser, PASSWORD } from '../support/cognito.ts';
import { type Clients, openSandbox, refusal } from '../support/sandbox.ts';

const INVALID = 'InvalidParameterException';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function create(
  { cognito }: Pick<Clients, 'cognito'>,
  UserPoolId: string,
  settings: Partial<AdminCreateUserRequest> = {},
) {
  return cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: EMAIL, MessageAction: 'SUPPRESS', ...settings }),
  );
}

async function read({ cognito }: Pick<Clients, 'cognito'>, UserPoolId: string, Username = EMAIL) {
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return { ...user, attributes: asRecord(user.UserAttributes) };
}

function asRecord(attributes: AttributeType[] | undefined): Record<string, string | undefined> {
  return Object.fromEntries((attributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

describe('a new user of a pool that signs in by email', () => {
  test('has a UUID for a name, which is the sub, and has to change the password', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const { User } = await create(sandbox, poolId, {
      UserAttributes: [
        { Name: 'email', Value: EMAIL },
        { Name: 'email_verified', Value: 'true' },
      ],
    });

    expect(User).toMatchObject({
      Username: expect.stringMatching(UUID),
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
      UserCreateDate: new Date(sandbox.clock.now),
    });
    expect(asRecord(User?.Attributes)).toEqual({ sub: User?.Username, email: EMAIL, email_verified: 'true' });
  });

  test.each([EMAIL, 'ADA@Example.COM'])('is found by %s, in whatever case', async (name) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const username = await makeUser(sandbox, poolId);

    expect((await read(sandbox, poolId, name)).Username).toBe(username);
    expect((await read(sandbox, poolId, username)).Username).toBe(username);
  });

  test('is there once, in whatever case', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await create(sandbox, poolId);

    expect(await refusal(create(sandbox, poolId))).toBe('UsernameExistsException');
    expect(await refusal(create(sandbox, poolId, { Username: 'Ada@EXAMPLE.com' }))).toBe(
      'UsernameExistsException',
    );
  });

  test('is another one in another case where the pool keeps case, as it does when nothing else was asked for', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, { UsernameConfiguration: undefined });
    await create(sandbox, poolId);

    expect(await refusal(read(sandbox, poolId, 'ADA@example.com'))).toBe('UserNotFoundException');
    expect(await refusal(create(sandbox, poolId, { Username: 'ADA@example.com' }))).toBe('none');
  });

  test.each(['ada', 'ada@example', '@example.com', '+15555550100', 'ada@exa mple.com'])(
    'is named by an email, not by “%s”',
    async (name) => {
      const sandbox = await openSandbox();

      expect(await refusal(create(sandbox, await makePool(sandbox), { Username: name }))).toBe(INVALID);
    },
  );

  test('has the email that names it', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const other = [{ Name: 'email', Value: 'other@example.com' }];

    expect(await refusal(create(sandbox, poolId, { UserAttributes: other }))).toBe(INVALID);
    await create(sandbox, poolId);
    const { attributes } = await read(sandbox, poolId);
    expect(attributes).toMatchObject({ email: EMAIL });
    expect(attributes).not.toHaveProperty('email_verified');
  });

  test.each<[string, AttributeType[]]>([
    ['is not in the schema', [{ Name: 'custom:team', Value: 'a' }]],
    ['is Cognito’s own', [{ Name: 'sub', Value: 'a' }]],
    [
      'is given twice',
      [
        { Name: 'name', Value: 'a' },
        { Name: 'name', Value: 'b' },
      ],
    ],
    ['is no Boolean', [{ Name: 'email_verified', Value: 'yes' }]],
    ['is no phone number', [{ Name: 'phone_number', Value: '0123' }]],
    ['is verified without being there', [{ Name: 'phone_number_verified', Value: 'true' }]],
    ['is too short a date', [{ Name: 'birthdate', Value: '1815' }]],
    ['is too long', [{ Name: 'name', Value: 'a'.repeat(2049) }]],
  ])('has no attribute that %s', async (_what, UserAttributes) => {
    const sandbox = await openSandbox();

    expect(await refusal(create(sandbox, await makePool(sandbox), { UserAttributes }))).toBe(INVALID);
  });

  test.each([
    ['empty', ''],
    ['with a space', 'with space-1A'],
    ['of 257 characters', `A1-${'a'.repeat(254)}`],
  ])('has no temporary password that is %s', async (_what, TemporaryPassword) => {
    const sandbox = await openSandbox();

    const call = create(sandbox, await makePool(sandbox), { TemporaryPassword });

    expect(await refusal(call)).toBe(INVALID);
  });

  test('needs a pool', async () => {
    const sandbox = await openSandbox();

    expect(await refusal(create(sandbox, 'eu-west-1_nothing01'))).toBe('ResourceNotFoundException');
    expect(await refusal(read(sandbox, await makePool(sandbox)))).toBe('UserNotFoundException');
  });
});

describe('an alias', () => {
  const verified = [
    { Name: 'email', Value: EMAIL },
    { Name: 'email_verified', Value: 'true' },
  ];
  const settings = { UsernameAttributes: undefined, AliasAttributes: ['email' as const] };

  test('names its user once it is verified', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, settings);
    await create(sandbox, poolId, { Username: 'ada', UserAttributes: verified.slice(0, 1) });
    await create(sandbox, poolId, { Username: 'other' });
    expect(await refusal(read(sandbox, poolId))).toBe('UserNotFoundException');

    const update = { UserPoolId: poolId, Username: 'ada', UserAttributes: verified };
    await sandbox.cognito.send(new AdminUpdateUserAttributesCommand(update));

    expect((await read(sandbox, poolId)).Username).toBe('ada');
    expect(await refusal(create(sandbox, poolId, { Username: EMAIL }))).toBe(INVALID);
  });

  test('belongs to one user, unless it is taken by force', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, settings);
    await create(sandbox, poolId, { Username: 'ada', UserAttributes: verified });
    const second = { Username: 'augusta', UserAttributes: verified };

    expect(await refusal(create(sandbox, poolId, second))).toBe('AliasExistsException');
    await create(sandbox, poolId, { ...second, ForceAliasCreation: true });

    expect((await read(sandbox, poolId)).Username).toBe('augusta');
    expect((await read(sandbox, poolId, 'ada')).attributes.email_verified).toBe('false');
  });
});

describe('a change of attributes', () => {
  const update = ({ cognito }: Pick<Clients, 'cognito'>, UserPoolId: string, attributes: object) =>
    cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username: EMAIL,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value: String(Value) })),
      }),
    );

  test('adds, replaces and, with an empty value, removes', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId);
    await update(sandbox, poolId, { name: 'Ada', nickname: 'A' });

    await update(sandbox, poolId, { name: 'Ada Lovelace', nickname: '' });

    const { attributes } = await read(sandbox, poolId);
    expect(attributes).toMatchObject({ name: 'Ada Lovelace', email_verified: 'true' });
    expect(attributes).not.toHaveProperty('nickname');
  });

  test('leaves a new email unverified unless it says otherwise', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const username = await makeUser(sandbox, poolId);

    await update(sandbox, poolId, { email: 'countess@example.com' });

    const { attributes } = await read(sandbox, poolId, username);
    expect(attributes).toMatchObject({ email: 'countess@example.com', email_verified: 'false' });
  });

  test('takes no other user’s email, and no user’s only sign-in name', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId);
    await makeUser(sandbox, poolId, 'permanent', 'other@example.com');

    expect(await refusal(update(sandbox, poolId, { email: 'OTHER@example.com' }))).toBe(
      'AliasExistsException',
    );
    expect(await refusal(update(sandbox, poolId, { email: '' }))).toBe(INVALID);
    expect((await read(sandbox, poolId)).attributes.email).toBe(EMAIL);
  });

  test('leaves an attribute alone that cannot be changed', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, {
      Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: false }],
    });
    await create(sandbox, poolId, { UserAttributes: [{ Name: 'custom:team', Value: 'a' }] });

    expect(await refusal(update(sandbox, poolId, { 'custom:team': 'b' }))).toBe(INVALID);
    expect((await read(sandbox, poolId)).attributes['custom:team']).toBe('a');
  });
});

test('a deleted user is gone, and can be made anew', async () => {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox);
  await create(sandbox, poolId, { TemporaryPassword: PASSWORD });
  const remove = new AdminDeleteUserCommand({ UserPoolId: poolId, Username: EMAIL });

  await sandbox.cognito.send(remove);

  expect(await refusal(read(sandbox, poolId))).toBe('UserNotFoundException');
  expect(await refusal(sandbox.cognito.send(remove))).toBe('UserNotFoundException');
  expect(await refusal(create(sandbox, poolId))).toBe('none');
});
