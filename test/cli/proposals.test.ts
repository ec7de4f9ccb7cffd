import { describe, expect, it } from 'vitest';
import { reachable } from '../../src/cli/proposals.ts';

const NONE = { sandbox: false, region: undefined, profile: undefined, alias: undefined };

describe('a command inside a sentence', () => {
  it.each([
    ['Run mendix-cognito doctor.', 'Run mendix-cognito doctor --alias pp --sandbox.'],
    [
      'Set it with mendix-cognito add-user a@b.c --reset-password; mendix-cognito doctor --user-email a@b.c looks.',
      'Set it with mendix-cognito add-user --alias pp --sandbox a@b.c --reset-password; mendix-cognito doctor --alias pp --sandbox --user-email a@b.c looks.',
    ],
    [
      'mendix-cognito status or mendix-cognito status --alias x --sandbox',
      'mendix-cognito status --alias pp --sandbox or mendix-cognito status --alias x --sandbox',
    ],
    ['mendix-cognito destroy --pool-id p', 'mendix-cognito destroy --sandbox --pool-id p'],
    [
      'mendix-cognito doctor --explain "<its text>"',
      'mendix-cognito doctor --sandbox --explain "<its text>"',
    ],
    ['mendix-cognito sandbox --reset', 'mendix-cognito sandbox --reset'],
    ['mendix-cognito iam-policy prints it', 'mendix-cognito iam-policy --sandbox prints it'],
    ['mendix-cognito --help lists the commands.', 'mendix-cognito --help lists the commands.'],
  ])('%s', (sentence, typeable) => {
    expect(reachable(sentence, { ...NONE, sandbox: true, alias: 'pp' })).toBe(typeable);
  });

  it('reaches the profile and the Region of the run, quoted for a shell', () => {
    expect(reachable('mendix-cognito status', { ...NONE, region: 'eu-west-1', profile: 'my team' })).toBe(
      'mendix-cognito status --region eu-west-1 --profile "my team"',
    );
  });

  it('stays as it is where the run was called with nothing', () => {
    expect(reachable('Run mendix-cognito doctor.', NONE)).toBe('Run mendix-cognito doctor.');
  });
});
