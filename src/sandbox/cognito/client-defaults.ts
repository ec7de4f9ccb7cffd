import type { ClientSettings } from '../state.ts';

/**
 * What a client supports that names no flow (API reference, CreateUserPoolClient, ExplicitAuthFlows); which is not shown.
 * With refresh token rotation there is no such flow to allow.
 */
export function allowedFlows(settings: ClientSettings): NonNullable<ClientSettings['ExplicitAuthFlows']> {
  if (settings.ExplicitAuthFlows) return settings.ExplicitAuthFlows;
  const rotates = settings.RefreshTokenRotation?.Feature === 'ENABLED';
  return [
    ...(rotates ? [] : (['ALLOW_REFRESH_TOKEN_AUTH'] as const)),
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_CUSTOM_AUTH',
  ];
}

/** "You can't set RefreshTokenValidity to 0. If you do, Amazon Cognito overrides the value with the default of 30 days." */
const REFRESH_TOKEN_DAYS = 30;

/**
 * A client's settings with Cognito's defaults for all that a request left out; UpdateUserPoolClient does this as well.
 * Access and ID token validity, unless set, are not shown and are one hour.
 */
export function withClientDefaults(given: ClientSettings): ClientSettings {
  const { RefreshTokenValidity, TokenValidityUnits, ExplicitAuthFlows, WriteAttributes, ...rest } = given;
  return {
    ...rest,
    // Empty lists of these are none (terraform-provider-aws#28684 for WriteAttributes).
    ...(ExplicitAuthFlows?.length && { ExplicitAuthFlows }),
    ...(WriteAttributes?.length && { WriteAttributes }),
    RefreshTokenValidity: RefreshTokenValidity || REFRESH_TOKEN_DAYS,
    TokenValidityUnits: RefreshTokenValidity
      ? (TokenValidityUnits ?? {})
      : { ...TokenValidityUnits, RefreshToken: 'days' },
    AllowedOAuthFlowsUserPoolClient: given.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: given.PreventUserExistenceErrors ?? 'LEGACY',
    EnableTokenRevocation: given.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: given.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: given.AuthSessionValidity ?? 3,
  };
}

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** How long a client's tokens live, in seconds, with the default units: days for refresh tokens, hours for the others. */
export function tokenSeconds(settings: ClientSettings): { access: number; id: number; refresh: number } {
  const units = settings.TokenValidityUnits ?? {};
  return {
    access:
      (settings.AccessTokenValidity ?? 1) *
      SECONDS[accessUnit(settings.AccessTokenValidity, units.AccessToken)],
    id: (settings.IdTokenValidity ?? 1) * SECONDS[accessUnit(settings.IdTokenValidity, units.IdToken)],
    refresh: (settings.RefreshTokenValidity || REFRESH_TOKEN_DAYS) * SECONDS[units.RefreshToken ?? 'days'],
  };
}

/** The default of one hour is one hour in whatever unit stands beside it. */
function accessUnit(
  validity: number | undefined,
  unit: keyof typeof SECONDS | undefined,
): keyof typeof SECONDS {
  return validity === undefined ? 'hours' : (unit ?? 'hours');
}
