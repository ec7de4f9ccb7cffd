import type { Aws } from '../aws/clients.ts';
import { CliError } from '../errors.ts';
import { type Discovery, discoveryUrl, fetchDiscovery } from '../oidc/discovery.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';

/** Where the issuers of both types are. */
export type IssuerHosts = Pick<Aws, 'issuerBase' | 'updatedIssuerBase'>;

type Issuing = Pick<UserPool, 'Id' | 'IssuerConfiguration'>;

/** The issuer that the tokens of a pool name (API reference, IssuerConfigurationType). */
export function issuerOf({ issuerBase, updatedIssuerBase }: IssuerHosts, pool: Issuing): string {
  const base = pool.IssuerConfiguration?.Type === 'UPDATED' ? updatedIssuerBase : issuerBase;
  return `${base}/${pool.Id}`;
}

/** The address of the discovery document whose issuer is the tokens' own: where it was found, or where it has to be. */
export const documentUrl = (hosts: IssuerHosts, pool: Issuing, found: Discovery | undefined): string =>
  found?.url ?? discoveryUrl(issuerOf(hosts, pool));

/**
 * The discovery document of a pool. By OpenID Connect Discovery it is at the issuer of the tokens; what the document at the
 * other host says of a pool with the updated issuer is not documented, so it is taken where it alone names that issuer.
 *
 * @throws CliError of `fetchDiscovery`
 */
export async function fetchPoolDiscovery(
  aws: IssuerHosts & Pick<Aws, 'network'>,
  pool: Issuing,
): Promise<Discovery> {
  const issuer = issuerOf(aws, pool);
  const first = fetchDiscovery(aws.network, discoveryUrl(issuer));
  if (pool.IssuerConfiguration?.Type !== 'UPDATED') return first;
  const unlessRefused = (error: unknown): undefined => {
    if (aws.network.signal.aborted || !(error instanceof CliError)) throw error;
  };
  const own = await first.catch(unlessRefused);
  if (own?.issuer === issuer) return own;
  const second = fetchDiscovery(aws.network, discoveryUrl(`${aws.issuerBase}/${pool.Id}`));
  if (own === undefined) return second;
  const other = await second.catch(unlessRefused);
  return other?.issuer === issuer ? other : own;
}
