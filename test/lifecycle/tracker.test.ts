import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patience } from "../support/patience.js";
import { createProviderStore } from "../../src/schema/provider-store.js";
import { type DiskApp, diskApp } from "../support/disk-app.js";
import { generateInMemory, testTool } from "../support/generate-app.js";

const dist = new URL("../../dist/providers/", import.meta.url);
const tool = {
  ...testTool,
  providers: createProviderStore(["ai-platform"], (id) =>
    readFileSync(new URL(`${id}.json`, dist), "utf8"),
  ),
};

const manifest = `{
  "name": "tracking",
  "providers": { "ai": { "schema": "ai-platform" } },
  "webhooks": [{ "event": "batch.failed", "secret": { "env": "AI_SECRET" } }],
  "inbox": { "engine": "sqlite" },
}
`;

const tasks = `
import { on, type BatchCompletedEvent } from "./frameio/index.gen.js";
import { createTracker } from "./frameio/kernel/tasks/tracker.gen.js";
import { createSqliteTaskStore } from "./frameio/sqlite/sqlite-task-store.gen.js";

interface Job {
  readonly prompts: number;
}
type Result = Pick<BatchCompletedEvent["data"], "batch_id">;

/** What ended, for the test. */
export const ended: string[] = [];

export const batches = createTracker<Job, Result>({
  store: createSqliteTaskStore({ file: "data/tasks.db" }),
  staleMs: 200,
  async poll({ id }, signal) {
    const answer = await fetch(\`\${process.env["AI_API"]}/batches/\${id}\`, {
      signal,
    });
    const { status } = (await answer.json()) as { status: string };
    return status === "completed"
      ? { state: "done", result: { batch_id: id } }
      : undefined;
  },
  onSettled({ id, data }, outcome) {
    ended.push(\`\${id} \${data.prompts} \${outcome.state}\`);
  },
});

on("batch.completed", (event) =>
  batches.settle(event.data.batch_id, { state: "done", result: event.data }),
);
on("batch.failed", (event) =>
  batches.settle(event.data.batch_id, { state: "failed", error: event.type }),
);
`;

const test = `
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, ended } from "../src/tasks.js";
import { signed, startTestApp, type TestApp } from "../src/frameio/testing.gen.js";

let app: TestApp;
const asked: string[] = [];
const api = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.end(JSON.stringify({ status: "completed" }));
});
beforeAll(async () => {
  await new Promise<void>((done) => api.listen(0, "127.0.0.1", done));
  process.env["AI_API"] = \`http://127.0.0.1:\${(api.address() as AddressInfo).port}\`;
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
  api.close();
});

const event = (type: string, batch_id: string) => ({
  id: crypto.randomUUID(),
  type,
  created_at: "2026-01-01T00:00:00Z",
  data: { batch_id, status: type, total_requests: 1, completed: 1, failed: 0, output_file_id: "f", error_file_id: null, processing_time_seconds: 1 },
});

test("webhooks end their tasks; the one without is polled", async () => {
  await batches.track("a", { prompts: 1 });
  await batches.track("b", { prompts: 2 });
  await batches.track("c", { prompts: 3 });
  for (const [type, id] of [["batch.completed", "a"], ["batch.failed", "b"]] as const) {
    const delivery = signed(event(type, id));
    expect((await app.send(delivery)).ok).toBe(true);
    expect((await app.send(delivery)).ok).toBe(true);
  }
  await expect.poll(() => ended).toHaveLength(2);
  expect(ended.toSorted()).toEqual(["a 1 done", "b 2 failed"]);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(await batches.check()).toBe(1);
  expect(asked).toEqual(["/batches/c"]);
  expect(ended.slice(2)).toEqual(["c 3 done"]);
  expect(await batches.pending()).toEqual([]);
});
`;

let app: DiskApp;

beforeAll(async () => {
  const { files } = await generateInMemory({}, manifest, { tool });
  app = diskApp({
    ...files,
    "src/app.ts": `import "./tasks.js";\n${files["src/app.ts"]}`,
    "src/tasks.ts": tasks,
    "test/tracking.test.ts": test,
  });
});

afterAll(() => app.remove());

describe("a tracker in a generated app", () => {
  it("is typed by its tasks", async () => {
    expect(await app.bin("typescript7/bin/tsc", "-p", ".")).toBe("ok");
  });

  it("hears of ends by webhooks, and polls for the others", async () => {
    expect(
      await app.bin("vitest/vitest.mjs", "run", "--root", ".", ...patience),
    ).toBe("ok");
  });
});
