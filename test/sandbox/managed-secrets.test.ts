import { describe, expect, test } from 'vitest';
import { type ClientKeys, makePool, makeUser, signIn } from '../support/cognito.ts';
import { openSandbox, postCognito, refusal, type TestSandbox } from '../support/sandbox.ts';

const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
const DAY_MS = 86_400_000;

/** By the protocol itself: the SDK leaves out members that it does not know yet. */
function client({ url }: TestSandbox, poolId: string) {
  const call = async (operation: string, input: object) => {
    const answer = await postCognito(url, operation, { UserPoolId: poolId, ...input });
    const { UserPoolClient = {}, ...rest } = answer.body;
    return { error: answer.body.__type, ...rest, ...(UserPoolClient as Record<string, unknown>) };
  };
  return {
    call,
    create: (settings: object): Promise<Record<string, unknown>> =>
      call('CreateUserPoolClient', { ClientName: 'App', ExplicitAuthFlows: FLOWS, ...settings }),
    update: (ClientId: unknown, managed?: boolean): Promise<Record<string, unknown>> =>
      call('UpdateUserPoolClient', {
        ClientId,
        ExplicitAuthFlows: FLOWS,
        ...(managed !== undefined && { PublishSecretsInAWSSecretsManager: managed }),
      }),
    secrets: async (ClientId: unknown) =>
      (await call('ListUserPoolClientSecrets', { ClientId })) as { ClientSecrets?: unknown[] },
  };
}

const keysOf = (made: Record<string, unknown>): ClientKeys => ({
  id: String(made.ClientId),
  secret: String(made.ClientSecret),
});

describe('a secret in AWS Secrets Manager', () => {
  test('is shown by its ARN, from the creation on', async () => {
    const sandbox = await openSandbox();
    const app = client(sandbox, await makePool(sandbox));

    const made = await app.create({ GenerateSecret: true, PublishSecretsInAWSSecretsManager: true });

    const ClientSecretArn = expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret\//);
    expect(made).toMatchObject({ ClientSecretArn });
    expect(made).not.toHaveProperty('ClientSecret');
    const described = await app.call('DescribeUserPoolClient', { ClientId: made.ClientId });
    expect(described).toMatchObject({ ClientSecretArn });
    expect(described).not.toHaveProperty('ClientSecret');
  });

  test.each<[string, object]>([
    ['without a secret', { GenerateSecret: false }],
    ['with a secret of one’s own', { ClientSecret: 'own0123456789abcdefghijklmnopqrstuvwxyz' }],
  ])('is not for a client %s', async (_what, settings) => {
    const sandbox = await openSandbox();
    const app = client(sandbox, await makePool(sandbox));

    const made = await app.create({ ...settings, PublishSecretsInAWSSecretsManager: true });

    expect(made.error).toBe('InvalidParameterException');
  });

  test('moves there and is rotated at once and every 7 days, so that a pasted one ends', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId);
    const app = client(sandbox, poolId);
    const made = await app.create({ GenerateSecret: true });
    const pasted = keysOf(made);

    const moved = await app.update(made.ClientId, true);

    expect(moved).not.toHaveProperty('ClientSecret');
    expect((await app.secrets(made.ClientId)).ClientSecrets).toHaveLength(2);
    expect(await refusal(signIn(sandbox, pasted))).toBe('none');
    sandbox.clock.advance(7 * DAY_MS - 1);
    expect(await refusal(signIn(sandbox, pasted))).toBe('none');
    sandbox.clock.advance(1);
    expect(await refusal(signIn(sandbox, pasted))).toBe('NotAuthorizedException');
    expect((await app.secrets(made.ClientId)).ClientSecrets).toHaveLength(2);
  });

  test('stays where it is when an update has no word of it', async () => {
    const sandbox = await openSandbox();
    const app = client(sandbox, await makePool(sandbox));
    const managed = await app.create({ GenerateSecret: true, PublishSecretsInAWSSecretsManager: true });
    const own = await app.create({ GenerateSecret: true });

    expect((await app.update(managed.ClientId)).ClientSecretArn).toBe(managed.ClientSecretArn);
    expect((await app.update(own.ClientId)).ClientSecret).toBe(own.ClientSecret);
  });

  test('moves back, and is then shown and good', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId);
    const app = client(sandbox, poolId);
    const made = await app.create({ GenerateSecret: true, PublishSecretsInAWSSecretsManager: true });

    const back = await app.update(made.ClientId, false);

    expect(back).not.toHaveProperty('ClientSecretArn');
    expect(await refusal(signIn(sandbox, keysOf(back)))).toBe('none');
  });

  test('is not rotated by hand', async () => {
    const sandbox = await openSandbox();
    const app = client(sandbox, await makePool(sandbox));
    const { ClientId } = await app.create({ GenerateSecret: true, PublishSecretsInAWSSecretsManager: true });

    const added = await app.call('AddUserPoolClientSecret', { ClientId });

    expect(added.error).toBe('InvalidParameterException');
  });
});
