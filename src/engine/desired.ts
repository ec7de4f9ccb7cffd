import type { NewAppClient } from '../resources/app-client-settings.ts';
import type { DesiredDomain } from '../resources/domain.ts';
import type { DesiredMfa } from '../resources/pool-mfa-settings.ts';
import type { DesiredUserPool } from '../resources/user-pool-settings.ts';
import type { DesiredUser } from '../resources/user-settings.ts';

/** Which user pool a run is about. */
export interface PoolSelector {
  /** Undefined: the only pool of this account and Region that is ours. */
  readonly alias: string | undefined;
  readonly poolName: string | undefined;
  readonly poolId: string | undefined;
  /** Use a pool that somebody else created. */
  readonly adopt: boolean;
}

/** What a run reads. */
export interface Target {
  /** Undefined: no pool is read. */
  readonly selector: PoolSelector | undefined;
  readonly clientName: string | undefined;
  /** Addresses and domains that SES is to have verified. */
  readonly identities: readonly string[];
  /** The address that the pool is to send from, once SES has verified it. */
  readonly emailFrom: string | undefined;
  /** Whether the pool's MFA settings are read, which takes a call of its own. */
  readonly mfa: boolean;
  /** The first prefix that a new domain would take, whose holder is looked for. */
  readonly prefix: string | undefined;
  readonly users: readonly Pick<DesiredUser, 'email' | 'username' | 'groups'>[];
}

/**
 * What a run wants to be true of its target. What is undefined or empty is not this run's business: it is neither
 * compared nor touched, but has to be there when something else stands on it.
 */
export interface Desired {
  readonly target: Target;
  /** Those of its identities whose mail is sent again. */
  readonly resend?: readonly string[];
  readonly pool?: Omit<DesiredUserPool, 'email' | 'creates'> | undefined;
  readonly mfa?: DesiredMfa | undefined;
  readonly domain?: DesiredDomain | undefined;
  readonly client?: NewAppClient | undefined;
  readonly users: readonly DesiredUser[];
}
