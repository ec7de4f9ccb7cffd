import { describe, expect, it } from 'vitest';
import type { Seen } from '../../../src/engine/doctor/examine.ts';
import type { EmailIdentity } from '../../../src/resources/email-identity.ts';
import { callsWith, examined, illIn, POOL, repairIn } from '../../support/doctor.ts';

type Entry = [string, EmailIdentity | undefined];

const identity = (address: string, verified: boolean, status: string): Entry => [
  address,
  { address, verified, status, alias: undefined },
];
const identities = (...entries: Entry[]): Seen['identities'] => new Map(entries);
const sendsAs = (arn: string, failure?: string) => {
  const pool = {
    ...POOL,
    EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' as const, SourceArn: arn },
    ...(failure === undefined ? {} : { EmailConfigurationFailure: failure }),
  };
  return { pool, located: { value: pool } };
};
const HERE = 'arn:aws:ses:eu-central-1:123456789012:identity';

describe('the addresses of --verify-email', () => {
  const A = 'a@example.com';
  it.each([
    ['verified', identities(identity(A, true, 'SUCCESS')), {}, undefined],
    [
      'unknown to SES',
      identities([A, undefined]),
      { [`email:${A}`]: 'fail' },
      `mendix-cognito verify-email ${A}`,
    ],
    [
      'pending',
      identities(identity(A, false, 'PENDING')),
      { [`email:${A}`]: 'fail' },
      /^Open the link in the email/,
    ],
    [
      'failed',
      identities(identity(A, false, 'FAILED')),
      { [`email:${A}`]: 'fail' },
      `mendix-cognito verify-email ${A} --resend`,
    ],
  ])('%s', (_what, known, ill, repair) => {
    const results = examined({ question: { identities: [A] }, seen: { identities: known } });
    expect(illIn(results)).toEqual(ill);
    const proposed = repairIn(results, `email:${A}`);
    if (repair instanceof RegExp) expect(proposed).toMatch(repair);
    else expect(proposed).toBe(repair);
  });

  it('of the sandbox have their link in its inbox', () => {
    const results = examined({
      machine: { sandbox: true },
      question: { identities: [A] },
      seen: { identities: identities(identity(A, false, 'PENDING')) },
    });
    expect(repairIn(results, `email:${A}`)).toContain('/_sandbox/inbox');
  });
});

describe('the sandbox of SES', () => {
  it('matters only when something is sent through SES', () => {
    expect(illIn(examined({ seen: { sesSandbox: true } }))).toEqual({});
    const sender = {
      ...sendsAs(`${HERE}/a@example.com`),
      identities: identities(identity('a@example.com', true, 'SUCCESS')),
    };
    expect(illIn(examined({ seen: { sesSandbox: true, ...sender } }))).toEqual({ 'ses-sandbox': 'warn' });
  });
});

describe('the sender of the pool', () => {
  it.each([
    {
      what: 'a verified address',
      arn: `${HERE}/a@example.com`,
      known: identity('a@example.com', true, 'SUCCESS'),
      ill: {},
    },
    {
      what: 'a verified domain',
      arn: `${HERE}/example.com`,
      known: identity('example.com', true, 'SUCCESS'),
      ill: {},
    },
    {
      what: 'a domain that is not verified',
      arn: `${HERE}/example.com`,
      known: identity('example.com', false, 'PENDING'),
      ill: { 'pool-sender': 'fail' },
    },
    {
      what: 'an address that is gone',
      arn: `${HERE}/a@example.com`,
      known: identity('b@example.com', true, 'SUCCESS'),
      ill: { 'pool-sender': 'fail' },
    },
    {
      what: 'an address of another Region',
      arn: 'arn:aws:ses:us-east-1:123456789012:identity/a@example.com',
      known: identity('b@example.com', true, 'SUCCESS'),
      ill: { 'pool-sender': 'unknown' },
    },
  ])('$what', ({ arn, known, ill }) => {
    expect(illIn(examined({ seen: { ...sendsAs(arn), identities: identities(known) } }))).toEqual(ill);
  });

  it('that Cognito cannot use is reported in its words', () => {
    const known = identities(identity('a@example.com', true, 'SUCCESS'));
    const results = examined({
      seen: { ...sendsAs(`${HERE}/a@example.com`, 'Role missing.'), identities: known },
    });
    expect(illIn(results)).toEqual({ 'pool-sender': 'fail' });
    expect(results.find(({ id }) => id === 'pool-sender')?.why).toContain('Role missing.');
  });

  it('waits for the permission to ask SES, and only then', () => {
    const calls = callsWith('ses:GetEmailIdentity', 'AccessDeniedException');
    expect(illIn(examined({ seen: { calls } }))).toEqual({ 'permission:ses:GetEmailIdentity': 'fail' });
    expect(illIn(examined({ seen: { calls, ...sendsAs(`${HERE}/a@example.com`) } }))).toEqual({
      'permission:ses:GetEmailIdentity': 'fail',
      'pool-sender': 'skipped',
    });
  });
});
