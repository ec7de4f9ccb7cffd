import { describe, expect, it } from 'vitest';
import { ANN, EMAIL, examined, illIn, repairIn } from '../../support/doctor.ts';

const user = (changes: Partial<typeof ANN>) => examined({ seen: { user: { ...ANN, ...changes } } });

describe('the user', () => {
  it.each<{ what: string; changes: Record<string, unknown>; ill: Record<string, string>; repair?: string }>([
    { what: 'who chooses a password at first', changes: { status: 'FORCE_CHANGE_PASSWORD' }, ill: {} },
    {
      what: 'who is disabled',
      changes: { enabled: false },
      ill: { 'user-enabled': 'fail' },
      repair: `mendix-cognito add-user ${EMAIL} --enable --alias demo`,
    },
    {
      what: 'who has to reset the password',
      changes: { status: 'RESET_REQUIRED' },
      ill: { 'user-status': 'fail' },
      repair: `mendix-cognito add-user ${EMAIL} --reset-password --alias demo`,
    },
    {
      what: 'whose address is not verified',
      changes: { attributes: { name: 'Ann Lee', email_verified: 'false' } },
      ill: { 'user-email-verified': 'warn' },
      repair: `mendix-cognito add-user ${EMAIL} --alias demo`,
    },
    {
      what: 'whose address is not verified, and who has not chosen a password: it stays as it is',
      changes: { attributes: { name: 'Ann Lee', email_verified: 'false' }, status: 'FORCE_CHANGE_PASSWORD' },
      ill: { 'user-email-verified': 'warn' },
      repair: `mendix-cognito add-user ${EMAIL} --temporary-password --alias demo`,
    },
    {
      what: 'without a name',
      changes: { attributes: { email_verified: 'true' } },
      ill: { 'user-name': 'warn' },
      repair: `mendix-cognito add-user ${EMAIL} --user-full-name "First Last" --alias demo`,
    },
    {
      what: 'with a blank name',
      changes: { attributes: { name: ' ', email_verified: 'true' } },
      ill: { 'user-name': 'warn' },
    },
  ])('$what', ({ changes, ill, repair }) => {
    const results = user(changes);
    expect(illIn(results)).toEqual(ill);
    if (repair !== undefined) expect(repairIn(results, Object.keys(ill)[0] ?? '')).toBe(repair);
  });

  it('who is missing is added, with the name if the run gave one', () => {
    const results = examined({ question: { userFullName: 'Ann Lee' }, seen: { user: undefined } });
    expect(illIn(results)).toMatchObject({ user: 'fail', 'user-enabled': 'skipped', 'user-name': 'skipped' });
    expect(repairIn(results, 'user')).toBe(
      `mendix-cognito add-user ${EMAIL} --user-full-name "Ann Lee" --alias demo`,
    );
  });
});
