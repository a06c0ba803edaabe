import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the plain line `N passed, N failed` (and `, N skipped` where any are). */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let broken = module.errors().length > 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') count.failed += 1;
        else if (state === 'skipped') count.skipped += 1;
        if (state === 'failed') broken = false;
      }
      if (broken) count.failed += 1;
    }
    // After the default reporter's own summary, which is written in the same hook.
    setImmediate(() => {
      const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
      process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`);
    });
  }
}
