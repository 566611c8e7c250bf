import { describe, expect, it } from "vitest";
import { addWebhook } from "../../src/manifest/edit.js";
import type { Tool } from "../../src/pipeline.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory, testTool } from "../support/generate-app.js";

const manifest = `// ours
{
  "name": "second-run",
  "webhooks": [
    { "event": "file.ready" }, // the first
    { "event": ["comment.created", "comment.updated"], "handler": "src/webhooks/comments.ts" },
  ],
}
`;

async function created(): Promise<MemoryFiles> {
  return (await generateInMemory({}, manifest)).files;
}

function edited(
  files: MemoryFiles,
  path: string,
  edit: (text: string) => string,
): MemoryFiles {
  const before = files[path] ?? "";
  const after = edit(before);
  expect(after).not.toBe(before);
  return { ...files, [path]: after };
}

/** A later version of the tool, whose template of a file reads differently. */
function upgraded(template: string, edit: (text: string) => string): Tool {
  return {
    ...testTool,
    fingerprint: "upgraded",
    assets: {
      ...testTool.assets,
      template: (path) => {
        const text = testTool.assets.template(path);
        return path === template ? edit(text) : text;
      },
    },
  };
}

function changed(before: MemoryFiles, after: MemoryFiles): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}

describe("the second run", () => {
  it("adds a webhook and leaves the user's handler alone", async () => {
    const before = edited(
      await created(),
      "src/webhooks/file-ready.ts",
      (text) => `// mine\n${text}`,
    );
    const { text } = addWebhook(manifest, { events: ["file.deleted"] });
    const { files, changeSet } = await generateInMemory(before, text);
    expect(changeSet.conflicts).toEqual([]);
    expect(files["frameio.jsonc"]).toContain("// the first");
    expect(changed(before, files)).toEqual(
      [
        ".frameio/base/.env.example.base",
        ".frameio/base/README.md.base",
        ".frameio/lock.json",
        ".env.example",
        "README.md",
        "frameio.jsonc",
        "src/frameio/routes.gen.ts",
        "src/frameio/validators/file-deleted.gen.ts",
        "src/webhooks/file-deleted.ts",
        "test/fixtures/file-deleted.ts",
        "test/webhooks/file-deleted.test.ts",
      ].sort(),
    );
  });

  it("merges a new version of package.json with the user's", async () => {
    const before = edited(await created(), "package.json", (text) =>
      text
        .replace('"private": true', '"private": true,\n  "author": "me"')
        .replace(
          '"dependencies": {',
          '"dependencies": {\n    "left-pad": "1.3.0",',
        ),
    );
    const tool = upgraded("versions.json", (text) =>
      text.replace(/"hono": "[^"]+"/, '"hono": "99.0.0"'),
    );
    const { files, changeSet } = await generateInMemory(before, manifest, {
      tool,
    });
    expect(changeSet.conflicts).toEqual([]);
    const merged = JSON.parse(files["package.json"] ?? "") as {
      author: string;
      dependencies: Record<string, string>;
    };
    expect(merged.author).toBe("me");
    expect(merged.dependencies).toMatchObject({
      "left-pad": "1.3.0",
      hono: "99.0.0",
    });
  });

  it("merges a new version of the entry point with the user's, by structure", async () => {
    const before = edited(
      await created(),
      "src/app.ts",
      (text) => `${text}\napp.get("/mine", (c) => c.text("mine"));\n`,
    );
    const tool = upgraded("app/src/app.ts", (text) =>
      text.replace(
        'import { Hono } from "hono";',
        'import { Hono } from "hono";\nimport { logger } from "hono/logger";',
      ),
    );
    const { files, changeSet } = await generateInMemory(before, manifest, {
      tool,
    });
    expect(changeSet.conflicts).toEqual([]);
    expect(files["src/app.ts"]).toContain(
      'import { logger } from "hono/logger";',
    );
    expect(files["src/app.ts"]).toContain('app.get("/mine"');
    const again = await generateInMemory(files, manifest, { tool });
    expect(again.changeSet.changes).toEqual([]);
  });

  it("stops at an edited kernel file, with nothing written, until it is forced", async () => {
    const path = "src/frameio/kernel/kernel.gen.ts";
    const before = edited(await created(), path, (text) => `${text}// mine\n`);
    const reported = await generateInMemory(before, manifest);
    expect(
      reported.changeSet.conflicts.map(({ diagnostic }) => diagnostic),
    ).toMatchObject([{ code: "FG301", file: path }]);
    const forced = await generateInMemory(before, manifest, { force: true });
    expect(changed(before, forced.files)).toEqual([path]);
  });

  it("leaves deleted what the user deleted, and brings the kernel back", async () => {
    const { Dockerfile, ...rest } = await created();
    expect(Dockerfile).toBeDefined();
    const { "test/webhooks/file-ready.test.ts": test, ...before } = rest;
    expect(test).toBeDefined();
    const { "src/frameio/kernel/kernel.gen.ts": kernel, ...broken } = before;
    const { files } = await generateInMemory(broken, manifest);
    expect(files["src/frameio/kernel/kernel.gen.ts"]).toBe(kernel);
    expect(files.Dockerfile).toBeUndefined();
    expect(files["test/webhooks/file-ready.test.ts"]).toBeUndefined();
  });

  it("releases the files of a webhook that is gone from the manifest", async () => {
    const before = await created();
    const without = manifest.replace(
      '    { "event": "file.ready" }, // the first\n',
      "",
    );
    const { files, changeSet } = await generateInMemory(before, without);
    expect(changeSet.outcomes).toContainEqual({
      path: "src/webhooks/file-ready.ts",
      outcome: "release",
    });
    expect(files["src/webhooks/file-ready.ts"]).toBe(
      before["src/webhooks/file-ready.ts"],
    );
    expect(files["src/frameio/validators/file-ready.gen.ts"]).toBeUndefined();
    expect(files["src/frameio/routes.gen.ts"]).not.toContain("file-ready");
  });

  it("adds a resolver where the user has one already", async () => {
    const one = manifest.replace(
      '{ "event": "file.ready" }',
      '{ "event": "file.ready", "secret": { "resolver": "first" } }',
    );
    const { files } = await generateInMemory({}, one);
    const before = edited(files, "src/secrets.ts", (text) =>
      text.replace(/\{\n/, "{\n  // looked up in our vault\n"),
    );
    const two = one.replace(
      '"src/webhooks/comments.ts"',
      '"src/webhooks/comments.ts", "secret": { "resolver": "second" }',
    );
    const after = await generateInMemory(before, two);
    expect(after.changeSet.conflicts).toEqual([]);
    const secrets = after.files["src/secrets.ts"] ?? "";
    expect(secrets).toContain("looked up in our vault");
    expect(secrets).toContain("second");
  });

  it("joins a project that was there before, and overwrites nothing of it", async () => {
    const theirs: MemoryFiles = {
      "package.json":
        '{\n  "name": "theirs",\n  "scripts": { "test": "jest" },\n  "dependencies": { "express": "^5.0.0" }\n}\n',
      "README.md": "# Theirs\n",
      ".gitignore": "node_modules\n/secret\n",
      "src/index.ts": "export const theirs = 1;\n",
    };
    const { files, changeSet } = await generateInMemory(theirs, manifest, {
      conflicts: "inline",
    });
    expect(files["README.md"]).toBe("# Theirs\n");
    expect(files["src/index.ts"]).toBe(theirs["src/index.ts"]);
    expect(files[".gitignore"]).toContain("/secret");
    expect(files[".gitignore"]).toContain(".env");
    expect(files["package.json"]).toContain('"express": "^5.0.0"');
    expect(files["package.json"]).toContain('"jest"');
    const keys = changeSet.conflicts
      .map(({ diagnostic }) => diagnostic.message)
      .join();
    expect(keys).toContain("name");
    expect(keys).toContain("scripts.test");
  });

  it("keeps an edited entry point where the lockfile alone is lost", async () => {
    const { ".frameio/lock.json": lock, ...rest } = await created();
    expect(lock).toBeDefined();
    const before = edited(rest, "src/app.ts", (text) => `${text}// mine\n`);
    const { changeSet } = await generateInMemory(before, manifest);
    const touched = changeSet.changes.map(({ path }) => path);
    expect(touched).not.toContain("src/app.ts");
  });

  it("gives the same bytes whatever the order of the calls", async () => {
    const [first, second] = await Promise.all([created(), created()]);
    expect(first).toEqual(second);
  });
});
