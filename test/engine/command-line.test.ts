import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/engine/command-line.ts';

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
