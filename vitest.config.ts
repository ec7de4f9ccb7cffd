import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What Windows does not have: a POSIX shell, the pseudo-terminal that it runs in, signals that a program hears, file modes. */
const POSIX = /support\/(?:pty|wizard|screens|shell-blocks)|'sh'|#!\/bin\/sh|SIG(?:INT|TERM|KILL)|0o[0-7]{3}/;
/** What checks generated cases. */
const PROPERTIES = /support\/cases\.ts/;
/** What replaces a module needs modules of its own. */
const MOCKS = /\bvi\.mock\(/;
/** What drives the program that was built. */
const DRIVES = ['test/{e2e,live,recorded}/**/*.test.ts'];

/** What is held against rules that others wrote, which take long to load. */
const JUDGES = ['test/judges/**/*.test.ts'];

/** The test files in which that is found. */
function testsWith(what: RegExp): string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && what.test(readFileSync(path, 'utf8')));
}

const never = [...configDefaults.exclude, ...(process.platform === 'win32' ? testsWith(POSIX) : [])];
const properties = testsWith(PROPERTIES);
const mocks = testsWith(MOCKS);

/** The files that take longest, longest first: begun last, they would be waited for by one worker alone. */
const LONGEST = ['faults', 'kills', 'whole-way', 'leaks', 'rotate-secret', 'docs'].map(
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

function project(
  name: string,
  include: string[],
  exclude: string[],
  isolate = false,
): TestProjectInlineConfiguration {
  return { extends: true, test: { name, include, exclude: [...never, ...exclude], isolate } };
}

export default defineConfig({
  test: {
    // Files share the modules of their worker: to load the SDK for each file anew would be half of the work.
    projects: [
      project('unit', ['test/**/*.test.ts'], [...DRIVES, ...JUDGES, ...properties]),
      project('props', properties, []),
      project('judges', JUDGES, []),
      project('e2e', DRIVES, mocks),
      project('e2e-mocks', mocks, [], true),
    ],
    env: {
      // Else the SDK prints a notice about Node between the results.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      // What runs in the tests' own process is to find nothing of the computer's.
      AWS_CA_BUNDLE: '',
    },
    setupFiles: ['test/support/signing-keys.ts'],
    // Only what hangs is to meet a limit, on a busy machine as well.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    // Vitest would leave one core out, which on two cores is half of them; and what drives the program waits for it.
    maxWorkers: availableParallelism() + 1,
    // Of the tests of a file that run at the same time (the matrix of faults): most of them wait.
    maxConcurrency: 24,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
