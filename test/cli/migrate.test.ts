import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

const gen = (cwd: string, ...args: string[]) => run("gen", args, { cwd });
const read = (root: string, path: string) =>
  readFileSync(join(root, path), "utf8");

const manifest = `{
  // V2 for now
  "name": "app",
  "providers": {
    "frameio": { "schema": "frameio@2", "path": "/webhooks/frameio" },
  },
  "webhooks": [
    { "event": "asset.ready" }, // the main thing
    { "event": ["asset.created", "asset.updated"], "handler": "src/webhooks/assets.ts" },
    { "event": "reviewlink.*", "handler": "src/webhooks/links.ts" },
    { "event": "collaborator.created" }, // who joins
    { "event": "comment.created" },
  ],
}
`;

const handler = `import { onWebhook, type AssetReadyEvent } from "../frameio/index.gen.js";

const API = "https://api.frame.io/v2";

// asset.ready is what we wait for
export default onWebhook("asset.ready", async (event, ctx) => {
  const { team, resource } = event;
  if (resource.type === "asset")   ctx.log.info({ team: team.id }, nameOf(event));
  await fetch(\`\${API}/assets/\${resource.id}\`);
});

function nameOf({ team: { id }, ...rest }: AssetReadyEvent): string {
  return \`\${id} \${rest.project?.id ?? "none"} \${rest.type}\`;
}
`;

const migrated = handler
  .replaceAll("AssetReadyEvent", "FileReadyEvent")
  .replace('onWebhook("asset.ready"', 'onWebhook("file.ready"')
  .replace("{ team, resource }", "{ workspace: team, resource }")
  .replace('=== "asset"', '=== "file"')
  .replace("{ team: { id }", "{ workspace: { id }");

async function legacyApp(): Promise<string> {
  const root = freshApp();
  installInto(root);
  writeFileSync(join(root, "frameio.jsonc"), manifest);
  const made = await gen(root, "generate");
  if (made.code !== 0) throw new Error(made.output);
  for (const path of [
    "src/webhooks/file-ready.ts",
    "test/fixtures/file-ready.ts",
    "test/webhooks/file-ready.test.ts",
  ])
    rmSync(join(root, path));
  writeFileSync(join(root, "src/webhooks/asset-ready.ts"), handler);
  return root;
}

function texts(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !/^(node_modules|\.frameio\/history)/.test(path))
      .map(([path, shown]) => [path, shown.replace(/^\S+ /, "")]),
  );
}

