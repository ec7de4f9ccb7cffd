import type { Reporter, TestModule } from 'vitest/node';
import './cases.ts';

/**
 * Ends a test run with plain lines that a script can read: `N property cases, N fuzz cases, N failed, N leaks` when there
 * were any, and `N passed, N failed, N skipped`.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const cases = { property: 0, fuzz: 0, failed: 0, leaks: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        const meta = test.meta();
        if (meta.cases !== undefined) cases[meta.cases.kind] += meta.cases.count;
        if (meta.cases !== undefined && state === 'failed') cases.failed += 1;
        cases.leaks += meta.leaks ?? 0;
      }
      // A file that fails to load has no tests, and is a failure all the same.
      if (module.state() === 'failed' && module.errors().length > 0) count.failed += 1;
    }
    if (cases.property + cases.fuzz > 0) {
      const { property, fuzz, failed, leaks } = cases;
      process.stdout.write(
        `\n${property} property cases, ${fuzz} fuzz cases, ${failed} failed, ${leaks} leaks\n`,
      );
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`\n${count.passed} passed, ${count.failed + count.pending} failed${skipped}\n`);
  }
}
