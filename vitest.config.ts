import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What Windows does not have: a POSIX shell, the pseudo-terminal that it runs in, signals that a program hears, file modes. */
const POSIX = /support\/(?:pty|wizard|screens|shell-blocks)|'sh'|#!\/bin\/sh|SIG(?:INT|TERM|KILL)|0o[0-7]{3}/;

/** The test files that need it. */
function posixTests(): string[] {
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join('test', path));
  return tests
    .filter((path) => POSIX.test(readFileSync(path, 'utf8')))
    .map((path) => path.replaceAll('\\', '/'));
}

/** The files that take longest, longest first: begun last, they would be waited for by one worker alone. */
const LONGEST = ['faults', 'whole-way', 'leaks', 'rotate-secret', 'docs'].map(
  (name) => `e2e/${name}.test.ts`,
);

/** Vitest knows how long a file takes only where it has run before. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.platform === 'win32' ? posixTests() : [])],
    // Else the SDK prints a notice about Node between the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest would leave one core out, which on two cores is half of them; and what drives the program waits for it.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
