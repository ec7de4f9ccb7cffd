import { isOnDomain } from '../../oidc/discovery.ts';
import { type IssuerHosts, issuerOf } from '../pool-discovery.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';
import type { Seen } from './examine.ts';
import { problemOf, valueIn } from './reading.ts';

/** Where the documents of this run's pools are. */
export interface IssuerPlace extends IssuerHosts {
  /** An endpoint of the user's own may give its issuers another host. */
  readonly customEndpoint: boolean;
}

function domainFinding({ discovery, domain }: Seen): Finding {
  const document = valueIn(discovery);
  const name = domain?.name ?? '';
  if (document !== undefined && isOnDomain(document, name)) return ok(`It leads to the domain “${name}”.`);
  const why = `It does not lead to the domain “${name}” yet: an import into Mendix now would fill in endpoints that do not work.`;
  const repair = {
    act: 'Wait a minute and run the doctor again; then import the configuration into Mendix (again).',
  };
  // A domain that is just being created is reported by its own check.
  return domain?.status === 'ACTIVE' ? fail(why, repair) : warn(why, repair);
}

function issuerFinding({ discovery, pool }: Seen, place: IssuerPlace): Finding {
  const issuer = valueIn(discovery)?.issuer ?? '';
  const expected = pool === undefined ? '' : issuerOf(place, pool);
  const isOwn = place.customEndpoint
    ? issuer.endsWith(expected.replace(/^\w+:\/\/[^/]+/, ''))
    : issuer === expected;
  if (pool?.IssuerConfiguration?.Type === 'UPDATED' && isOwn) {
    return ok(`The issuer is ${issuer}, the updated one that the pool is set to.`);
  }
  const updated =
    pool?.IssuerConfiguration?.Type === 'UPDATED' || /^https:\/\/issuer-cognito-idp\./.test(issuer);
  if (updated) {
    return warn(
      `This user pool uses the updated issuer (issuer-cognito-idp…). The iss of its tokens may differ from the issuer “${issuer}” of the document that Mendix imports; Mendix then refuses them.`,
      {
        act: 'If sign-in fails on the issuer, set the pool’s issuer type back to ORIGINAL. On the configuration screen of Mendix the issuer can be set to the iss of a token instead, unless constants created the configuration.',
      },
    );
  }
  const good = place.customEndpoint ? issuer.endsWith(`/${pool?.Id}`) : issuer === expected;
  if (good) return ok(`The issuer is ${issuer}.`);
  return fail(`The issuer is ${issuer}, and not ${expected}: Mendix refuses tokens of another issuer.`, {
    act: 'Check that --region is the Region of the user pool, and import the configuration on the screen of Mendix again; by constants restart the app.',
  });
}

function methodFinding({ discovery }: Seen): Finding {
  const methods = valueIn(discovery)?.tokenEndpointAuthMethods ?? [];
  if (methods.includes('client_secret_post')) return ok('It offers client_secret_post, as Mendix is set up.');
  return fail(
    `It does not offer client_secret_post (but ${methods.join(', ') || 'no method at all'}), which the settings for Mendix name.`,
    {
      act: 'Choose a method that it offers as client authentication method on the screen of Mendix; by constants OIDC.ClientAuthenticationMethod.',
    },
  );
}

/** The document at the automatic configuration URL, which Mendix imports. */
export function discoveryChecks(seen: Seen, place: IssuerPlace): Check[] {
  const group = 'Discovery';
  return [
    {
      id: 'discovery',
      group,
      name: 'Reachable',
      needs: ['pool'],
      look: () => {
        if ('value' in seen.discovery) return ok('The discovery document can be read.');
        const { message, repairs } = problemOf(seen.discovery, {
          profile: undefined,
          region: undefined,
        });
        return fail(message, repairs[0] ?? { act: 'Run the doctor again in a minute.' });
      },
    },
    {
      id: 'discovery-domain',
      group,
      name: 'Leads to the domain',
      needs: ['discovery', 'domain'],
      look: () => domainFinding(seen),
    },
    { id: 'issuer', group, name: 'Issuer', needs: ['discovery'], look: () => issuerFinding(seen, place) },
    {
      id: 'client-secret-post',
      group,
      name: 'client_secret_post',
      needs: ['discovery'],
      look: () => methodFinding(seen),
    },
  ];
}
