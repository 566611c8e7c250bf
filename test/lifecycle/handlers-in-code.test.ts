import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patience } from "../support/patience.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { type DiskApp, diskApp } from "../support/disk-app.js";
import { generateInMemory } from "../support/generate-app.js";
import { addInMemory } from "../support/memory-app.js";

const manifest = `{
  "name": "in-code",
  "webhooks": [
    { "event": "file.ready", "secret": { "env": "FILES_SECRET" } },
    { "event": "comment.*" },
  ],
}
`;

const registrations = `
import { on, onUnknown } from "./frameio/index.gen.js";
import type {
  AnyEvent,
  DataOf,
  EventOf,
  FileReadyEvent,
  ProjectCreatedEvent,
  UnknownEvent,
} from "./frameio/index.gen.js";

/** What ran, for the test. */
export const seen: string[] = [];

on("comment.*", (event) => {
  const type:
    | "comment.created"
    | "comment.updated"
    | "comment.deleted"
    | "comment.completed"
    | "comment.uncompleted" = event.type;
  seen.push(\`family \${type} \${event.resource.id}\`);
});
on(["project.created", "file.ready"], (event) => {
  if (event.type === "file.ready") {
    const file: FileReadyEvent = event;
    seen.push(\`list \${file.type}\`);
  } else {
    const project: ProjectCreatedEvent = event;
    seen.push(\`list \${project.type}\`);
  }
});
on(["comment.*", "share.viewed"], (event) => {
  // @ts-expect-error neither a comment's event type nor the share's
  if (event.type === "file.ready") seen.push("never");
});
export function about(event: EventOf<"file.ready" | "comment.*">): string {
  const resource: DataOf<"file.ready"> = event.resource;
  // @ts-expect-error an event of that type is none of these
  const project: EventOf<"project.created"> = event;
  return resource.id + project.type;
}
on("*", (event: AnyEvent) => {
  seen.push(\`any \${event.type}\`);
});
onUnknown("vendor.new", (event: UnknownEvent) => {
  seen.push(\`unknown \${event.type}\`);
});
// @ts-expect-error a slip of the pen is no event type
on("comment.creatd", () => {});
// @ts-expect-error nor is it a family
on("comments.*", () => {});
`;

const test = `
import { afterAll, beforeAll, expect, test } from "vitest";
import { seen } from "../src/app.js";
import { signed, startTestApp, type TestApp } from "../src/frameio/testing.gen.js";
import { commentCreated } from "./fixtures/comment.js";
import { fileReady } from "./fixtures/file-ready.js";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test.each([
  [commentCreated, ["family comment.created " + commentCreated.resource.id, "any comment.created"]],
  [fileReady, ["list file.ready", "any file.ready"]],
  [{ ...fileReady, type: "project.created" }, ["list project.created", "any project.created"]],
  [{ ...fileReady, type: "vendor.new" }, ["any vendor.new", "unknown vendor.new"]],
])("$type", async (event, expected) => {
  seen.length = 0;
  const delivery = signed(event);
  expect((await app.send(delivery)).status).toBe(202);
  expect((await app.send(delivery)).status).toBe(200);
  await expect.poll(() => seen).toEqual(expected);
});
`;

const strictTest = `
import { afterAll, beforeAll, expect, test } from "vitest";
import { on } from "../src/frameio/index.gen.js";
import { signed, startTestApp, type TestApp } from "../src/frameio/testing.gen.js";
import { fileReady } from "./fixtures/file-ready.js";

const seen: string[] = [];
on("project.created", (event) => {
  seen.push(event.resource.id);
});
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test("a handler in code gets what its schema allows, and nothing else", async () => {
  const created = { ...fileReady, type: "project.created", resource: { type: "project", id: "p1" } };
  expect((await app.send(signed(created))).status).toBe(200);
  const broken = { ...created, resource: { type: "project", id: 5 } };
  expect((await app.send(signed(broken))).status).toBe(400);
  expect(seen).toEqual(["p1"]);
});
`;

let app: DiskApp;
let files: MemoryFiles;

beforeAll(async () => {
  const made = (await generateInMemory({}, manifest)).files;
  files = {
    ...made,
    "src/app.ts": made["src/app.ts"] + registrations,
    "test/in-code.test.ts": test,
  };
  app = diskApp(files);
});

afterAll(() => app.remove());

describe("handlers that are registered in code", () => {
  it("are typed by event, list, family and everything", async () => {
    expect(await app.bin("typescript/bin/tsc", "-p", ".")).toBe("ok");
  });

  it("get their deliveries, each once", async () => {
    expect(
      await app.bin("vitest/vitest.mjs", "run", "--root", ".", ...patience),
    ).toBe("ok");
  });

  it("are checked, too, where the manifest says that all event types are", async () => {
    const strict = diskApp({
      ...(
        await generateInMemory(
          {},
          `{
            "name": "strict",
            "webhooks": [{ "event": "file.ready", "mode": "inline" }],
            "validate": "reject",
            "validators": "all",
          }`,
        )
      ).files,
      "test/strict.test.ts": strictTest,
    });
    try {
      expect(await strict.bin("typescript7/bin/tsc", "-p", ".")).toBe("ok");
      expect(
        await strict.bin(
          "vitest/vitest.mjs",
          "run",
          "--root",
          ".",
          ...patience,
        ),
      ).toBe("ok");
    } finally {
      strict.remove();
    }
  });

  it("survive the next run, which adds a family", async () => {
    const next = await addInMemory(files, { events: ["share.*"] });
    expect(next["src/app.ts"]).toBe(files["src/app.ts"]);
    expect(next["src/webhooks/share.ts"]).toContain('onWebhook("share.*"');
    expect(next["src/frameio/routes.gen.ts"]).toContain('names: ["share.*"]');
    app.write(next);
    expect(await app.bin("typescript7/bin/tsc", "-p", ".")).toBe("ok");
    const again = await addInMemory(next, { events: ["share.*"] });
    expect(again).toEqual(next);
  });
});
