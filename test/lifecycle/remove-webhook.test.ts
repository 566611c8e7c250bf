import fc from "fast-check";
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

describe("any order of adds, then removes", () => {
  const additions = [
    { events: ["comment.created"] },
    { events: ["comment.updated"], secret: "per-webhook" },
    { events: ["file.created"], handler: "files" },
    { events: ["file.deleted"], handler: "files" },
    { events: ["project.created"], secret: "resolver" },
    { events: ["share.viewed"], mode: "inbox" as const },
    { events: ["project.deleted"], handler: "src/file-ready.ts" },
    { events: ["file.updated"], handler: "src/webhooks/a/b.ts" },
  ];
  const order = fc.shuffledSubarray([...additions.keys()], { minLength: 1 });
  const scenario = order.chain((adds) =>
    fc.record({
      adds: fc.constant(adds),
      removals: fc.shuffledSubarray(adds, {
        minLength: adds.length,
        maxLength: adds.length,
      }),
    }),
  );

  async function addAll(files: MemoryFiles, adds: readonly number[]) {
    let result = files;
    for (const index of adds)
      result = await addInMemory(result, additions[index]!);
    return result;
  }

  it("gives the tree of before, byte for byte", async () => {
    const before = await created();
    await fc.assert(
      fc.asyncProperty(scenario, async ({ adds, removals }) => {
        let files = await addAll(before, adds);
        expect(files).not.toEqual(before);
        for (const index of removals) {
          const result = await removeInMemory(files, additions[index]!.events);
          expect(result.changeSet.conflicts).toEqual([]);
          ({ files } = result);
        }
        expect(files).toEqual(before);
      }),
      { seed: 11, numRuns: 25 },
    );
  }, 240_000);

  it("keeps what was edited in between", async () => {
    const before = await created();
    const user: Record<string, (text: string) => string> = {
      "package.json": (text) =>
        text.replace('"private": true', '"private": true,\n  "author": "me"'),
      "README.md": (text) => `${text}\n## Mine\n\nMy own words.\n`,
      ".env.example": (text) => `${text}\nMINE=1\n`,
    };
    await fc.assert(
      fc.asyncProperty(
        scenario,
        fc.nat({ max: 7 }),
        fc.subarray(Object.keys(user)),
        async ({ adds, removals }, when, touched) => {
          let files = await addAll(before, adds.slice(0, when));
          for (const path of touched)
            files = { ...files, [path]: user[path]!(files[path] ?? "") };
          files = await addAll(files, adds.slice(when));
          for (const index of removals)
            ({ files } = await removeInMemory(files, additions[index]!.events));
          for (const [path, text] of Object.entries(before)) {
            if (path.startsWith(".frameio/")) continue;
            const want = touched.includes(path) ? user[path]!(text) : text;
            expect(files[path], path).toBe(want);
          }
        },
      ),
      { seed: 12, numRuns: 15 },
    );
  }, 240_000);
});

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
    const result = await removeInMemory(files, ["comment.created"], true);
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
