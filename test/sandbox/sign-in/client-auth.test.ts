import { createHash } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { type RawAnswer, raw } from '../../support/sandbox.ts';
import { CALLBACK, OAUTH_OFF, openSignInPool, type SignInPool } from '../../support/sign-in-pool.ts';
import { outcome, redeem } from '../../support/token-requests.ts';
import { newCode } from '../../support/visitor.ts';

const VERIFIER = 'a-verifier-of-more-than-forty-three-characters';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

describe('a client', () => {
  const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

  async function withBasic(pool: SignInPool, authorization: string): Promise<RawAnswer> {
    const code = await newCode(pool);
    return raw(`${pool.base}/oauth2/token`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }),
    });
  }

  it('may send its secret in a header', async () => {
    const pool = await openSignInPool();
    expect((await withBasic(pool, basic(pool.client.id, pool.client.secret))).status).toBe(200);
  });

  it('is refused with a wrong secret, in the body and in a header', async () => {
    const pool = await openSignInPool();
    const wrong = await redeem(pool, await newCode(pool), {}, `${pool.client.secret}x`);
    expect(outcome(wrong)).toEqual([400, 'invalid_client']);
    expect(outcome(await withBasic(pool, basic(pool.client.id, 'wrong')))).toEqual([400, 'invalid_client']);
    expect(outcome(await withBasic(pool, 'Basic !'))).toEqual([400, 'invalid_request']);
  });

  it('with a secret is refused without it', async () => {
    const pool = await openSignInPool();
    expect(outcome(await redeem(pool, await newCode(pool), { client_secret: '' }))).toEqual([
      400,
      'invalid_client',
    ]);
  });

  it('without a secret needs none', async () => {
    const pool = await openSignInPool({ client: { GenerateSecret: false } });
    expect((await redeem(pool, await newCode(pool, PKCE), { code_verifier: VERIFIER })).status).toBe(200);
  });

  it('may use both of its secrets during a rotation, and then only the new one', async () => {
    const pool = await openSignInPool();
    const ids = { UserPoolId: pool.poolId, ClientId: pool.client.id };
    const [first] = (await pool.cognito.send(new ListUserPoolClientSecretsCommand(ids))).ClientSecrets ?? [];
    const added = await pool.cognito.send(new AddUserPoolClientSecretCommand(ids));
    const second = added.ClientSecretDescriptor?.ClientSecretValue ?? '';
    for (const secret of [pool.client.secret, second]) {
      expect((await redeem(pool, await newCode(pool), {}, secret)).status).toBe(200);
    }
    const ClientSecretId = first?.ClientSecretId ?? '';
    await pool.cognito.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
    expect(outcome(await redeem(pool, await newCode(pool)))).toEqual([400, 'invalid_client']);
    expect((await redeem(pool, await newCode(pool), {}, second)).status).toBe(200);
  });

  it('with a plus sign in its secret may use it in a header as it is', async () => {
    const secret = 'plus+plus+plus+plus+plus';
    const pool = await openSignInPool({ client: { ClientSecret: secret, GenerateSecret: false } });
    expect((await withBasic(pool, basic(pool.client.id, secret))).status).toBe(200);
  });

  it('whose OAuth is turned off gets nothing for a code from before', async () => {
    const pool = await openSignInPool();
    const code = await newCode(pool);
    await pool.cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.client.id,
        ...OAUTH_OFF,
      }),
    );
    expect(outcome(await redeem(pool, code))).toEqual([400, 'unauthorized_client']);
  });
});
