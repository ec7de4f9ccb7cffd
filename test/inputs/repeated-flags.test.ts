import { describe, expect, it } from 'vitest';
import {
  CLIENT_SETTINGS,
  DOMAIN_SETTINGS,
  flagOf,
  type InputName,
  POOL_SETTINGS,
  SETTING_INPUTS,
  USER_SETTINGS,
  type Wishes,
} from '../../src/inputs/definitions.ts';
import { repeatedFlags } from '../../src/inputs/repeated-flags.ts';

/** What status compares and the command that fixes it: a setting that one of them forgets would be undone by it. */
const REPAIRED_BY = [
  ['setup', SETTING_INPUTS],
  ['create-pool', [...POOL_SETTINGS, ...DOMAIN_SETTINGS]],
  // Its words name the app.
  ['create-client', CLIENT_SETTINGS.filter((name) => name !== 'appUrl')],
  // Its words name the user.
  ['add-user', USER_SETTINGS.filter((name) => name !== 'userEmail')],
] as const;

describe('a command that status proposes', () => {
  it.each(
    REPAIRED_BY.flatMap(([command, names]) => names.map((name: InputName) => [command, name] as const)),
  )('%s repeats %s', (command, name) => {
    const wishes: Wishes = { [name]: ['x'] };
    expect(repeatedFlags(wishes)[command]).toEqual([flagOf(name), 'x']);
  });

  it('repeats a number and a switch as they were given, and no switch that is off', () => {
    expect(
      repeatedFlags({ refreshTokenDays: 7, selfSignUp: true, noDeletionProtection: false }).setup,
    ).toEqual(expect.arrayContaining(['--refresh-token-days', '7', '--self-sign-up']));
    expect(repeatedFlags({ noDeletionProtection: false }).setup).toEqual([]);
  });
});
