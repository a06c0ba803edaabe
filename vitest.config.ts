import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['./test/postgres-setup.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Far above what any test takes alone: a busy machine is no fault of the code.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default', './test/closing-line-reporter.ts'],
  },
});
