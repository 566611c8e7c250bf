import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import {
  addInMemory,
  generateApp,
  removeInMemory,
} from "../support/memory-app.js";

const manifest = `// ours
{
  "name": "removals",
  "webhooks": [
    { "event": "file.ready" }, // the first
    // Add one here.
  ],
}
`;

const created = async (text = manifest) =>
  (await generateInMemory({}, text)).files;

const paths = {
  handler: "src/webhooks/comment-created.ts",
  fixture: "test/fixtures/comment-created.ts",
  test: "test/webhooks/comment-created.test.ts",
};

function edited(files: MemoryFiles, ...which: string[]): MemoryFiles {
  const edits = which.map((path) => [path, `// mine\n${files[path]}`]);
  return { ...files, ...Object.fromEntries(edits) };
}

const left = (files: MemoryFiles) =>
  Object.values(paths).filter((path) => files[path] !== undefined);

describe("removing a webhook", () => {
  const added = async () =>
    addInMemory(await created(), { events: ["comment.created"] });

  it.each<[string, string[], string[]]>([
    ["nothing", [], []],
    ["the handler", [paths.handler], [paths.handler]],
    ["the fixture", [paths.fixture], [paths.fixture]],
    ["the test, and what it imports", [paths.test], Object.values(paths)],
  ])("keeps what was edited: %s", async (_, touched, want) => {
    const files = edited(await added(), ...touched);
    const result = await removeInMemory(files, ["comment.created"]);
    expect(left(result.files)).toEqual(want);
    expect(result.kept.map(({ path }) => path).toSorted()).toEqual(
      want.toSorted(),
    );
    for (const path of want) expect(result.files[path]).toBe(files[path]);
    expect(result.files[".frameio/lock.json"]).not.toContain("comment-created");
    const again = await generateApp(result.files);
    expect(again.changeSet.changes).toEqual([]);
  });

  it("keeps what other code of the user's imports", async () => {
    const files = {
      ...(await added()),
      "src/mine.ts": `import handler from './webhooks/comment-created';\nexport { handler };\n`,
    };
    const result = await removeInMemory(files, ["comment.created"]);
    expect(result.kept).toEqual([{ path: paths.handler, reason: "imported" }]);
    expect(left(result.files)).toEqual([paths.handler]);
  });

  it("deletes edited files, too, with force", async () => {
    const files = edited(await added(), ...Object.values(paths));
    const result = await removeInMemory(files, ["comment.created"], {
      force: true,
    });
    expect(left(result.files)).toEqual([]);
  });

  it("changes the entry alone where the handler receives other events", async () => {
    const text = manifest.replace(
      '"event": "file.ready"',
      '"event": ["file.ready", "file.created"]',
    );
    const before = await created(text);
    const { files, changeSet } = await removeInMemory(before, ["file.ready"]);
    expect(files["frameio.jsonc"]).toContain(
      '{ "event": "file.created", "handler": "src/webhooks/file-ready.ts" }, // the first',
    );
    const touched = changeSet.changes.map(({ path }) => path);
    for (const path of [
      "src/webhooks/file-ready.ts",
      "test/fixtures/file-ready.ts",
    ])
      expect(touched).not.toContain(path);
    expect(files["src/webhooks/file-ready.ts"]).toBeDefined();
  });

  it("helps where the handler's file is gone already", async () => {
    const { [paths.handler]: _, ...files } = await added();
    const result = await removeInMemory(files, ["comment.created"]);
    expect(left(result.files)).toEqual([]);
    expect(result.files).toEqual(await created());
  });
});
