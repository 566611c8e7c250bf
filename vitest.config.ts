import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { Tally } from "./test/support/tally-reporter.js";

const built = {
  globalSetup: ["test/support/build-once.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    // Most tests wait for processes that they start: one at a time would leave a machine of two cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // CI reads one plain line; people read the summary above it.
    reporters: process.env.CI ? ["default", new Tally()] : ["default"],
    projects: [
      {
        test: {
          name: "source",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{chaos,cli,golden,lifecycle,package}/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...built,
          name: "built",
          include: ["test/{chaos,cli,golden,lifecycle}/**/*.test.ts"],
          exclude: ["test/golden/*/expected/**"],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...built,
          name: "package",
          include: ["test/package/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Installs and servers: alone on the machine, one after the other.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
