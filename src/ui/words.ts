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
