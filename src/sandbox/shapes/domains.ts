import { arn, regionName, userPoolId } from './common.ts';
import { integer, oneOf, structure, text } from './notation.ts';

/** The model's pattern, repeated with dots: custom domains have them, though it does not say so. */
const domain = text({
  min: 1,
  max: 63,
  pattern: String.raw`^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?)*$`,
});

/** What a domain can be given and changed to. */
export const domainSettings = structure(
  {},
  {
    // The reference gives no range here; 1 and 2 are a rule of the operation.
    ManagedLoginVersion: integer(),
    CustomDomainConfig: structure(
      { CertificateArn: arn },
      { SecurityPolicy: oneOf('TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025') },
    ),
    Routing: structure(
      {},
      {
        Failover: structure(
          { SecondaryRegion: regionName, PrimaryRoute53HealthCheckId: text({ max: 64 }) },
          {},
        ),
      },
    ),
  },
);

/** CreateUserPoolDomain and UpdateUserPoolDomain take the same. */
export const writeDomain = structure({ Domain: domain, UserPoolId: userPoolId }, domainSettings.optional);
export const describeDomain = structure({ Domain: domain }, {});
export const deleteDomain = structure({ Domain: domain, UserPoolId: userPoolId }, {});
