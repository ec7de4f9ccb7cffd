import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ClientSettings } from '../state.ts';
import type { Library } from './library.ts';
import { findClient, type Site } from './site.ts';

/** The parameters that Cognito's authorize endpoint knows (developer guide, "Authorize endpoint"). It ignores all others. */
const KNOWN = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'identity_provider',
  'scope',
  'code_challenge_method',
  'code_challenge',
  'nonce',
  'login_hint',
];

/** `prompt` is managed login's alone; these of its values ask for something that a sandbox without consent pages has. */
const PROMPTS = ['none', 'login'];

/**
 * A request as oidc-provider may see it: only what Cognito knows, with its defaults for the scopes and the redirect.
 * A parameter that is given twice stays so, and is refused.
 */
export function knownParameters(
  given: URLSearchParams,
  settings: ClientSettings | undefined,
  version: number,
): URLSearchParams {
  const known = new URLSearchParams([...given].filter(([name]) => KNOWN.includes(name)));
  const prompt = given.get('prompt') === 'select_account' ? 'login' : (given.get('prompt') ?? '');
  if (version === 2 && PROMPTS.includes(prompt)) known.set('prompt', prompt);
  // "If the client doesn't request any scopes, the authentication server uses all scopes associated with the client."
  if (!known.get('scope')?.trim()) known.set('scope', (settings?.AllowedOAuthScopes ?? []).join(' '));
  if (!known.has('redirect_uri') && settings?.DefaultRedirectURI !== undefined) {
    known.set('redirect_uri', settings.DefaultRedirectURI);
  }
  // Without an ID token there is no place for a nonce; oidc-provider would refuse it.
  if (!scopesOf(known.get('scope')).includes('openid')) known.delete('nonce');
  // Cognito's errors are in the query, whatever was asked for.
  known.set('response_mode', 'query');
  return known;
}

/**
 * What oidc-provider lets pass and Cognito does not: it drops scopes that it does not know, and `offline_access`. So the
 * scopes are checked as they came.
 *
 * @throws InvalidScope for a scope that the client may not ask for, or one that needs `openid` beside it; InvalidRequest
 * for an identity provider that the pool does not have
 */
export function checkAuthorizeRequest(
  ctx: KoaContextWithOIDC,
  identityProvider: string | undefined,
  site: Site,
  errors: Library['errors'],
): void {
  const allowed = findClient(site, ctx.oidc.client?.clientId)?.settings.AllowedOAuthScopes ?? [];
  const scopes = scopesOf(String(ctx.query.scope));
  const refused = scopes.find((scope) => !allowed.includes(scope));
  if (refused !== undefined) throw new errors.InvalidScope('The client may not ask for this scope', refused);
  const narrow = scopes.find((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (narrow !== undefined && !scopes.includes('openid')) {
    throw new errors.InvalidScope('This scope goes with openid only', narrow);
  }
  if (identityProvider !== undefined && identityProvider !== 'COGNITO') {
    throw new errors.InvalidRequest('The user pool has no such identity provider');
  }
}

function scopesOf(scope: string | null): string[] {
  return (scope ?? '').trim().split(/ +/);
}
