import { describe, expect, it } from 'vitest';
import { proposedCommand } from '../../src/cli/proposals.ts';
import { userShell } from '../../src/engine/command-line.ts';
import type { Wishes } from '../../src/inputs/definitions.ts';

const NOWHERE = { sandbox: false, region: undefined, profile: undefined };
const user = userShell({}, 'linux');
const SANDBOX = { ...NOWHERE, sandbox: true };

describe('a proposed command', () => {
  it.each<[readonly string[], Wishes, string]>([
    [['doctor'], { alias: 'pp' }, 'mendix-cognito doctor --alias pp --sandbox'],
    [
      ['doctor'],
      { alias: 'pp', clientName: 'web' },
      'mendix-cognito doctor --alias pp --client-name web --sandbox',
    ],
    [
      ['add-user', 'a@b.c', '--reset-password'],
      { alias: 'pp', clientName: 'web', userEmail: 'x@b.c', tier: 'plus' },
      'mendix-cognito add-user a@b.c --reset-password --alias pp --sandbox',
    ],
    [['status', '--alias', 'x'], { alias: 'pp' }, 'mendix-cognito status --alias x --sandbox'],
    [['status'], { poolId: 'eu-west-1_a' }, 'mendix-cognito status --pool-id eu-west-1_a --sandbox'],
    [['destroy', '--pool-id', 'p'], { alias: 'pp' }, 'mendix-cognito destroy --pool-id p --sandbox'],
    [
      ['doctor', '--explain', '<its text>'],
      { alias: 'pp' },
      'mendix-cognito doctor --explain "<its text>" --sandbox',
    ],
    [['sandbox', '--reset'], { alias: 'pp' }, 'mendix-cognito sandbox --reset'],
    [['iam-policy'], { alias: 'pp' }, 'mendix-cognito iam-policy --sandbox'],
  ])('%j of a run with %j', (words, wishes, line) => {
    expect(proposedCommand(words, { wishes, reach: SANDBOX, user })).toBe(line);
  });

  it('reaches the profile and the Region of the run, quoted for a shell', () => {
    const reach = { ...NOWHERE, region: 'eu-west-1', profile: 'my team' };
    expect(proposedCommand(['status'], { wishes: {}, reach, user })).toBe(
      'mendix-cognito status --region eu-west-1 --profile "my team"',
    );
    expect(proposedCommand(['status', '--region', 'eu-west-3'], { wishes: {}, reach, user })).toBe(
      'mendix-cognito status --region eu-west-3 --profile "my team"',
    );
  });

  it('asks for help with nothing added', () => {
    expect(proposedCommand(['status', '--help'], { wishes: { alias: 'pp' }, reach: SANDBOX, user })).toBe(
      'mendix-cognito status --help',
    );
  });

  it('begins with npx when npx has started the program', () => {
    const called = { wishes: {}, reach: SANDBOX, user: userShell({ npm_command: 'exec' }, 'linux') };
    expect(proposedCommand(['status'], called)).toBe('npx mendix-cognito status --sandbox');
  });

  it('is quoted for PowerShell on Windows', () => {
    const called = { wishes: {}, reach: SANDBOX, user: userShell({}, 'win32') };
    expect(proposedCommand(['add-user', "a'$b@example.com"], called)).toBe(
      "mendix-cognito add-user 'a''$b@example.com' --sandbox",
    );
  });

  it('of another program has its own words only, quoted', () => {
    const called = { wishes: { alias: 'pp' }, reach: SANDBOX, user };
    expect(proposedCommand(['login', '--profile', 'a`id`'], called, 'aws')).toBe(
      "aws login --profile 'a`id`'",
    );
  });
});
