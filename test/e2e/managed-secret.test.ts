import { describe, expect } from 'vitest';
import { authorization, postCognito } from '../support/sandbox.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** Region of the program's calls. */
const REGION = 'eu-central-1';

/** By the protocol itself: the SDK leaves out members that it does not know yet. */
async function call(world: World, operation: string, input: object): Promise<Record<string, unknown>> {
  const headers = { authorization: authorization(REGION) };
  const { status, body } = await postCognito(world.sandbox.url, operation, input, headers);
  expect(status).toBe(200);
  return body.UserPoolClient as Record<string, unknown>;
}

/** The setup whose app client has its secret in AWS Secrets Manager, as the Cognito console makes one. */
async function setUp(world: World): Promise<{ UserPoolId: string; ClientId: string }> {
  const { mendix } = (await world.run(SETUP)).json() as { mendix: Record<string, string> };
  const ids = { UserPoolId: mendix.userPoolId ?? '', ClientId: mendix.clientId ?? '' };
  const {
    ClientSecret: _s,
    CreationDate: _c,
    LastModifiedDate: _m,
    ...settings
  } = await call(world, 'DescribeUserPoolClient', ids);
  await call(world, 'UpdateUserPoolClient', { ...settings, PublishSecretsInAWSSecretsManager: true });
  return ids;
}

const CHECK = ['status', '--check', '--json', '--alias', 'demo'];
const APP = ['--app-url', 'https://app.example.com'];
const WAYS =
  /create-client .*--client-name demo-mendix --app-url[\s\S]*create-client .*--client-name demo --move-secret/;

describe('an app client whose secret AWS Secrets Manager keeps', () => {
  it('differs in status, fails in doctor, and is in nobody’s way', async ({ world }) => {
    await setUp(world);
    world.recorder.clear();
    const status = await world.run(CHECK);
    expect(status.code).toBe(3);
    expect(status.json().resources).toContainEqual(
      expect.objectContaining({
        resource: 'app-client',
        state: 'differs',
        reasons: [expect.stringMatching(/AWS Secrets Manager keeps the secret.*within a week/)],
      }),
    );
    expect((await world.run(['doctor', '--json'])).json().checks).toContainEqual(
      expect.objectContaining({
        id: 'client-secret',
        verdict: 'fail',
        why: expect.stringContaining('AWS Secrets Manager'),
        repair: expect.stringMatching(WAYS),
      }),
    );
    // Two ways, of which one deletes a secret for good: for somebody to choose.
    expect(await world.run(['doctor', '--fix', '--yes'])).toMatchObject({ code: 1 });
    const config = (await world.run(['mendix-config', '--json'])).json();
    expect(config).toMatchObject({ mendix: { clientSecret: null }, hints: [expect.stringMatching(WAYS)] });
    expect(await world.run(['mendix-config', '--format', 'env'])).toMatchObject({ code: 1, stdout: '' });
    expect(await world.run(['rotate-secret', '--yes', '--reveal-secrets'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(WAYS),
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('blocks create-client, which offers one of its own or the way back', async ({ world }) => {
    await setUp(world);
    world.recorder.clear();
    const blocked = await world.run(['create-client', '--yes', '--alias', 'demo', ...APP]);
    expect(blocked.code).toBe(3);
    expect(blocked.said).toMatch(/AWS Secrets Manager keeps the secret/);
    expect(blocked.said).toMatch(/--client-name demo-mendix/);
    expect(blocked.said).toMatch(/--move-secret/);
    expect(world.recorder.writes).toEqual([]);
    const own = ['create-client', '--yes', '--json', '--reveal-secrets', '--alias', 'demo', ...APP];
    const second = (await world.run([...own, '--client-name', 'demo-mendix'])).json();
    expect(second).toMatchObject({ mendix: { clientSecret: expect.stringMatching(/^\w{20,}$/) } });
  });

  it('is moved back with --move-secret, which the plan calls final', async ({ world }) => {
    const ids = await setUp(world);
    const move = ['create-client', '--yes', '--alias', 'demo', '--move-secret', '--json'];
    const run = await world.run(move);
    expect(run).toMatchObject({ code: 0, said: expect.stringContaining('deleted at once and for good') });
    const { ClientSecret, ClientSecretArn } = await call(world, 'DescribeUserPoolClient', ids);
    expect(ClientSecretArn).toBeUndefined();
    // Cognito had changed it, so the one before is there as well: docs/sandbox.md.
    expect(run.json().hints).toEqual([expect.stringMatching(/Two secrets.*[\s\S]*rotate-secret --finish/)]);
    expect((await world.run(['rotate-secret', '--finish', '--yes'])).code).toBe(0);
    const config = (await world.run(['mendix-config', '--json'])).json();
    expect(config.mendix).toMatchObject({ clientSecret: ClientSecret });
    expect((await world.run(CHECK)).code).toBe(0);
    world.recorder.clear();
    expect((await world.run(move)).code).toBe(0);
    expect(world.recorder.writes).toEqual([]);
  });
});
