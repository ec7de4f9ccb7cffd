import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Else the SDK prints a notice about Node between the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest would leave one core out, which on two cores is half of them; and what drives the program waits for it.
    maxWorkers: availableParallelism() + 1,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
