import { describe, expect, it } from 'vitest';
import { proposedCommand } from '../../src/cli/proposals.ts';
import type { Wishes } from '../../src/inputs/definitions.ts';

const NOWHERE = { sandbox: false, region: undefined, profile: undefined };
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
    expect(proposedCommand(words, { wishes, reach: SANDBOX })).toBe(line);
  });

  it('reaches the profile and the Region of the run, quoted for a shell', () => {
    const reach = { ...NOWHERE, region: 'eu-west-1', profile: 'my team' };
    expect(proposedCommand(['status'], { wishes: {}, reach })).toBe(
      'mendix-cognito status --region eu-west-1 --profile "my team"',
    );
  });
});
