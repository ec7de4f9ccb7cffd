import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine, shellWord } from '../../src/engine/command-line.ts';

describe('a command to run next', () => {
  it.each([
    [{ sandbox: false, region: undefined, profile: undefined }, 'mendix-cognito status'],
    [{ sandbox: true, region: undefined, profile: undefined }, 'mendix-cognito status --sandbox'],
    [
      { sandbox: false, region: 'eu-west-1', profile: 'my work' },
      'mendix-cognito status --region eu-west-1 --profile "my work"',
    ],
  ])('of a run with %j is %s', (run, line) => {
    expect(commandLine(run, ['status'])).toBe(line);
  });
});

describe('shellWord', () => {
  it.each([
    'plain',
    'two words',
    'a$HOME',
    'it\'s "quoted" `now`',
    'back\\slash!',
    '',
    '--flag=x',
    'a;b|c&d',
    '*',
  ])('is read by a shell as %j', (text) => {
    const printed = execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
    expect(printed).toBe(text);
  });
});
