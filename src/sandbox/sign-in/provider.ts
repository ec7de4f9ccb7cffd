import type { Client, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { issuerOf } from '../cognito/issuers.ts';
import { signingKey } from '../cognito/signing-keys.ts';
import type { Pool, SigningKey } from '../state.ts';
import { checkAuthorizeRequest } from './authorize-rules.ts';
import { allowsGrant, isOwnSecret } from './client-auth.ts';
import { keepAnswers } from './exchange.ts';
import { type Library, loadLibrary } from './library.ts';
import { beginLogin, LOGIN_SECONDS, SESSION_SECONDS } from './login-request.ts';
import { authorizeError } from './protocol-errors.ts';
import { findActiveUser, findClient, SESSION_COOKIE, type Site } from './site.ts';
import { storageFor } from './storage.ts';
import { installTokenEndpoint } from './token.ts';

/** "A one time use code that is valid for five minutes" (developer guide, "Authorize endpoint"). */
const CODE_SECONDS = 300;

const providers = new WeakMap<Pool, Map<string, Provider>>();

/** The OpenID provider of a site: made once, and reading clients and users from the state at each request. */
export async function providerOf(site: Site): Promise<Provider> {
  const ofPool = providers.get(site.pool) ?? new Map<string, Provider>();
  providers.set(site.pool, ofPool);
  const known = ofPool.get(site.base);
  if (known) return known;
  const provider = newProvider(site, await loadLibrary(), await signingKey(site.pool, 'id'));
  ofPool.set(site.base, provider);
  return provider;
}

function newProvider(site: Site, library: Library, key: SigningKey): Provider {
  const provider = new library.Provider(issuerOf(site.pool, site.sandbox), configuration(site, library, key));
  keepAnswers(provider);
  answerForClient(provider, site, library);
  installTokenEndpoint(provider, site, library);
  // Koa would print these.
  provider.onerror = (error) => site.sandbox.report(error);
  provider.on('server_error', (_ctx, error) => site.sandbox.report(error));
  return provider;
}

function configuration(site: Site, library: Library, key: SigningKey): Configuration {
  const { sandbox, base } = site;
  const cookies = { path: base, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  return {
    adapter: (kind: string) => storageFor(kind, site),
    jwks: { keys: [{ ...key.privateJwk, kid: key.kid, alg: 'RS256', use: 'sig' }] },
    findAccount: (_ctx, sub) => findActiveUser(site, sub) && { accountId: sub, claims: () => ({ sub }) },
    loadExistingGrant: grantAll,
    interactions: {
      policy: loginOnly(library),
      url: (ctx, interaction) => beginLogin(ctx, interaction, site),
    },
    extraParams: {
      identity_provider: (ctx, value) => checkAuthorizeRequest(ctx, value, site, library.errors),
    },
    renderError: (ctx, _out, error) => authorizeError(ctx, error, site, library.errors),
    responseTypes: ['code'],
    scopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    // Cognito's token endpoint is open to the scripts of any site.
    clientBasedCORS: () => true,
    pkce: { required: () => false },
    issueRefreshToken: async () => false,
    expiresWithSession: async () => false,
    cookies: {
      names: { session: SESSION_COOKIE, interaction: 'cognito-login', resume: 'cognito-authorize' },
      long: cookies,
      short: cookies,
    },
    ttl: {
      AccessToken: CODE_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      Grant: SESSION_SECONDS,
      IdToken: CODE_SECONDS,
      Interaction: LOGIN_SECONDS,
      // A session ends an hour after the password was given, however often it is used.
      Session: (_ctx, session) => {
        const since = session.loginTs === undefined ? 0 : Math.floor(sandbox.now() / 1000) - session.loginTs;
        return Math.max(1, SESSION_SECONDS - since);
      },
    },
    routes: { authorization: '/oauth2/authorize', token: '/oauth2/token', revocation: '/oauth2/revoke' },
    features: {
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => mayRevoke(site, library, client, token),
      },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
  };
}

/** Cognito asks nobody for consent: what the client may ask for is granted. */
async function grantAll(ctx: KoaContextWithOIDC) {
  const { provider, client, account, params } = ctx.oidc;
  if (!client || !account) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope(String(params?.scope ?? ''));
  await grant.save();
  return grant;
}

function loginOnly({ interactionPolicy }: Library) {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const gone = 'the user of the session is deleted or disabled';
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'no_account',
        gone,
        (ctx) => ctx.oidc.session?.accountId !== undefined && !ctx.oidc.account,
      ),
    );
  return policy;
}

/**
 * What oidc-provider asks a client, answered from the state: it has one secret a client where Cognito has two, and its
 * rules for redirect URIs (no custom scheme for a web client, any port for a native one) are not Cognito's.
 */
function answerForClient(provider: Provider, site: Site, { errors }: Library): void {
  const settings = (client: Client) => findClient(site, client.clientId)?.settings;
  const ask = provider.Client.prototype;
  ask.redirectUriAllowed = function (uri) {
    return settings(this)?.CallbackURLs?.includes(uri) ?? false;
  };
  ask.responseTypeAllowed = function (type) {
    if (settings(this)?.AllowedOAuthFlows?.some((flow) => flow === type)) return true;
    throw new errors.UnauthorizedClient();
  };
  ask.grantTypeAllowed = function (grant) {
    return allowsGrant(settings(this), grant);
  };
  ask.compareClientSecret = function (secret) {
    return isOwnSecret(findClient(site, this.clientId), secret, site.sandbox.now());
  };
}

/** @throws InvalidRequest when the client has token revocation off (developer guide, "Revoke endpoint") */
function mayRevoke(
  site: Site,
  { errors }: Library,
  client: Client,
  token: { clientId?: string | undefined },
): boolean {
  if (findClient(site, client.clientId)?.settings.EnableTokenRevocation === false) {
    throw new errors.InvalidRequest('Token revocation is not enabled for this client');
  }
  return token.clientId === client.clientId;
}
