import type { KnownError } from './known-error.ts';

/** What Cognito answers about tokens. */
export const TOKENS: readonly KnownError[] = [
  {
    id: 'refresh-token',
    says: [
      /invalid refresh token/i,
      /refresh token (?:has )?(?:been )?(?:expired|revoked)/i,
      /refresh_token[^\n]{0,40}(?:expired|revoked|invalid)/i,
    ],
    names: ['RefreshTokenReuseException'],
    cause:
      'The refresh token has expired, was revoked (by a sign-out, or with the user), or is of another app client.',
    repair: [{ act: 'Sign in again. The sign-in page gives a new one.' }],
  },
  {
    id: 'access-token-scopes',
    says: [/access token does not (?:have required scopes|contain openid scope)/i],
    cause:
      'The access token lacks a scope: openid for the user info, aws.cognito.signin.user.admin for calls about the user.',
    repair: [
      {
        act: 'Select openid, profile and email in the OIDC SSO configuration of Mendix (by constants: OIDC.SelectedScope), then sign in again.',
      },
    ],
  },
  {
    id: 'access-token',
    says: [
      /access token has (?:expired|been revoked)/i,
      /invalid access token/i,
      /error["']?\s?[=:]\s?["']?invalid_token/i,
    ],
    unless: /github|gitlab|slack|npm\b|graph\.microsoft|facebook|google/i,
    cause:
      'The access token has expired, was revoked by a sign-out, or is of another user pool. An ID token in its place gives the same error.',
    repair: [{ act: 'Sign in again. If it happens at once, check the clock of the Mendix server.' }],
  },
];
