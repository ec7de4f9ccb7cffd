import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import {
  DISCOVERY,
  DOMAIN,
  examined,
  ISSUER_BASE,
  illIn,
  POOL,
  POOL_ID,
  repairIn,
  UPDATED_BASE,
} from '../../support/doctor.ts';

const document = (changes: Partial<typeof DISCOVERY>) => ({
  discovery: { value: { ...DISCOVERY, ...changes } },
});

describe('the discovery document', () => {
  it('that is not reached fails with what to do, and the rest of it waits', () => {
    const error = new CliError('It cannot be reached.', {
      code: 'DISCOVERY_UNREACHABLE',
      hint: 'Check the proxy.',
    });
    const results = examined({ seen: { discovery: { error } } });
    expect(illIn(results)).toEqual({
      discovery: 'fail',
      'discovery-domain': 'skipped',
      issuer: 'skipped',
      'client-secret-post': 'skipped',
    });
    expect(repairIn(results, 'discovery')).toBe('Check the proxy.');
  });

  it('that leads elsewhere fails; for a domain that is just being created it only warns', () => {
    const early = document({ authorizationEndpoint: `${ISSUER_BASE}/oauth2/authorize` });
    expect(illIn(examined({ seen: early }))).toEqual({ 'discovery-domain': 'fail' });
    const domain = { ...DOMAIN, status: 'CREATING' };
    expect(illIn(examined({ seen: { ...early, domain } }))).toEqual({
      domain: 'warn',
      'discovery-domain': 'warn',
    });
  });

  it.each([
    { what: 'another pool', issuer: `${ISSUER_BASE}/eu-central-1_Other`, verdict: 'fail' },
    { what: 'a slash at the end', issuer: `${ISSUER_BASE}/${POOL_ID}/`, verdict: 'fail' },
    {
      what: 'the updated form',
      issuer: `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}`,
      verdict: 'warn',
    },
  ])('with the issuer of $what: $verdict', ({ issuer, verdict }) => {
    expect(illIn(examined({ seen: document({ issuer }) }))).toEqual({ issuer: verdict });
  });

  it('of a pool that uses the updated issuer warns, whatever the document says', () => {
    const pool = { ...POOL, IssuerConfiguration: { Type: 'UPDATED' as const } };
    const own = document({ issuer: `${UPDATED_BASE}/${POOL_ID}` });
    expect(illIn(examined({ seen: { ...own, pool, located: { value: pool } } }))).toEqual({});
    expect(illIn(examined({ seen: { pool, located: { value: pool } } }))).toEqual({ issuer: 'warn' });
  });

  it('at an endpoint of the user’s own may have an issuer of another host', () => {
    const seen = document({ issuer: `http://localhost:4566/${POOL_ID}` });
    expect(illIn(examined({ seen, customEndpoint: true }))).toEqual({});
    expect(illIn(examined({ seen }))).toEqual({ issuer: 'fail' });
  });

  it.each([[[]], [['client_secret_basic']]])('that offers %j fails', (tokenEndpointAuthMethods) => {
    const results = examined({ seen: document({ tokenEndpointAuthMethods }) });
    expect(illIn(results)).toEqual({ 'client-secret-post': 'fail' });
  });
});
