import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one plain line: `123 passed, 0 failed`. */
export class Tally implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) =>
      tests.filter((test) => test.result().state === state).length;
    // A file that does not load has no tests, and an error outside of a test belongs to none.
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    const skipped = count("skipped");
    console.log(
      `${count("passed")} passed, ${count("failed") + broken + errors.length} failed` +
        (skipped > 0 ? `, ${skipped} skipped` : ""),
    );
  }
}
