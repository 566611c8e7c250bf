import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { generateFollowing } from "../../src/handlers/plan-generate.js";
import { parseLockfile } from "../../src/lockfile/parse.js";
import { LOCKFILE_PATH } from "../../src/lockfile/lockfile.js";
import {
  applyChangeSet,
  memoryDisk,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";
import { generateInMemory, testTool } from "../support/generate-app.js";
import { removeInMemory } from "../support/memory-app.js";

const manifest = `{
  "name": "moved",
  "webhooks": [
    { "event": "file.ready" }, // the first
    { "event": ["comment.created", "comment.updated"], "handler": "src/webhooks/comments.ts" },
  ],
}
`;
const HANDLER = "src/webhooks/file-ready.ts";

const created = async () => (await generateInMemory({}, manifest)).files;

async function generate(files: MemoryFiles) {
  const result = await generateFollowing({
    manifestText: files["frameio.jsonc"] ?? manifest,
    disk: memoryDisk(files),
    lockfile: parseLockfile(files[LOCKFILE_PATH] ?? ""),
    tool: testTool,
  });
  return { ...result, files: applyChangeSet(files, result.changeSet) };
}

/** `git mv`, and perhaps an edit. */
function moved(
  files: MemoryFiles,
  from: string,
  to: string,
  edit: (text: string) => string = (text) => text,
): MemoryFiles {
  const { [from]: text = "", ...rest } = files;
  return { ...rest, [to]: edit(text) };
}

function without(files: MemoryFiles, path: string): MemoryFiles {
  return Object.fromEntries(
    Object.entries(files).filter(([name]) => name !== path),
  );
}

async function faults(files: MemoryFiles) {
  const error: unknown = await generate(files).catch((thrown) => thrown);
  if (!(error instanceof FrameioGenError)) throw error;
  return error.diagnostics;
}

describe("a handler that the user moved", () => {
  it.each<[string, string, (text: string) => string]>([
    ["renamed", "src/webhooks/ready.ts", (text) => text],
    ["moved into a folder", "src/files/ready.ts", (text) => text],
    [
      "edited as well, with the call imported under another name",
      "src/ready.ts",
      (text) =>
        text
          .replace("{ onWebhook }", "{ onWebhook as on }")
          .replace("export default onWebhook", "const handler = on")
          .concat("\nexport { handler as default };\n// mine\n"),
    ],
  ])("is found again: %s", async (_, path, edit) => {
    const before = moved(await created(), HANDLER, path, edit);
    const { files, changeSet } = await generate(before);
    expect(changeSet.conflicts).toEqual([]);
    expect(changeSet.warnings).toMatchObject([{ code: "FG331" }]);
    expect(files[path]).toBe(before[path]);
    expect(files[HANDLER]).toBeUndefined();
    expect(files["frameio.jsonc"]).toContain(
      `{ "event": "file.ready", "handler": "${path}" }, // the first`,
    );
    const slug = path.replace(/^src\/(?:webhooks\/)?/, "").replace(".ts", "");
    expect(files["src/frameio/routes.gen.ts"]).toContain(
      `from "${path.replace("src/", "../").replace(".ts", ".js")}"`,
    );
    expect(files[`test/webhooks/${slug}.test.ts`]).toContain(
      path.replace(".ts", ".js"),
    );
    expect(files[`test/fixtures/${slug}.ts`]).toBeDefined();
    expect(files["test/webhooks/file-ready.test.ts"]).toBeUndefined();
    expect(files["test/fixtures/file-ready.ts"]).toBeUndefined();
    expect((await generate(files)).changeSet.changes).toEqual([]);
  });

  it("takes its edited test along", async () => {
    const first = await created();
    const path = "test/webhooks/file-ready.test.ts";
    const edited = { ...first, [path]: `// mine\n${first[path]}` };
    const before = moved(edited, HANDLER, "src/files/ready.ts");
    const { files } = await generate(before);
    const test = files["test/webhooks/files/ready.test.ts"] ?? "";
    expect(test).toMatch(/^\/\/ mine\n/);
    expect(test).toContain('from "../../../src/files/ready.js"');
    expect(test).toContain('from "../../../src/frameio/testing.gen.js"');
    expect(test).toContain('from "../../fixtures/files/ready.js"');
    expect(files[path]).toBeUndefined();
  });

  it("leaves a test of the user's alone that stands where the test goes", async () => {
    const first = await created();
    const before = {
      ...moved(first, HANDLER, "src/webhooks/ready.ts"),
      "test/webhooks/ready.test.ts": "// mine\n",
    };
    const { files } = await generate(before);
    expect(files["test/webhooks/ready.test.ts"]).toBe("// mine\n");
  });
});

describe("a handler of several events that the user moved", () => {
  const shared = "src/webhooks/comments.ts";
  const goal = "src/media/notes.ts";
  const events = ["comment.created", "comment.updated"];

  it.each(events)("is found again when %s is removed", async (event) => {
    const before = moved(await created(), shared, goal, (text) =>
      text.concat("// mine\n"),
    );
    const { files, changeSet, kept } = await removeInMemory(before, [event]);
    expect(changeSet.conflicts).toEqual([]);
    expect(changeSet.warnings).toMatchObject([{ code: "FG331" }]);
    expect(kept).toEqual([]);
    expect(files[goal]).toBe(before[goal]);
    const [other] = events.filter((name) => name !== event);
    expect(files["frameio.jsonc"]).toContain(
      `{ "event": "${other}", "handler": "${goal}" },`,
    );
    expect(files["test/webhooks/media/notes.test.ts"]).toContain(
      'from "../../../src/media/notes.js"',
    );
    expect(files["test/webhooks/comments.test.ts"]).toBeUndefined();
    expect((await generate(files)).changeSet.changes).toEqual([]);
    // The last of its events takes the rest along, but for what was edited.
    const last = await removeInMemory(files, [other ?? ""]);
    expect(last.kept).toEqual([{ path: goal, reason: "edited" }]);
    expect(last.files["test/webhooks/media/notes.test.ts"]).toBeUndefined();
  });

  it("is found again where the manifest has fewer events, or more", async () => {
    const first = await created();
    for (const names of ['"comment.updated"', '["comment.updated", "file.*"]'])
      expect(
        (
          await generate({
            ...moved(first, shared, goal),
            "frameio.jsonc": manifest.replace(
              '["comment.created", "comment.updated"]',
              names,
            ),
          })
        ).changeSet.warnings,
      ).toMatchObject([{ code: "FG331" }]);
  });

  it("is not taken for two", async () => {
    const split = manifest.replace(
      '{ "event": ["comment.created", "comment.updated"], "handler": "src/webhooks/comments.ts" }',
      '{ "event": "comment.created" }, { "event": "comment.updated" }',
    );
    const { files } = await generateInMemory({}, split);
    const both = (await created())[shared] ?? "";
    const paths = events.map(
      (event) => `src/webhooks/${event.replace(".", "-")}.ts`,
    );
    const merged = paths.reduce(without, { ...files, [goal]: both });
    expect(await faults(merged)).toMatchObject([
      { code: "FG330" },
      { code: "FG330" },
    ]);
  });
});

describe("a handler that is gone", () => {
  it.each<[string, (files: MemoryFiles) => MemoryFiles]>([
    ["deleted", (files) => without(files, HANDLER)],
    [
      "two files could be it",
      (files) => ({
        ...moved(files, HANDLER, "src/one.ts"),
        "src/two.ts": files[HANDLER] ?? "",
      }),
    ],
    [
      "for other events now",
      (files) =>
        moved(files, HANDLER, "src/one.ts", (text) =>
          text.replace("file.ready", "file.created"),
        ),
    ],
    [
      "no default export any more",
      (files) =>
        moved(files, HANDLER, "src/one.ts", (text) =>
          text.replace("export default", "export const one ="),
        ),
    ],
    [
      "only named in a text",
      ({ [HANDLER]: text = "", ...rest }) => ({
        ...rest,
        "src/one.ts": `export default ${JSON.stringify(text)};\n`,
      }),
    ],
  ])("is told, and nothing is generated: %s", async (_, edit) => {
    expect(await faults(edit(await created()))).toMatchObject([
      {
        code: "FG330",
        file: "frameio.jsonc",
        line: 4,
        message: expect.stringContaining(HANDLER),
        hint: expect.stringContaining("remove-webhook file.ready"),
      },
    ]);
  });
});
