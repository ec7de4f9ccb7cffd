import { context } from './auth.ts';
import { freeText } from './common.ts';
import { structure, text } from './notation.ts';

const identified = {
  AccessToken: text({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true }),
  Session: context.Session,
};

export const associateSoftwareToken = structure({}, identified);

export const verifySoftwareToken = structure(
  { UserCode: text({ min: 6, max: 6, pattern: '[0-9]+', sensitive: true }) },
  { ...identified, FriendlyDeviceName: freeText },
);
