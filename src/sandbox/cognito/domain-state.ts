import type { Domain, Pool } from '../state.ts';

/** A domain's status at a point in time, or undefined when its deletion is through. */
export function domainStatus(domain: Domain, now: number): string | undefined {
  if (domain.transition === undefined) return 'ACTIVE';
  if (now < domain.transition.until) return domain.transition.status;
  return domain.transition.status === 'DELETING' ? undefined : 'ACTIVE';
}

/** A pool's domains that are not yet gone, those on their way out included. */
export function liveDomains(pool: Pool, now: number): Domain[] {
  return pool.domains.filter((domain) => domainStatus(domain, now) !== undefined);
}

/** Whether there are sign-in pages on a domain. */
export function isServing(domain: Domain, now: number): boolean {
  return ['ACTIVE', 'UPDATING'].includes(domainStatus(domain, now) ?? '');
}

/**
 * The domain that serves a pool's sign-in pages: the custom one before the prefix (developer guide, "Configuring a user pool
 * domain"); undefined until one is active.
 */
export function servingDomain(pool: Pool, now: number): Domain | undefined {
  const serving = pool.domains.filter((domain) => isServing(domain, now));
  return serving.find((domain) => domain.custom) ?? serving[0];
}
