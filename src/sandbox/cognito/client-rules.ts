import { AwsError, invalidParameter } from '../errors.ts';
import type { ClientSettings, Pool } from '../state.ts';
import { tokenSeconds } from './client-defaults.ts';
import { checkRedirectUrls } from './redirect-urls.ts';
import { unavailableInTier } from './tiers.ts';

/** Scopes that every pool has (developer guide, "Scopes, M2M, and resource servers"). The sandbox has no resource servers. */
const SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** Attributes that no app client may write: Cognito sets them itself, or an administrator does. */
const NOT_WRITABLE = ['sub', 'email_verified', 'phone_number_verified', 'identities'];

/**
 * What must hold across an app client's settings, whether they are new or changed.
 *
 * @throws InvalidParameterException, ScopeDoesNotExistException, InvalidOAuthFlowException,
 * FeatureUnavailableInTierException
 */
export function checkClientSettings(given: ClientSettings, pool: Pool, hasSecret: boolean): void {
  checkAuthFlows(given, pool);
  checkRedirectUrls(given);
  checkOAuth(given, hasSecret);
  checkTokenValidity(given);
  checkAttributes(given, pool);
  // No identity provider can be created in the sandbox: the pool's own directory is the only one.
  const provider = given.SupportedIdentityProviders?.find((name) => name !== 'COGNITO');
  if (provider !== undefined) {
    throw invalidParameter(`The provider ${provider} does not exist for User Pool ${pool.id}.`);
  }
}

/** API reference, CreateUserPoolClient, ExplicitAuthFlows; developer guide, "Refresh token rotation". */
function checkAuthFlows(given: ClientSettings, pool: Pool): void {
  const flows = given.ExplicitAuthFlows ?? [];
  const current = flows.filter((flow) => flow.startsWith('ALLOW_'));
  if (new Set(flows).size < flows.length)
    throw invalidParameter('ExplicitAuthFlows must not name a flow twice.');
  if (current.length > 0 && current.length < flows.length) {
    throw invalidParameter(
      'ExplicitAuthFlows with and without the prefix ALLOW_ can not be set at the same time for the same client.',
    );
  }
  const refresh = current.includes('ALLOW_REFRESH_TOKEN_AUTH');
  if (given.RefreshTokenRotation?.Feature === 'ENABLED') {
    if (refresh) {
      throw invalidParameter(
        'ALLOW_REFRESH_TOKEN_AUTH can not be set when refresh token rotation is enabled.',
      );
    }
  } else if (current.length > 0 && !refresh) {
    // The text is recorded in aws-cdk#7625.
    throw invalidParameter('REFRESH_TOKEN_AUTH should always be allowed.');
  }
  if (current.includes('ALLOW_USER_AUTH') && pool.settings.UserPoolTier === 'LITE') {
    throw unavailableInTier('ALLOW_USER_AUTH', 'LITE');
  }
}

/** API reference, CreateUserPoolClient, AllowedOAuthFlows and AllowedOAuthScopes; terraform-provider-aws#4984. */
function checkOAuth(given: ClientSettings, hasSecret: boolean): void {
  const flows = given.AllowedOAuthFlows ?? [];
  const scopes = given.AllowedOAuthScopes ?? [];
  const unknown = scopes.find((scope) => !SCOPES.includes(scope));
  if (unknown !== undefined) {
    throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
  if (scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope)) && !scopes.includes('openid')) {
    throw invalidParameter('The scopes email, phone and profile can only be allowed together with openid.');
  }
  if (flows.includes('client_credentials')) {
    if (flows.length > 1)
      throw invalidFlow('client_credentials flow can not be selected along with code flow or implicit flow.');
    if (!hasSecret)
      throw invalidFlow(
        'client_credentials flow can not be selected if client does not have a client secret.',
      );
    // The scopes of a user mean nothing without one, and the sandbox has no resource servers, whose scopes would.
    if (scopes.length > 0)
      throw invalidFlow(`client_credentials flow can not be selected along with the scope ${scopes[0]}.`);
  }
  if (!given.AllowedOAuthFlowsUserPoolClient) {
    checkOAuthIsOff(given);
    return;
  }
  // For machines only custom scopes would do.
  if (flows.length === 0 || (scopes.length === 0 && !flows.includes('client_credentials'))) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  const redirects = flows.includes('code') || flows.includes('implicit');
  if (redirects && !given.CallbackURLs?.length) {
    throw invalidParameter('CallbackURLs can not be empty when allowedOAuthFlows includes code or implicit.');
  }
}

/** "Must be true before you can configure" these (SDK, CreateUserPoolClientRequest, AllowedOAuthFlowsUserPoolClient). */
function checkOAuthIsOff(given: ClientSettings): void {
  const members = ['AllowedOAuthFlows', 'AllowedOAuthScopes', 'CallbackURLs', 'LogoutURLs'] as const;
  const set = members.find((member) => given[member]?.length);
  if (set !== undefined) {
    throw invalidParameter(`AllowedOAuthFlowsUserPoolClient must be true before ${set} can be set.`);
  }
}

function invalidFlow(message: string): AwsError {
  return new AwsError('InvalidOAuthFlowException', message);
}

/** Developer guide, "Application-specific settings with app clients": 5 minutes to a day, and an hour to ten years. */
function checkTokenValidity(given: ClientSettings): void {
  const { access, id, refresh } = tokenSeconds(given);
  const day = 86_400;
  if ([access, id].some((each) => each < 300 || each > day) || refresh < 3600 || refresh > 3650 * day) {
    throw invalidParameter('Invalid range for token validity.');
  }
}

/**
 * API reference, CreateUserPoolClient, ReadAttributes and WriteAttributes. A list of attributes to write has the required
 * ones (measured by others in September 2026); an empty one stands for the default.
 */
function checkAttributes(given: ClientSettings, pool: Pool): void {
  const known = pool.schema.map((attribute) => attribute.Name);
  if (given.ReadAttributes?.some((name) => !known.includes(name))) {
    throw invalidParameter('Invalid read attributes specified while creating a client');
  }
  const writable = given.WriteAttributes ?? [];
  const required = pool.schema.filter((each) => each.Required && each.Name !== 'sub');
  const missing = writable.length > 0 && required.some((each) => !writable.includes(each.Name));
  if (missing || writable.some((name) => !known.includes(name) || NOT_WRITABLE.includes(name))) {
    throw invalidParameter('Invalid write attributes specified while creating a client');
  }
}
