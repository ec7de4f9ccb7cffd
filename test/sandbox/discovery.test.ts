import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool } from '../support/cognito.ts';
import { DOMAIN_MS, openSandbox, raw } from '../support/sandbox.ts';

/** A pool and its discovery document. */
async function open() {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox);
  const document = () => raw(`${sandbox.url}/${poolId}/.well-known/openid-configuration`);
  const endpoint = async () => String((await document()).body.authorization_endpoint);
  const domain = { UserPoolId: poolId, Domain: 'people' };
  return { sandbox, poolId, document, endpoint, domain };
}

describe('the discovery document', () => {
  test('has Cognito’s members, with endpoints on the domain', async () => {
    const { sandbox, poolId, document, domain } = await open();
    await sandbox.cognito.send(new CreateUserPoolDomainCommand(domain));
    sandbox.clock.advance(DOMAIN_MS);

    const { status, body, headers } = await document();

    const base = `${sandbox.url}/_domain/people`;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toEqual({
      issuer: `${sandbox.url}/${poolId}`,
      jwks_uri: `${sandbox.url}/${poolId}/.well-known/jwks.json`,
      authorization_endpoint: `${base}/oauth2/authorize`,
      token_endpoint: `${base}/oauth2/token`,
      userinfo_endpoint: `${base}/oauth2/userInfo`,
      revocation_endpoint: `${base}/oauth2/revoke`,
      end_session_endpoint: `${base}/logout`,
      response_types_supported: ['code', 'token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });

  test('is served without a domain, with endpoints that answer 400', async () => {
    const { sandbox, document } = await open();

    const { status, body } = await document();

    expect(status).toBe(200);
    for (const member of [
      'authorization_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
      'end_session_endpoint',
    ]) {
      const url = String(body[member]);
      expect(url.startsWith(`${sandbox.url}/`) && !url.includes('_domain')).toBe(true);
      expect([member, (await raw(url)).status]).toEqual([member, 400]);
    }
  });

  test('leads to the domain only while that is active', async () => {
    const { sandbox, endpoint, domain } = await open();
    const regional = `${sandbox.url}/oauth2/authorize`;

    await sandbox.cognito.send(new CreateUserPoolDomainCommand(domain));
    expect(await endpoint()).toBe(regional);
    sandbox.clock.advance(DOMAIN_MS);
    expect(await endpoint()).toBe(`${sandbox.url}/_domain/people/oauth2/authorize`);
    await sandbox.cognito.send(new DeleteUserPoolDomainCommand(domain));
    expect(await endpoint()).toBe(regional);
  });

  test.each(['eu-west-1_nothing01', 'eu-west-1_'])('is not there for a pool that is not: %s', async (id) => {
    const { sandbox } = await open();

    const document = await raw(`${sandbox.url}/${id}/.well-known/openid-configuration`);
    const keys = await raw(`${sandbox.url}/${id}/.well-known/jwks.json`);

    expect([400, 404]).toContain(document.status);
    expect(keys.status).toBe(document.status);
  });

  test('is read with GET', async () => {
    const { sandbox, poolId } = await open();

    const answer = await raw(`${sandbox.url}/${poolId}/.well-known/openid-configuration`, { method: 'POST' });

    expect(answer.status).toBe(404);
  });
});
