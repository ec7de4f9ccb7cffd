import type { Sandbox } from '../sandbox.ts';
import type { Pool } from '../state.ts';

type IssuerType = NonNullable<NonNullable<Pool['settings']['IssuerConfiguration']>['Type']>;

/** Stands for the host `issuer-cognito-idp.<region>.amazonaws.com`, as the root stands for `cognito-idp.<region>…`. */
export const UPDATED_ISSUER_PATH = '/_issuer';

/** The issuer that a pool's tokens name (API reference, IssuerConfigurationType), or the one of the other type. */
export function issuerOf(
  pool: Pool,
  sandbox: Sandbox,
  type: IssuerType = pool.settings.IssuerConfiguration?.Type ?? 'ORIGINAL',
): string {
  return `${sandbox.url}${type === 'UPDATED' ? UPDATED_ISSUER_PATH : ''}/${pool.id}`;
}
