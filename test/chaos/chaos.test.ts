// A short run; `node scripts/chaos.mjs` is the whole one, with 100,000 deliveries for each engine.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeApp } from "../../scripts/chaos/app.mjs";
import { failures } from "../../scripts/chaos/report.mjs";
import { chaos, lacks } from "../../scripts/chaos/run.mjs";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "chaos-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deliveries = 1_000;

const engines = ["sqlite", "redis", "postgres"] as const;
const here = engines.filter((engine) => lacks(engine) === undefined);

it.each(engines.filter((engine) => !here.includes(engine)))(
  "NOT RUN: this machine has no server for %s",
  () => {
    expect(process.env["INBOX_SERVERS"]).not.toBe("required");
  },
);

describe.each(here)("%s", (engine) => {
  it(
    "servers, workers and the store are killed: what was accepted is done, and no recorded step is repeated",
    { timeout: 240_000 },
    async () => {
      const app = join(folder, `app-${engine}`);
      await makeApp(root, app, engine);
      const result = await chaos({
        app,
        engine,
        folder,
        deliveries,
        seed: 1,
        perSecond: 400,
        killEveryMs: 2_000,
        leaseMs: 3_000,
      });
      expect(failures(result)).toEqual([]);
      expect(result.answers.givenUp).toEqual([]);
      expect(result.record.done.size).toBe(deliveries);
      // It was as bad as it was meant to be.
      expect(result.kills).toBeGreaterThan(1);
      expect(result.storeRestarts).toBe(engine === "sqlite" ? 0 : 1);
      expect(result.record.severalRuns).toBeGreaterThan(deliveries / 37 - 1);
      expect(
        result.answers.duplicates.reduce((sum, count) => sum + count, 0),
      ).toBeGreaterThan(deliveries / 10);
    },
  );
});
