import { randomInt } from 'node:crypto';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `<region>_<9 characters>`, as Cognito's pool ids are. */
export function newPoolId(region: string): string {
  return `${region}_${random(ALPHANUMERIC, 9)}`;
}

export function newClientId(): string {
  return random(LOWER_ALPHANUMERIC, 26);
}

/** A generated client secret; Cognito's have about 51 characters. */
export function newClientSecret(): string {
  return random(LOWER_ALPHANUMERIC, 51);
}

/** A CloudFront distribution's own name, before `.cloudfront.net`. */
export function newDistributionId(): string {
  return `d${random(LOWER_ALPHANUMERIC, 13)}`;
}

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
