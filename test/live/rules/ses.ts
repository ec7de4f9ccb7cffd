import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import type { Chapter } from '../chapter.ts';

export const SES: Chapter = {
  title: 'Amazon SES',
  rules: [
    {
      says: 'An address that SES does not know is an error of its own.',
      basis: 'documented',
      source: 'SES API v2 reference, GetEmailIdentity',
      answer: 'NotFoundException',
      call: ({ ses, name }) =>
        ses.send(new GetEmailIdentityCommand({ EmailIdentity: `${name}@example.com` })),
    },
  ],
};
