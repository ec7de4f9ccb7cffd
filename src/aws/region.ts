import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import './sdk-notice.ts';

/** Regions with user pools, for the list that the wizard offers; any other can be typed with --region. */
export const REGIONS: readonly (readonly [code: string, place: string])[] = [
  ['eu-central-1', 'Frankfurt'],
  ['eu-west-1', 'Ireland'],
  ['eu-west-2', 'London'],
  ['eu-west-3', 'Paris'],
  ['eu-north-1', 'Stockholm'],
  ['eu-south-1', 'Milan'],
  ['eu-south-2', 'Spain'],
  ['eu-central-2', 'Zurich'],
  ['us-east-1', 'N. Virginia'],
  ['us-east-2', 'Ohio'],
  ['us-west-1', 'N. California'],
  ['us-west-2', 'Oregon'],
  ['ca-central-1', 'Canada'],
  ['sa-east-1', 'São Paulo'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-southeast-2', 'Sydney'],
  ['ap-southeast-3', 'Jakarta'],
  ['ap-northeast-1', 'Tokyo'],
  ['ap-northeast-2', 'Seoul'],
  ['ap-northeast-3', 'Osaka'],
  ['ap-south-1', 'Mumbai'],
  ['ap-south-2', 'Hyderabad'],
  ['af-south-1', 'Cape Town'],
  ['me-south-1', 'Bahrain'],
  ['me-central-1', 'UAE'],
  ['il-central-1', 'Tel Aviv'],
];

/** What the list of Regions shows; one that the configuration names stands there, whatever it is. */
export function regionChoices(
  configured: string | undefined,
): { readonly name: string; readonly value: string }[] {
  const known = REGIONS.map(([code, place]) => ({ name: `${code}  ${place}`, value: code }));
  const isKnown = configured === undefined || known.some(({ value }) => value === configured);
  return isKnown ? known : [{ name: configured, value: configured }, ...known];
}

/** The Region that the AWS configuration names, or undefined when it names none. */
export async function configuredRegion(
  env: NodeJS.ProcessEnv,
  profile: string | undefined,
): Promise<string | undefined> {
  // The AWS CLI reads AWS_DEFAULT_REGION, the SDK does not; who has set it means it.
  const direct = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (direct) return direct;
  const client = new CognitoIdentityProviderClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}
