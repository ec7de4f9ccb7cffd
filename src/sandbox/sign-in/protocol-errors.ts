import type { KoaContextWithOIDC } from 'oidc-provider';
import { somethingWrong } from './error-pages.ts';
import type { Library } from './library.ts';
import type { Site } from './site.ts';

/** The address of the page that names an error, as Cognito has it. */
export function errorAddress(site: Site, code: string, clientId?: string): string {
  const query = new URLSearchParams({ error: code, ...(clientId !== undefined && { client_id: clientId }) });
  return `${site.base}/error?${query}`;
}

/** Errors of an authorize request that cannot go to the client's callback, because that is what is wrong. */
export function authorizeError(
  ctx: KoaContextWithOIDC,
  error: Error,
  site: Site,
  errors: Library['errors'],
): void {
  if (error instanceof errors.SessionNotFound) {
    const page = somethingWrong();
    ctx.status = page.status;
    ctx.set(page.headers as Record<string, string>);
    ctx.body = page.body;
    return;
  }
  const clientId = ctx.oidc.params?.client_id ?? ctx.query.client_id;
  ctx.redirect(
    errorAddress(site, codeOf(error, errors), typeof clientId === 'string' ? clientId : undefined),
  );
}

function codeOf(error: Error, errors: Library['errors']): string {
  if (error instanceof errors.InvalidRedirectUri) return 'redirect_mismatch';
  return error instanceof errors.OIDCProviderError && error.expose ? error.error : 'server_error';
}

/** The errors that the token endpoint has (developer guide, "Token endpoint"). */
export function tokenError(error: unknown, errors: Library['errors'], grantAllowed: boolean): string {
  if (!(error instanceof errors.OIDCProviderError) || !error.expose) return 'server_error';
  // Cognito answers another redirect_uri than the authorize request's as if the client were not allowed.
  const otherRedirect = error.error_detail === 'authorization code redirect_uri mismatch';
  if (otherRedirect || (error instanceof errors.InvalidRequest && !grantAllowed))
    return 'unauthorized_client';
  return error.error;
}
