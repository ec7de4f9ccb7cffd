import type { Stage } from './stage.ts';

/** One thing that the sandbox does because AWS's documentation says so, and a call that shows it. */
export interface Rule {
  readonly says: string;
  /** Where it is documented. */
  readonly source: string;
  /** The name of the error that the call ends with, or `ok`. */
  readonly answer: string;
  readonly call: (stage: Stage) => Promise<unknown>;
}

/** The rules of one operation or resource. */
export interface Chapter {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** The error of nearly every rule that holds across members or resources. */
export const INVALID = 'InvalidParameterException';
export const MISSING = 'ResourceNotFoundException';
export const IN_TIER = 'FeatureUnavailableInTierException';
