import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { HEAP_FLAGS } from '../../src/user-import/user-import.ts';
import { NODE } from '../support/cli.ts';

// One that V8 does not know would be reported on standard error in every run, and change nothing.
it.each(HEAP_FLAGS)('%s is a flag of the V8 of this Node', (flag) => {
  const known = execFileSync(NODE, ['--v8-options'], { encoding: 'utf8' });
  expect(known).toContain(`\n  ${flag.replace(/=.*/, '')} (`);
});
