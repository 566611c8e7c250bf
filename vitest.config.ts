import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";
import { Tally } from "./test/support/tally-reporter.js";

/** Properties are tried so many times as often. */
const fuzz = Number(process.env["FUZZ"] ?? 1);

const common = {
  // A worker loads what is tested once, not for each file anew: files leave what they share as they found it.
  isolate: false,
  // Never reached where nothing hangs, also on a machine that is busy otherwise.
  testTimeout: 120_000 * fuzz,
  expect: { poll: { timeout: 30_000 } },
};

const built = {
  ...common,
  globalSetup: ["test/support/build-once.ts"],
  setupFiles: ["test/support/remove-folders.ts"],
  hookTimeout: 240_000,
};

export default defineConfig({
  test: {
    // Many tests wait: for processes that they start, leases, silent servers. One more than there are cores keeps those busy.
    maxWorkers: availableParallelism() + 1,
    // CI reads one plain line; people read the summary above it.
    reporters: process.env.CI ? ["default", new Tally()] : ["default"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: "source",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{chaos,cli,golden,lifecycle,package}/**"],
        },
      },
      {
        test: {
          ...built,
          name: "built",
          include: ["test/{chaos,cli,golden,lifecycle}/**/*.test.ts"],
          exclude: ["test/golden/*/expected/**"],
        },
      },
      {
        test: {
          ...built,
          name: "package",
          include: ["test/package/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
