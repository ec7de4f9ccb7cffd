import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openNetwork } from '../../src/aws/network.ts';
import {
  type Discovery,
  discoveryUrl,
  domainBase,
  fetchDiscovery,
  isOnDomain,
  waitForDomain,
} from '../../src/oidc/discovery.ts';
import { hinting } from '../support/repairs.ts';

const network = openNetwork({ signal: new AbortController().signal });

const at = (authorizationEndpoint: string): Discovery => ({
  url: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a/.well-known/openid-configuration',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a',
  authorizationEndpoint,
  endSessionEndpoint: undefined,
  tokenEndpointAuthMethods: [],
});

const document = (host: string) => ({
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a',
  authorization_endpoint: `https://${host}/oauth2/authorize`,
  end_session_endpoint: `https://${host}/logout`,
});

/** The address of a server that answers so. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/openid-configuration`;
}

const sending =
  (body: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status);
    response.end(body);
  };

describe('the address of the document', () => {
  it('is below the pool at the Region’s host, or at the endpoint', () => {
    expect(discoveryUrl('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a')).toBe(
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a/.well-known/openid-configuration',
    );
  });
});

describe('a document is on the domain', () => {
  it.each([
    ['demo', 'https://demo.auth.eu-central-1.amazoncognito.com/oauth2/authorize', true],
    ['demo', 'https://demo-2.auth.eu-central-1.amazoncognito.com/oauth2/authorize', false],
    ['demo', 'https://my.demo.example/oauth2/authorize', false],
    ['demo', 'https://auth.example/demo', true],
    ['demo', 'http://127.0.0.1:9400/_domain/demo/oauth2/authorize', true],
    ['demo', 'http://127.0.0.1:9400/_domain/demo-2/oauth2/authorize', false],
    ['demo', 'https://cognito-idp.eu-central-1.amazonaws.com/oauth2/authorize?x=/demo', false],
    ['login.example.com', 'https://login.example.com/oauth2/authorize', true],
    ['login.example.com', 'https://other.example.com/oauth2/authorize', false],
  ])('%s, %s: %s', (domain, endpoint, on) => {
    expect(isOnDomain(at(endpoint), domain)).toBe(on);
  });

  it('whose own address stands before the endpoint', () => {
    expect(domainBase(at('https://demo.auth.example/oauth2/authorize'))).toBe('https://demo.auth.example');
    expect(domainBase(at('http://127.0.0.1:1/_domain/demo/oauth2/authorize'))).toBe(
      'http://127.0.0.1:1/_domain/demo',
    );
  });
});

describe('the document', () => {
  it('is read, and what else it holds is passed over', async () => {
    const url = await serving(
      sending(
        JSON.stringify({
          ...document('demo.example'),
          token_endpoint_auth_methods_supported: ['client_secret_post', 1],
          new: {},
        }),
      ),
    );
    expect(await fetchDiscovery(network, url)).toEqual({
      url,
      issuer: document('').issuer,
      authorizationEndpoint: 'https://demo.example/oauth2/authorize',
      endSessionEndpoint: 'https://demo.example/logout',
      tokenEndpointAuthMethods: ['client_secret_post'],
    });
  });

  it.each([
    ['a page', sending('<html>sign in to the proxy</html>'), 'is not JSON'],
    ['nothing', sending(''), 'is not JSON'],
    ['not found', sending('{}', 404), 'answers HTTP 404'],
    ['a failure', sending('{}', 503), 'answers HTTP 503'],
    ['an empty object', sending('{}'), 'has no issuer or no authorization_endpoint'],
    ['null', sending('null'), 'has no issuer or no authorization_endpoint'],
    ['a list', sending('[]'), 'has no issuer or no authorization_endpoint'],
    ['another type', sending('{"issuer":1,"authorization_endpoint":[]}'), 'has no issuer'],
    ['no address', sending('{"issuer":"a","authorization_endpoint":"b"}'), 'has no issuer'],
  ])('that is %s is reported as such', async (_what, answer, why) => {
    const url = await serving(answer);
    await expect(fetchDiscovery(network, url)).rejects.toMatchObject({
      code: 'DISCOVERY_INVALID',
      message: expect.stringContaining(`${url} ${why}`),
      repairs: hinting('browser'),
    });
  });

  it.each<[string, RequestListener]>([
    ['a connection that breaks', (request) => request.socket.destroy()],
    [
      'an answer that breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{', () => request.socket.destroy());
      },
    ],
  ])('behind %s cannot be reached', async (_what, answer) => {
    const url = await serving(answer);
    await expect(fetchDiscovery(network, url)).rejects.toMatchObject({
      code: 'DISCOVERY_UNREACHABLE',
      message: expect.stringContaining(url),
      repairs: hinting('proxy'),
    });
  });

  it('that comes too late for a run that was cancelled is no finding', async () => {
    const stop = new AbortController();
    const url = await serving(() => stop.abort());
    await expect(fetchDiscovery(openNetwork({ signal: stop.signal }), url)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('the wait for the domain', () => {
  it('passes over what is not there yet, and ends when the document leads to the domain', async () => {
    const answers = [
      sending('not yet', 404),
      sending(JSON.stringify(document('old.example'))),
      sending(JSON.stringify(document('demo.example'))),
    ];
    let asked = 0;
    const url = await serving((request, response) => {
      answers[Math.min(asked, 2)]?.(request, response);
      asked += 1;
    });
    const left: number[] = [];
    const onWait = (leftMs: number) => left.push(leftMs);
    const found = await waitForDomain(network, url, 'demo', { timeoutMs: 60_000, onWait });
    expect(found.authorizationEndpoint).toBe('https://demo.example/oauth2/authorize');
    expect(left).toHaveLength(3);
    expect([...left].sort((one, other) => other - one)).toEqual(left);
  });

  it('gives up when the time is up, and says not to import yet', async () => {
    const url = await serving(sending(JSON.stringify(document('old.example'))));
    await expect(
      waitForDomain(network, url, 'demo', { timeoutMs: 0, onWait: () => {} }),
    ).rejects.toMatchObject({
      code: 'DOMAIN_NOT_ACTIVE',
      message: expect.stringContaining('“demo”'),
      repairs: hinting('Do not import'),
    });
  });

  it('ends with the run', async () => {
    const stop = new AbortController();
    const url = await serving(sending('{}', 404));
    const wait = waitForDomain(openNetwork({ signal: stop.signal }), url, 'demo', {
      timeoutMs: 60_000,
      onWait: () => stop.abort(),
    });
    await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
  });
});
