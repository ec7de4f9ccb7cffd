import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/aws/proxy.ts';

const AWS = 'https://cognito-idp.eu-central-1.amazonaws.com/';

const nameFor = (env: Record<string, string>, url = AWS) => proxyFor(new URL(url), env)?.name;

describe('the proxy of the environment, as curl reads it', () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://a:1' }, undefined],
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, 'b:2'],
    [{ ALL_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'b:2'],
    [{ HTTPS_PROXY: '', ALL_PROXY: 'http://a:1' }, 'a:1'],
    // Without a scheme it is an HTTP proxy, whatever it is asked for.
    [{ HTTPS_PROXY: 'a:8080' }, 'a:8080'],
    [{ HTTPS_PROXY: 'user:word@a:8080' }, 'a:8080'],
    [{ HTTPS_PROXY: 'http://a' }, 'a:1080'],
    [{ HTTPS_PROXY: 'http://a:80/' }, 'a:80'],
    [{ HTTPS_PROXY: 'https://a' }, 'a:443'],
    [{ HTTPS_PROXY: 'http://[2001:db8::1]:3128' }, '[2001:db8::1]:3128'],
  ])('%o is %s', (env, name) => {
    expect(nameFor(env)).toBe(name);
  });

  it('has its credentials decoded in a header, and in no address', () => {
    const proxy = proxyFor(new URL(AWS), { HTTPS_PROXY: 'http://ann:p%40ss%zz@a:1' });
    expect(proxy).toMatchObject({
      url: 'http://a:1',
      headers: { 'Proxy-Authorization': `Basic ${Buffer.from('ann:p%40ss%zz').toString('base64')}` },
    });
  });
});

describe('NO_PROXY, as curl reads it', () => {
  const host = 'https://cognito-idp.eu-central-1.amazonaws.com:8443/';
  it.each([
    ['*', true],
    ['amazonaws.com', true],
    ['.amazonaws.com', true],
    ['AmazonAWS.com.', true],
    ['example.com, amazonaws.com', true],
    ['example.com amazonaws.com', true],
    ['aws.com', false],
    ['*.amazonaws.com', false],
    ['eu-central-1.amazonaws.com.example', false],
    ['', false],
    [',', false],
  ])('%j goes past it: %s', (value, past) => {
    expect(nameFor({ HTTPS_PROXY: 'a:1', NO_PROXY: value }, host)).toBe(past ? undefined : 'a:1');
    expect(nameFor({ HTTPS_PROXY: 'a:1', no_proxy: value, NO_PROXY: value }, host)).toBe(
      past ? undefined : 'a:1',
    );
  });

  it.each([
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '10.1.2.0/24,10.1.3.0/24', true],
    ['10.1.2.3', '10.1.3.0/24', false],
    ['10.1.2.3', '10.1.2.3/99', false],
    ['10.1.2.3', '.2.3', false],
    ['[2001:db8::5]', '2001:db8::/32', true],
    ['[2001:db8::5]', '[2001:db8::5]', true],
    ['[2001:db8::5]', '10.0.0.0/8', false],
  ])('%s with %s: %s', (address, value, past) => {
    const url = `https://${address}/`;
    expect(nameFor({ HTTPS_PROXY: 'a:1', NO_PROXY: value }, url)).toBe(past ? undefined : 'a:1');
  });
});

it.each([
  'localhost',
  'LOCALHOST.',
  'app.localhost',
  '127.0.0.1',
  '127.9.9.9',
  '[::1]',
  '[::ffff:127.0.0.1]',
])('%s is loopback, and never goes through a proxy', (host) => {
  const env = { HTTP_PROXY: 'a:1', HTTPS_PROXY: 'a:1', ALL_PROXY: 'socks5://a' };
  for (const scheme of ['http', 'https']) expect(nameFor(env, `${scheme}://${host}:9400/`)).toBeUndefined();
});
