import ts from "typescript";
import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { planRename } from "../../src/handlers/plan-rename.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import { generateApp, opened } from "../support/memory-app.js";

const manifest = `{
  "name": "renames",
  "webhooks": [
    { "event": "file.ready" }, // the first
    { "event": ["comment.created", "comment.updated"], "handler": "src/webhooks/comments.ts" },
  ],
}
`;
const created = async () => (await generateInMemory({}, manifest)).files;

async function rename(files: MemoryFiles, from: string, to: string) {
  const { manifestText, edits } = await planRename({
    ...opened(files),
    from,
    to,
  });
  return generateApp(files, { manifestText, edits });
}

async function faults(files: MemoryFiles, from: string, to: string) {
  const error: unknown = await rename(files, from, to).catch((e) => e);
  if (!(error instanceof FrameioGenError)) throw error;
  return error.diagnostics;
}

/** Relative imports of the app's own code that lead nowhere. */
function broken(files: MemoryFiles): string[] {
  return Object.entries(files)
    .filter(([path]) => /^(?:src|test)\/.*\.ts$/.test(path))
    .flatMap(([path, text]) =>
      ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => fileName)
        .filter((name) => name.startsWith("."))
        .map((name) => new URL(name, `file:///${path}`).pathname.slice(1))
        .filter(
          (target) =>
            files[target.replace(/\.js$/, ".ts")] === undefined &&
            files[`${target}.ts`] === undefined,
        )
        .map((target) => `${path} -> ${target}`),
    );
}

describe("renaming a handler", () => {
  it.each([
    ["file-ready", "transcode", "src/webhooks/transcode.ts"],
    ["file.ready", "a/deep/name", "src/a/deep/name.ts"],
    ["./src/webhooks/file-ready.ts", "src/ready", "src/ready.ts"],
  ])("moves what was generated: %s → %s", async (from, to, path) => {
    const wanted = to.startsWith("a/") ? `src/${to}` : to;
    const before = await created();
    const { files, changeSet } = await rename(before, from, wanted);
    expect(changeSet.outcomes).toContainEqual({ path, outcome: "move" });
    expect(files[path]).toContain("onWebhook(");
    expect(files["src/webhooks/file-ready.ts"]).toBeUndefined();
    expect(Object.keys(files).filter((p) => p.includes("file-ready"))).toEqual([
      "src/frameio/validators/file-ready.gen.ts",
    ]);
    expect(broken(files)).toEqual([]);
    expect((await generateApp(files)).changeSet.changes).toEqual([]);
    const back = await rename(files, path, "file-ready");
    expect(back.files).toEqual(before);
  });

  it("takes every edit along, and changes nothing of it but the paths", async () => {
    const first = await created();
    const handler = `// mine
import { onWebhook } from '../frameio/index.gen.js'
import { helper } from "../helper.js";
import type { Logger } from "../frameio/index.gen.js"; /* why */

export default onWebhook( "file.ready",async(event)=>{
  const { other } = await import('./other.js')
  const url = new URL("./data.json", import.meta.url);
  helper(event, other, url, "./not-a-module.js");
});
`;
    const before: MemoryFiles = {
      ...first,
      "src/webhooks/file-ready.ts": handler,
      "src/webhooks/other.ts": "export const other = 1;\n",
      "src/helper.ts":
        'import ready from "./webhooks/file-ready.js";\nexport const helper = (...all: unknown[]) => [ready, all];\n',
      "test/webhooks/file-ready.test.ts": `// edited\r\n${first["test/webhooks/file-ready.test.ts"]}vi.mock("../../src/webhooks/file-ready.js");\n`,
      "test/mine.test.ts":
        'import { fileReady } from "./fixtures/file-ready";\nfileReady;\n',
    };
    const { files, changeSet } = await rename(
      before,
      "file-ready",
      "src/media/deep/ready.ts",
    );
    expect(changeSet.conflicts).toEqual([]);
    expect(files["src/media/deep/ready.ts"]).toBe(
      handler
        .replaceAll("../frameio/", "../../frameio/")
        .replace("../helper.js", "../../helper.js")
        .replace("./other.js", "../../webhooks/other.js")
        .replace("./data.json", "../../webhooks/data.json"),
    );
    expect(files["src/helper.ts"]).toContain('"./media/deep/ready.js"');
    expect(files["test/mine.test.ts"]).toContain(
      '"./fixtures/media/deep/ready"',
    );
    const test = files["test/webhooks/media/deep/ready.test.ts"] ?? "";
    expect(test).toContain("// edited\r\n");
    expect(test).toContain('vi.mock("../../../../src/media/deep/ready.js");');
    expect(broken(files)).toEqual([]);
    expect(changeSet.outcomes).toContainEqual({
      path: "src/helper.ts",
      outcome: "edit",
    });
    const back = await rename(files, "file.ready", "file-ready");
    const { ".frameio/lock.json": _, ...restored } = back.files;
    const { ".frameio/lock.json": __, ...wanted } = before;
    expect(restored).toEqual(wanted);
  });

  it("leaves a deleted test deleted", async () => {
    const { "test/webhooks/file-ready.test.ts": _, ...before } =
      await created();
    const { files } = await rename(before, "file-ready", "ready");
    expect(files["test/webhooks/ready.test.ts"]).toBeUndefined();
    expect((await generateApp(files)).changeSet.changes).toEqual([]);
  });

  it("changes nothing when the name is the same", async () => {
    const before = await created();
    const { changeSet } = await rename(before, "file.ready", "file-ready");
    expect(changeSet.changes).toEqual([]);
  });
});

describe("a rename that is refused", () => {
  it.each<[string, string, string, object]>([
    [
      "no such handler",
      "file-redy",
      "x",
      { code: "FG540", hint: expect.stringContaining('"file-ready"') },
    ],
    ["another's handler", "file-ready", "Comments", { code: "FG541" }],
    ["a file that is there", "file-ready", "src/mine.ts", { code: "FG541" }],
    ["a test that is there", "file-ready", "tested", { code: "FG541" }],
    ["a path of the tool's", "file-ready", "src/frameio/x", { code: "FG541" }],
    ["a path outside", "file-ready", "../x", { code: "FG541" }],
  ])("%s", async (_, from, to, want) => {
    const files = {
      ...(await created()),
      "src/mine.ts": "// mine\n",
      "test/webhooks/tested.test.ts": "// mine\n",
    };
    expect(await faults(files, from, to)).toMatchObject([want]);
  });
});
