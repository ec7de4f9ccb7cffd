import { activeSecrets } from '../cognito/client-secrets.ts';
import { sameText } from '../same-text.ts';
import type { Client, ClientSettings } from '../state.ts';

/** Each of a client's secrets is good, so that one can be replaced while the other is in use. */
export function isOwnSecret(client: Client | undefined, secret: string, now: number): boolean {
  // In a Basic header a plus sign that was not encoded reads as a space, which no secret contains.
  const received = secret.replaceAll(' ', '+');
  return client !== undefined && activeSecrets(client, now).some(({ value }) => sameText(received, value));
}

/** Whether a client may use a grant at the token endpoint. Every client that signs users in may refresh. */
export function allowsGrant(settings: ClientSettings | undefined, grant: string): boolean {
  if (!settings?.AllowedOAuthFlowsUserPoolClient) return false;
  const flows = settings.AllowedOAuthFlows ?? [];
  const wanted = ['authorization_code', 'refresh_token'].includes(grant) ? 'code' : grant;
  return flows.some((flow) => flow === wanted);
}

/** False for a client on whose sign-in page nobody could sign in: "Client is not enabled for OAuth2.0 flows". */
export function isEnabledForOAuth(settings: ClientSettings): boolean {
  return (
    settings.AllowedOAuthFlowsUserPoolClient === true &&
    (settings.AllowedOAuthFlows ?? []).length > 0 &&
    (settings.AllowedOAuthScopes ?? []).length > 0
  );
}