describe("migrate frameio@2 frameio@4", () => {
  it("renames what is evident, lists the rest, and can be taken back", async () => {
    const root = await legacyApp();
    const start = texts(root);
    const dry = await gen(
      root,
      "migrate",
      "frameio@2",
      "frameio@4",
      "--dry-run",
    );
    expect(dry).toMatchObject({ code: 0 });
    expect(texts(root)).toEqual(start);

    const result = await gen(root, "migrate", "frameio@2", "frameio@4");
    expect(result).toMatchObject({ code: 0 });
    expect(read(root, "frameio.jsonc")).toBe(
      manifest
        .replace("frameio@2", "frameio@4")
        .replace('"asset.ready"', '"file.ready"')
        .replace(
          '"asset.created", "asset.updated"',
          '"file.created", "file.updated"',
        )
        .replace("reviewlink.*", "share.*")
        .replace('    { "event": "collaborator.created" }, // who joins\n', ""),
    );
    // Names are changed, and nothing else: not the layout, not the comments.
    expect(read(root, "src/webhooks/file-ready.ts")).toBe(migrated);
    expect(existsSync(join(root, "src/webhooks/asset-ready.ts"))).toBe(false);
    expect(read(root, "src/webhooks/assets.ts")).toContain('"file.created"');
    expect(read(root, "src/webhooks/links.ts")).toContain('"share.*"');
    expect(read(root, "test/fixtures/file-ready.ts")).toContain("workspace: {");
    // What is left to somebody who knows.
    expect(result.stdout).toContain(
      "src/webhooks/asset-ready.ts:3:13 info FG235",
    );
    expect(result.stdout).toContain("V4 sends folder.created for those");
    expect(result.stdout).toContain(
      "src/webhooks/collaborator-created.ts:4:26 error FG230 The event collaborator.created is gone",
    );
    expect(result.stderr).toContain("frameio.jsonc:11 warning FG335");
    expect(result.stderr).toContain("// who joins");
    expect(existsSync(join(root, "src/webhooks/collaborator-created.ts"))).toBe(
      true,
    );

    const again = await gen(root, "migrate", "frameio@2", "frameio@4");
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toBe(
      "Nothing to do: the app is at frameio@4 already.\n",
    );
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
    expect(await gen(root, "undo")).toMatchObject({ code: 0 });
    expect(texts(root)).toEqual(start);
  });

  it("leaves code behind that compiles, but for what it listed: also where a handler was moved, and a sample edited", async () => {
    const root = await legacyApp();
    const moved = join(root, "src/deep/transcode.ts");
    mkdirSync(join(root, "src/deep"));
    rmSync(join(root, "src/webhooks/asset-ready.ts"));
    writeFileSync(moved, handler.replaceAll("\n", "\r\n"));
    const sample = join(root, "test/fixtures/asset-ready.ts");
    writeFileSync(
      sample,
      readFileSync(sample, "utf8").replace(/ id: "[^"]*"/, ' id: "mine"'),
    );
    const early = await gen(root, "migrate", "frameio@2", "frameio@4");
    expect(early).toMatchObject({ code: 1 });
    expect(early.stderr).toContain("is now src/deep/transcode.ts");
    expect(await gen(root, "generate")).toMatchObject({ code: 0 });
    const result = await gen(
      root,
      "migrate",
      "frameio@2",
      "frameio@4",
      "--json",
    );
    const { places } = JSON.parse(result.stdout) as {
      places: { kind: string; file: string }[];
    };
    expect(readFileSync(moved, "utf8")).toBe(migrated.replaceAll("\n", "\r\n"));
    expect(places).toContainEqual(
      expect.objectContaining({
        file: "test/fixtures/deep/transcode.ts",
        event: "file.ready",
        field: "account",
      }),
    );
    const listed = places
      .filter(({ kind }) => kind === "breaks")
      .map(({ file }) => file);
    const { execFileSync } = await import("node:child_process");
    let told = "";
    try {
      execFileSync(
        process.execPath,
        [join(root, "node_modules/typescript7/bin/tsc"), "-p", ".", "--noEmit"],
        { cwd: root },
      );
    } catch (error) {
      told = String((error as { stdout: Buffer }).stdout);
    }
    const failing = told
      .split("\n")
      .filter((line) => line.includes("error TS"))
      .map((line) => line.replace(/\(.*/, ""));
    expect([...new Set(failing)].sort()).toEqual([...new Set(listed)].sort());
    expect(
      failing.every((path) =>
        /collaborator-created|fixtures\/deep\/transcode/.test(path),
      ),
    ).toBe(true);
  });
});

it("brings an app that has both versions: what became one event stays two handlers, each with its options", async () => {
  const root = freshApp();
  installInto(root);
  const write = (path: string, text: string) =>
    writeFileSync(join(root, path), text);
  const both = `{
  "name": "app",
  "providers": {
    "frameio": { "schema": "frameio@4", "path": "/webhooks/frameio" },
    "legacy": { "schema": "frameio@2", "path": "/webhooks/legacy" },
  },
  "webhooks": [
    { "event": "file.ready", "provider": "frameio" }, // the new way
    {
      "event": "asset.ready", // the old way
      "provider": "legacy",
      "secret": { "env": "LEGACY_SECRET" },
      "mode": "inline",
      "dedupe": { "by": "resource", "windowSeconds": 60 },
    },
    { "event": "comment.*", "provider": "legacy", "handler": "src/webhooks/comments.ts" },
  ],
}
`;
  write("frameio.jsonc", both);
  expect(await gen(root, "generate")).toMatchObject({ code: 0 });
  const ready = read(root, "src/webhooks/file-ready.ts").replace(
    "event.type",
    '"new"',
  );
  const more = `import { isEvent, on } from "./frameio/index.gen.js";

on("asset.ready", async (event, ctx) => {
  if (isEvent(event, ctx, "asset.ready")) ctx.log.info(event.team.id);
});
on("file.ready", async (event, ctx) => ctx.log.info(event.workspace.id));
on("comment.created", async (event, ctx) => ctx.log.info(event.type));
`;
  write("src/webhooks/file-ready.ts", ready);
  write("src/webhooks/asset-ready.ts", handler);
  write("src/more.ts", more);
  const start = texts(root);

  const result = await gen(root, "migrate", "frameio@2", "frameio@4");
  expect(result.code, result.output).toBe(0);
  expect(result.output).not.toContain("FG230");
  expect(read(root, "frameio.jsonc")).toBe(
    both
      .replace("frameio@2", "frameio@4")
      .replace('"asset.ready"', '"file.ready"')
      .replace(
        '"windowSeconds": 60 },',
        '"windowSeconds": 60 },\n      "handler": "src/webhooks/asset-ready.ts",',
      ),
  );
  expect(read(root, "src/webhooks/file-ready.ts")).toBe(ready);
  expect(read(root, "src/webhooks/asset-ready.ts")).toBe(migrated);
  // Each goes on with the deliveries that it had: the endpoints share a name now.
  expect(read(root, "src/more.ts")).toBe(
    more
      .replace('on("asset.ready"', 'on("file.ready"')
      .replace('"asset.ready")) ', '"file.ready", "legacy")) ')
      .replace("event.team", "event.workspace")
      .replace("});\n", '}, { provider: "legacy" });\n')
      .replace(
        "ctx.log.info(event.workspace.id));\non(",
        'ctx.log.info(event.workspace.id), { provider: "frameio" });\non(',
      ),
  );
  expect(await gen(root, "undo")).toMatchObject({ code: 0 });
  expect(texts(root)).toEqual(start);
}, 120_000);

it.each([
  ["a pair that nobody knows", ["frameio@4", "frameio@2"], 1, "FG236"],
  [
    "an app of another provider",
    ["frameio@2", "frameio@4"],
    0,
    "is at frameio@4 already",
  ],
  ["one version", ["frameio@2"], 2, "FG504"],
])("says so: %s", async (_, args, code, told) => {
  const root = freshApp();
  const start = snapshot(root);
  const result = await gen(root, "migrate", ...args);
  expect(result.code).toBe(code);
  expect(result.output).toContain(told);
  expect(snapshot(root)).toEqual(start);
});
