import type { ClientKeys } from '../../support/cognito.ts';
import { makeClient } from '../../support/cognito.ts';
import type { Chapter, Rule } from '../chapter.ts';
import type { Stage } from '../stage.ts';
import { CODE_FLOW } from './app-clients.ts';

interface Discovery {
  readonly jwks_uri: string;
  readonly authorization_endpoint: string;
  readonly end_session_endpoint: string;
}

/** The pool's discovery document, on the regional host or on what stands in for it. */
async function discovery({ cognito, poolId }: Stage): Promise<Discovery> {
  const { protocol, hostname, port } = (await cognito.config.endpoint?.()) ?? {
    protocol: 'https:',
    hostname: `cognito-idp.${await cognito.config.region()}.amazonaws.com`,
    port: undefined,
  };
  const base = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
  const answer = await fetch(`${base}/${poolId}/.well-known/openid-configuration`);
  return (await answer.json()) as Discovery;
}

/** Where a page sends a browser. */
async function target(url: string, query: Record<string, string>): Promise<URL> {
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '/', url);
}

/** Asks the pages as an app client of the code flow. */
const asApp =
  (ask: (endpoints: Discovery, client: ClientKeys) => Promise<unknown>): Rule['call'] =>
  async (stage) =>
    ask(
      await discovery(stage),
      await makeClient(stage, stage.poolId, {
        ...CODE_FLOW,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: [CALLBACK],
        LogoutURLs: ['https://app.example.com/'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );

const CALLBACK = CODE_FLOW.CallbackURLs[0];

/** What is not so ends the call. */
function hold(condition: boolean, otherwise: string): object {
  if (!condition) throw new Error(otherwise);
  return {};
}

export const PAGES: Chapter = {
  title: 'Endpoints and pages',
  rules: [
    {
      says: 'A key set has two keys.',
      basis: 'recorded',
      source: 'Key sets that others recorded; developer guide, Verifying JSON web tokens',
      answer: 'ok',
      call: async (stage) => {
        const { keys } = (await (await fetch((await discovery(stage)).jwks_uri)).json()) as {
          keys: unknown[];
        };
        return hold(keys.length === 2, `there are ${keys.length} keys`);
      },
    },
    {
      says: 'A callback that is not registered ends at redirect_mismatch.',
      basis: 'recorded',
      source: 'Error pages that many recorded',
      answer: 'ok',
      call: asApp(async ({ authorization_endpoint }, { id }) => {
        const query = { client_id: id, response_type: 'code', redirect_uri: `${CALLBACK}/` };
        const { searchParams } = await target(authorization_endpoint, query);
        return hold(searchParams.get('error') === 'redirect_mismatch', `${searchParams}`);
      }),
    },
    {
      says: 'A wrong scope goes to the callback as invalid_request, described as invalid_scope, with the state.',
      basis: 'recorded',
      source: 'cloudfront-authorization-at-edge#82, awscdk-minecraft#40',
      answer: 'ok',
      call: asApp(async ({ authorization_endpoint }, { id }) => {
        const app = { client_id: id, redirect_uri: CALLBACK, response_type: 'code' };
        const query = { ...app, scope: 'openid phone', state: 's' };
        const { searchParams } = await target(authorization_endpoint, query);
        searchParams.sort();
        const seen = String(searchParams);
        return hold(seen === 'error=invalid_request&error_description=invalid_scope&state=s', seen);
      }),
    },
    {
      says: 'A sign-out with a registered logout_uri goes there.',
      basis: 'documented',
      source: 'Developer guide, Logout endpoint',
      answer: 'ok',
      call: asApp(async ({ end_session_endpoint }, { id }) => {
        const out = await target(end_session_endpoint, {
          client_id: id,
          logout_uri: 'https://app.example.com/',
        });
        return hold(out.href === 'https://app.example.com/', out.href);
      }),
    },
    {
      says: 'A sign-out with a registered callback as redirect_uri goes to the sign-in page.',
      basis: 'documented',
      source: 'Developer guide, Logout endpoint',
      answer: 'ok',
      call: asApp(async ({ end_session_endpoint }, { id }) => {
        const query = { client_id: id, redirect_uri: CALLBACK, response_type: 'code' };
        const out = await target(end_session_endpoint, query);
        return hold(out.pathname.endsWith('/login'), out.pathname);
      }),
    },
    {
      says: 'A sign-out in OpenID Connect’s way ends on the error page, with its own query.',
      basis: 'recorded',
      source: 'streamlit#14601, react-oauth2-pkce#32, AppAuth-Android#697',
      answer: 'ok',
      call: asApp(async ({ end_session_endpoint }, { id }) => {
        const query = { client_id: id, post_logout_redirect_uri: 'https://app.example.com/' };
        const out = await target(end_session_endpoint, query);
        hold(out.pathname.endsWith('/error') && !out.searchParams.has('error'), out.href);
        const text = (await (await fetch(out)).text()).replaceAll('&#39;', "'");
        return hold(text.includes("Required String parameter 'redirect_uri' is not present"), 'another text');
      }),
    },
  ],
};
