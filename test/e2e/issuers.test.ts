import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { updateInputOf } from '../../src/resources/user-pool-settings.ts';
import { EMAIL, PASSWORD, setUpFor } from '../support/login-run.ts';
import { it, type World } from '../support/world.ts';

/** Has the tokens of the pool name the issuer that AWS recommends since 2026 (API reference, IssuerConfigurationType). */
async function update({ cognito }: World, UserPoolId: string): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  const input = updateInputOf({ ...UserPool, Id: UserPoolId }, { IssuerConfiguration: { Type: 'UPDATED' } });
  await cognito.send(new UpdateUserPoolCommand(input));
}

const LOGIN = ['test-login', '--json', '--user-email', EMAIL, '--password-stdin'];

describe('a pool with the updated issuer', () => {
  it('has the address of the document that names the issuer of its tokens', async ({ world }) => {
    const { userPoolId } = await setUpFor(world, 'https://app.example.com');
    await update(world, userPoolId);
    const { mendix } = (await world.run(['mendix-config', '--json'])).json() as {
      mendix: { [name: string]: string };
    };
    const issuer = `${world.recorder.url}/_issuer/${userPoolId}`;
    const url = `${issuer}/.well-known/openid-configuration`;
    expect(mendix.automaticConfigurationUrl).toBe(url);
    // The sandbox names itself, behind the recorder.
    const named = issuer.replace(world.recorder.url, world.sandbox.url);
    expect(await (await fetch(url)).json()).toMatchObject({ issuer: named });
    expect(mendix.issuer).toBe(named);
    expect((await world.run(['status', '--json'])).json().automaticConfigurationUrl).toBe(url);
    const login = await world.run(LOGIN, { input: PASSWORD });
    expect(login.json()).toMatchObject({ ok: true, claims: { iss: named } });
    const checks = (await world.run(['doctor', '--json'])).json().checks;
    expect(checks).toContainEqual(expect.objectContaining({ id: 'issuer', verdict: 'ok' }));
  });

  it('has the other address where the document names it there alone', async ({ world }) => {
    const { userPoolId } = await setUpFor(world, 'https://app.example.com');
    await update(world, userPoolId);
    world.recorder.failPage = (path) =>
      path.startsWith('/_issuer/') ? { status: 404, body: 'not here' } : undefined;
    const { mendix } = (await world.run(['mendix-config', '--json'])).json() as {
      mendix: { [name: string]: string };
    };
    expect(mendix.automaticConfigurationUrl).toBe(
      `${world.recorder.url}/${userPoolId}/.well-known/openid-configuration`,
    );
  });
});
