import type { NewAppClient } from '../resources/app-client-settings.ts';
import type { DesiredDomain } from '../resources/domain.ts';
import type { DesiredUser } from '../resources/user.ts';
import type { DesiredUserPool } from '../resources/user-pool-settings.ts';

/** Which user pool a run is about. */
export interface PoolSelector {
  /** Undefined: the only pool of this account and Region that is ours. */
  readonly alias: string | undefined;
  readonly poolName: string | undefined;
  readonly poolId: string | undefined;
  /** Use a pool that somebody else made. */
  readonly adopt: boolean;
}

/**
 * What a run wants to be true. What is undefined or empty is not this run's business: it is neither compared nor
 * touched, but has to be there when something else stands on it.
 */
export interface Desired {
  /** Undefined: no pool is looked at. */
  readonly selector: PoolSelector | undefined;
  readonly identities: readonly string[];
  /** Those of them whose mail is sent again. */
  readonly resend?: readonly string[];
  readonly pool: Omit<DesiredUserPool, 'email' | 'creates'> | undefined;
  /** The address that the pool sends from, once SES has verified it. */
  readonly emailFrom: string | undefined;
  readonly domain: DesiredDomain | undefined;
  /** The name of the app client to look at; its settings are compared only when `client` is given. */
  readonly clientName: string | undefined;
  readonly client: NewAppClient | undefined;
  readonly users: readonly DesiredUser[];
}
