import type { Stage } from './stage.ts';

/** What a rule stands on: somebody recorded AWS's answer, AWS's documentation says so, or neither: a guess. */
export type Basis = 'recorded' | 'documented' | 'guess';

/** One thing that the sandbox does as AWS does it, and a call that shows it. */
export interface Rule {
  readonly says: string;
  readonly basis: Basis;
  /** The page of AWS's documentation, or the issue (repository#number) in which AWS's answer is recorded. */
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
