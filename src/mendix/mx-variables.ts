import type { Constant } from './constants.ts';
import { plain, record } from './deployment.ts';

/** One environment variable of the Mendix buildpack. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** `OIDC.ClientID` → `MX_OIDC_ClientID`, as the buildpack looks it up; the letters keep their case. */
export function variableName(constant: string): string {
  return `MX_${constant.replaceAll('.', '_')}`;
}

/** A variable for each constant. The buildpack takes these before what stands in `CONSTANTS`. */
export function variables(constants: readonly Constant[]): Variable[] {
  return constants.map((constant) => ({ name: variableName(constant.name), value: plain(constant) }));
}

/** All of them in the variable `CONSTANTS`, which the buildpack reads as JSON. */
export function singleVariable(constants: readonly Constant[]): Variable[] {
  return [{ name: 'CONSTANTS', value: JSON.stringify(record(constants)) }];
}
