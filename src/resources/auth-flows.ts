import type { ExplicitAuthFlowsType, UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';

// What a client allows that was created without ExplicitAuthFlows (Cognito API reference, CreateUserPoolClient).
const DEFAULT_FLOWS: readonly ExplicitAuthFlowsType[] = [
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_CUSTOM_AUTH',
];

// The names before ALLOW_* cannot be mixed with it (same page).
const RENAMED_FLOWS: Partial<Record<ExplicitAuthFlowsType, ExplicitAuthFlowsType>> = {
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  CUSTOM_AUTH_FLOW_ONLY: 'ALLOW_CUSTOM_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
};

/**
 * The authentication flows that a client should have: those that it has, under their names of today, and those that
 * the module needs.
 */
export function flowsWanted(
  settings: Pick<UserPoolClientType, 'ExplicitAuthFlows' | 'RefreshTokenRotation'>,
): ExplicitAuthFlowsType[] {
  // ALLOW_REFRESH_TOKEN_AUTH goes with every other flow, except when refresh tokens rotate: then it is refused.
  const rotates = settings.RefreshTokenRotation?.Feature === 'ENABLED';
  const present = settings.ExplicitAuthFlows ?? [];
  const kept = (present.length === 0 ? DEFAULT_FLOWS : present).map((flow) => RENAMED_FLOWS[flow] ?? flow);
  const wanted: ExplicitAuthFlowsType[] = rotates
    ? ['ALLOW_USER_PASSWORD_AUTH']
    : ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const all = new Set([...kept, ...wanted]);
  if (rotates) all.delete('ALLOW_REFRESH_TOKEN_AUTH');
  return [...all];
}
