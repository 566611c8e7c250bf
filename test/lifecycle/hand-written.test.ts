import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import {
  addInMemory,
  generateApp,
  removeInMemory,
} from "../support/memory-app.js";

const manifest = `{
  "name": "by-hand",
  "webhooks": [
    { "event": "file.ready", "secret": { "env": "READY_WEBHOOK_SECRET" } },
    // Add one here.
  ],
}
`;
const created = async () => (await generateInMemory({}, manifest)).files;

const handler = (event: string) =>
  `import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook(${event}, (event) => {
  console.log(event);
});
`;

async function add(own: MemoryFiles, events: string[]) {
  return addInMemory({ ...(await created()), ...own }, { events });
}

describe("a handler that was written by hand", () => {
  it.each<[string, string]>([
    ["a string", '"comment.created"'],
    ["a list", '["comment.created", "comment.updated"]'],
    ["a list of constants", '["comment.created", "comment.updated"] as const'],
  ])("is used by add-webhook, not made again: %s", async (_, events) => {
    const own = { "src/lib/comments.ts": handler(events) };
    const files = await add(own, ["comment.created"]);
    expect(files["frameio.jsonc"]).toContain(
      // The provider's webhooks have one variable so far.
      '{ "event": "comment.created", "secret": { "env": "READY_WEBHOOK_SECRET" }, "handler": "src/lib/comments.ts" },',
    );
    expect(files["src/lib/comments.ts"]).toBe(own["src/lib/comments.ts"]);
    expect(files["src/webhooks/comment-created.ts"]).toBeUndefined();
    expect(files["src/frameio/routes.gen.ts"]).toContain(
      'from "../lib/comments.js"',
    );
    expect(files["test/fixtures/lib/comments.ts"]).toBeDefined();
    // It would expect what the template's handler does.
    expect(files["test/webhooks/lib/comments.test.ts"]).toBeUndefined();
    expect((await generateApp(files)).changeSet.changes).toEqual([]);
  });

  it("gets both events where it handles both", async () => {
    const own = {
      "src/lib/comments.ts": handler('["comment.created", "comment.updated"]'),
    };
    const files = await add(own, ["comment.updated", "comment.created"]);
    expect(files["frameio.jsonc"]).toContain(
      '"event": ["comment.updated", "comment.created"]',
    );
  });

  it("gets another event of its own, with the secret that it has", async () => {
    const first = await created();
    const path = "src/webhooks/file-ready.ts";
    const own = {
      [path]: (first[path] ?? "").replace(
        '"file.ready"',
        '["file.ready", "file.created"]',
      ),
    };
    const files = await add(own, ["file.created"]);
    expect(files["frameio.jsonc"]).toContain(
      '"event": ["file.ready", "file.created"],',
    );
    expect(files["src/webhooks/file-created.ts"]).toBeUndefined();
  });

  it("is used again after it was released", async () => {
    const path = "src/webhooks/comment-created.ts";
    const added = await add({}, ["comment.created"]);
    const edited: MemoryFiles = {
      ...added,
      [path]: `${added[path]}// mine\n`,
    };
    const { files } = await removeInMemory(edited, ["comment.created"]);
    const again = await addInMemory(files, { events: ["comment.created"] });
    expect(again[path]).toBe(edited[path]);
    expect(again["frameio.jsonc"]).toBe(edited["frameio.jsonc"]);
  });

  it("is used where its file is named as the one to change", async () => {
    const path = "src/lib/one.ts";
    const named = handler('"comment.created"').replace(
      "export default",
      "export const onComment =",
    );
    const error: unknown = await add({ [path]: named }, [
      "comment.created",
    ]).catch((e) => e);
    const { diagnostics } = error as FrameioGenError;
    expect(diagnostics).toMatchObject([
      {
        code: "FG332",
        file: path,
        line: 3,
        hint: expect.stringContaining("`export { onComment as default };`"),
      },
    ]);
    const followed = `${named}export { onComment as default };\n`;
    const files = await add({ [path]: followed }, ["comment.created"]);
    expect(files[path]).toBe(followed);
    expect(files["frameio.jsonc"]).toContain(`"handler": "${path}"`);
    expect(files["src/webhooks/comment-created.ts"]).toBeUndefined();
  });

  it("is used beside one that is registered in code", async () => {
    const files = await add(
      {
        "src/lib/one.ts": handler('"comment.created"'),
        "src/lib/two.ts": handler('"comment.created"')
          .replace("export default onWebhook", "on")
          .replace("{ onWebhook }", "{ on }"),
      },
      ["comment.created"],
    );
    expect(files["frameio.jsonc"]).toContain('"handler": "src/lib/one.ts"');
  });

  it.each<[string, MemoryFiles, string]>([
    [
      "registered in code",
      {
        "src/lib/one.ts":
          'import { on } from "../frameio/index.gen.js";\n\non("comment.created", () => {});\n',
      },
      "Your code handles comment.created already, with `on`",
    ],
    [
      "several",
      {
        "src/lib/one.ts": handler('"comment.created"'),
        "src/lib/two.ts": handler('"comment.created"'),
      },
      "src/lib/one.ts, src/lib/two.ts",
    ],
    [
      "not exported as default",
      {
        "src/lib/one.ts": handler('"comment.created"').replace(
          "export default",
          "export const one =",
        ),
      },
      "default export",
    ],
    [
      "in a file that cannot be named",
      { "src/lib/my handler.ts": handler('"comment.created"') },
      "src/lib/my handler.ts",
    ],
  ])("is told where it cannot be used: %s", async (_, own, message) => {
    const error: unknown = await add(own, ["comment.created"]).catch((e) => e);
    expect(error).toBeInstanceOf(FrameioGenError);
    expect((error as FrameioGenError).diagnostics).toMatchObject([
      { code: "FG332", message: expect.stringContaining(message) },
    ]);
  });
});
