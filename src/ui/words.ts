import type { ResourceKind } from '../resources/contract.ts';

/** What a resource is called on the screen. */
export const RESOURCE_WORDS: Record<ResourceKind, string> = {
  'email-identity': 'Email address in SES',
  'user-pool': 'User pool',
  mfa: 'Second factor (MFA)',
  domain: 'Sign-in domain',
  'app-client': 'App client',
  branding: 'Sign-in page style',
  user: 'User',
};

/** A whole number as people read it: 10,000. Not by Intl, which takes 10 ms of each start. */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 user`, `2 users`. */
export function several(value: number, word: string): string {
  return `${counted(value)} ${word}${value === 1 ? '' : 's'}`;
}
