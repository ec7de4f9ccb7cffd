import { AwsError } from '../errors.ts';

/** Developer guide, "User pool feature plans". */
export function unavailableInTier(feature: string, tier: string): AwsError {
  return new AwsError(
    'FeatureUnavailableInTierException',
    `${feature} is not available in the ${tier} tier.`,
  );
}
