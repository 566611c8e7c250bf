import { describe, expect, it } from "vitest";
import type { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { omitTests } from "../../src/handlers/hand-written.js";
import { gentleAdoption } from "../../src/handlers/gentle-adoption.js";
import { planAdoption } from "../../src/handlers/plan-adoption.js";
import { modelOf } from "../../src/pipeline.js";
import {
  applyChangeSet,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import { generateApp, opened } from "../support/memory-app.js";

async function adopt(files: MemoryFiles, events: readonly string[] = []) {
  const app = opened(files);
  const adoption = await planAdoption({
    ...app,
    folderName: "My Folder",
    packageManager: "npm",
    secret: "single",
    events,
  });
  const { manifestText, found } = adoption;
  const { model } = modelOf({ ...app, manifestText });
  const edits = omitTests(model, found, undefined);
  const result = await generateApp(files, {
    manifestText,
    edits,
    conflicts: "ours",
  });
  const changeSet = gentleAdoption(result.changeSet, result.tree, app.disk);
  const adopted = applyChangeSet(files, changeSet);
  return { ...result, changeSet, files: adopted, adoption };
}

const theirs: MemoryFiles = {
  "package.json": `{
  "name": "@acme/media",
  "version": "2.1.0",
  "type": "commonjs",
  "scripts": { "test": "jest", "start": "node old.js" },
  "dependencies": { "express": "^5.0.0", "hono": "^3.0.0" }
}
`,
  "tsconfig.json":
    '{\n  // ours\n  "compilerOptions": { "target": "ES2019", "strict": true }\n}\n',
  "README.md": "# Theirs\n",
  ".gitignore": "node_modules\n/secret\n",
  ".env.example": "WEBHOOK_SECRET=theirs\nOTHER=1\n",
  "src/server.ts": 'import express from "express";\nexpress().listen(3000);\n',
  "src/app.ts": "export const app = 1;\n",
  "src/hooks/ready.ts": `import { onWebhook } from "../frameio/index.gen.js";
export default onWebhook("file.ready", (event) => console.log(event));
`,
  "src/hooks/comments.ts": `import * as frameio from "../frameio/index.gen.js";
const handler = frameio.onWebhook(["comment.created", "comment.updated"], () => {});
export { handler as default };
`,
  "src/hooks/half.ts": `import { onWebhook } from "../frameio/index.gen.js";
export const named = onWebhook("file.deleted", () => {});
`,
};

/** Every line that was there is there. */
function expectKept(before: MemoryFiles, after: MemoryFiles): void {
  for (const [path, text] of Object.entries(before))
    for (const line of text.split("\n"))
      expect(
        after[path]?.split("\n").map((l) => l.trim().replace(/,$/, "")),
        path,
      ).toContain(line.trim().replace(/,$/, ""));
}

describe("adopting a project", () => {
  it("finds its handlers, and overwrites nothing", async () => {
    const { files, changeSet, adoption } = await adopt(theirs, [
      "share.viewed",
    ]);
    expect(changeSet.conflicts).toEqual([]);
    for (const path of Object.keys(theirs))
      if (/^(?:src|README)/.test(path))
        expect(files[path], path).toBe(theirs[path]);
    expect(adoption.manifest).toMatchObject({
      name: "@acme/media",
      webhooks: [
        {
          events: ["comment.created", "comment.updated"],
          handler: "src/hooks/comments.ts",
        },
        { events: ["file.ready"], handler: "src/hooks/ready.ts" },
        { events: ["share.viewed"], handler: "src/webhooks/share-viewed.ts" },
      ],
    });
    expect(adoption.warnings).toMatchObject([
      { code: "FG332", file: "src/hooks/half.ts", line: 2 },
    ]);
    const merged = JSON.parse(files["package.json"] ?? "") as {
      name: string;
      scripts: Record<string, string>;
      dependencies: Record<string, string>;
    };
    expect(merged).toMatchObject({
      name: "@acme/media",
      version: "2.1.0",
      type: "commonjs",
      scripts: {
        test: "jest",
        start: "node old.js",
        generate: "frameio-gen generate",
      },
      dependencies: { express: "^5.0.0", hono: "^3.0.0" },
    });
    expect(merged.dependencies).toHaveProperty("pino");
    expectKept(
      {
        "tsconfig.json": theirs["tsconfig.json"]!,
        ".gitignore": theirs[".gitignore"]!,
        ".env.example": theirs[".env.example"]!,
      },
      files,
    );
    const told = changeSet.warnings
      .map(({ code, message, file }) => `${code} ${file} ${message}`)
      .join("\n");
    expect(files["tsconfig.json"]).toBe(theirs["tsconfig.json"]);
    for (const key of ["private", "engines"])
      expect(merged).not.toHaveProperty(key);
    expect(merged.scripts).not.toHaveProperty("prestart");
    for (const key of [
      "FG336 package.json Your package is CommonJS",
      'FG336 tsconfig.json Your tsconfig.json is not what the generated code is written for: that needs "module": "nodenext", "lib": ["es2023"]',
      "FG333 package.json Your type",
      "scripts.test",
      "scripts.start",
      "dependencies.hono",
      "FG333 src/server.ts Your file",
      "FG333 src/app.ts Your file",
    ])
      expect(told).toContain(key);
    expect(told).not.toContain("Your version");
  });

  it("leaves handlers alone that are registered in code, and makes no second", async () => {
    const own = {
      "package.json": '{ "type": "module" }',
      "src/code.ts": `import * as frameio from "./frameio/index.gen";
import { on as listen } from "./frameio/index.gen.js";
import { on } from "node:events";
listen(["file.ready", "file.created"], () => {});
frameio.on("share.viewed", () => {});
on(process, "comment.created");
`,
      "src/other.ts": theirs["src/hooks/ready.ts"]!.replace(
        "file.ready",
        "file.deleted",
      ).replace("../", "./"),
    };
    const { files, adoption, changeSet } = await adopt(own, [
      "file.created",
      "comment.created",
    ]);
    expect(adoption.manifest.webhooks.flatMap(({ events }) => events)).toEqual([
      "file.deleted",
      "comment.created",
    ]);
    expect(adoption.warnings).toMatchObject([
      { severity: "info", file: "src/code.ts", line: 4 },
      { severity: "info", file: "src/code.ts", line: 5 },
    ]);
    expect(changeSet.warnings).toEqual([]);
    expect(files["src/code.ts"]).toBe(own["src/code.ts"]);
  });

  it("is done once: then it is an app like others", async () => {
    const { files } = await adopt(theirs);
    expect((await generateApp(files)).changeSet.changes).toEqual([]);
    expect(files["test/webhooks/hooks/ready.test.ts"]).toBeUndefined();
    expect(files["test/fixtures/hooks/ready.ts"]).toBeDefined();
  });

  it("takes up an app whose bookkeeping is lost", async () => {
    const manifest =
      '{ "name": "lost", "webhooks": [{ "event": "file.ready" }] }\n';
    const { files: whole } = await generateInMemory({}, manifest);
    const lost = Object.fromEntries(
      Object.entries(whole).filter(
        ([path]) => !path.startsWith(".frameio/") && path !== "frameio.jsonc",
      ),
    );
    const { files, changeSet, adoption } = await adopt(lost);
    expect(changeSet.conflicts).toEqual([]);
    expect(adoption.manifest.name).toBe("lost");
    for (const [path, text] of Object.entries(lost))
      expect(files[path], path).toBe(text);
  });

  it("is named after its folder where it has no name", async () => {
    const { adoption } = await adopt({ "package.json": "broken" }, [
      "file.ready",
    ]);
    expect(adoption.manifest.name).toBe("my-folder");
  });

  it("is refused where a file of the tool's would replace one", async () => {
    const { changeSet } = await adopt({
      ...theirs,
      "src/frameio/index.gen.ts": "// mine\n",
    });
    expect(
      changeSet.conflicts.map(({ diagnostic }) => diagnostic),
    ).toMatchObject([{ code: "FG302", file: "src/frameio/index.gen.ts" }]);
  });

  it("is refused where two files handle one event", async () => {
    const twice = { ...theirs, "src/second.ts": theirs["src/hooks/ready.ts"]! };
    const error: unknown = await adopt(twice).catch((e) => e);
    expect((error as FrameioGenError).diagnostics).toMatchObject([
      { code: "FG332", file: "src/second.ts" },
    ]);
  });
});
