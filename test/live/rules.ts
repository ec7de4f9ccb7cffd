import type { Chapter } from './chapter.ts';
import { CLIENTS } from './rules/app-clients.ts';
import { BRANDING } from './rules/branding.ts';
import { DOMAINS } from './rules/domains.ts';
import { MFA } from './rules/mfa.ts';
import { PAGES } from './rules/pages.ts';
import { SELF_SERVICE } from './rules/self-service.ts';
import { SES } from './rules/ses.ts';
import { SIGN_IN } from './rules/sign-in.ts';
import { POOLS } from './rules/user-pools.ts';
import { USERS } from './rules/users.ts';

/** Every rule of the sandbox that a call can show, in the order in which docs/sandbox.md has them. */
export const CHAPTERS: readonly Chapter[] = [
  POOLS,
  MFA,
  DOMAINS,
  CLIENTS,
  BRANDING,
  USERS,
  SIGN_IN,
  SELF_SERVICE,
  PAGES,
  SES,
];
