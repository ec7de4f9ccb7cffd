import { CliError } from '../errors.ts';

/**
 * What differs between AWS's partitions for a user pool. Hosts as in AWS's endpoint tables; the hosts of a pool's
 * domain are never computed, but taken from its discovery document.
 */
interface Partition {
  readonly name: 'aws' | 'aws-us-gov' | 'aws-eusc';
  /** The host of the user pools API, on which the discovery document is too. */
  readonly issuerHost: (region: string) => string;
  /** True where Cognito has FIPS endpoints only. SES and STS have others too. */
  readonly fipsOnly?: true;
}

const commercial: Partition = {
  name: 'aws',
  issuerHost: (region) => `cognito-idp.${region}.amazonaws.com`,
};

// AWS GovCloud (US) user guide, Amazon Cognito: FIPS endpoints only.
const gov: Partition = {
  name: 'aws-us-gov',
  issuerHost: (region) => `cognito-idp-fips.${region}.amazonaws.com`,
  fipsOnly: true,
};

// The European Sovereign Cloud has a suffix of its own.
const sovereign: Partition = {
  name: 'aws-eusc',
  issuerHost: (region) => `cognito-idp.${region}.amazonaws.eu`,
};

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/**
 * The partition that a Region belongs to.
 *
 * @throws CliError REGION_INVALID for what is no Region's name, REGION_UNSUPPORTED for China, which has no user pools.
 */
export function partitionOf(region: string): Partition {
  if (!REGION.test(region)) {
    throw new CliError(`“${region}” is not the name of an AWS Region.`, {
      code: 'REGION_INVALID',
      hint: 'A Region looks like eu-central-1 or us-east-1: give it with --region.',
      exitCode: 2,
    });
  }
  if (region.startsWith('cn-')) {
    throw new CliError(`Amazon Cognito has no user pools in the China Region ${region}.`, {
      code: 'REGION_UNSUPPORTED',
      hint: 'Choose a Region outside China with --region, for example ap-southeast-1.',
      exitCode: 2,
    });
  }
  if (region.startsWith('us-gov-')) return gov;
  if (region.startsWith('eusc-')) return sovereign;
  return commercial;
}
