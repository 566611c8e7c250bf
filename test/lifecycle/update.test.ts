import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { openApp } from "../../src/cli/app/open-app.js";
import { runUpdate } from "../../src/cli/commands/update.js";
import type { CliContext } from "../../src/cli/context.js";
import { toolVersion } from "../../src/cli/tool.js";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { LOCKFILE_PATH } from "../../src/lockfile/lockfile.js";
import { parseLockfile } from "../../src/lockfile/parse.js";
import { planUpdate } from "../../src/migrations/plan-update.js";
import type { Migration } from "../../src/migrations/migration.js";
import { migrations as released } from "../../src/migrations/registry.js";
import type { Tool } from "../../src/pipeline.js";
import {
  applyChangeSet,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";
import { snapshot, temporaryFolder } from "../cli/support/folders.js";
import { generateInMemory, testTool } from "../support/generate-app.js";
import { generateApp, opened } from "../support/memory-app.js";
import { fixtureApp, versions } from "./fixtures/load.js";
import { migrations } from "./fixtures/migrations.js";

const madeUp = ["0.0.1", "0.0.5"];
const isMadeUp = (version: string) => madeUp.includes(version);

const tool: Tool = { ...testTool, version: "0.1.0", spec: "0.1.0", migrations };

async function update(files: MemoryFiles, using: Tool = tool) {
  const plan = await planUpdate(opened(files, using));
  return { ...plan, files: applyChangeSet(files, plan.changeSet) };
}

const lockOf = (files: MemoryFiles) =>
  parseLockfile(files[LOCKFILE_PATH] ?? "");

const handlerOf = (version: string) =>
  version === "0.0.1"
    ? "src/handlers/file-ready.ts"
    : "src/webhooks/file-ready.ts";

function edit(
  files: MemoryFiles,
  path: string,
  change: (text: string) => string,
): MemoryFiles {
  const after = change(files[path] ?? "");
  expect(after).not.toBe(files[path]);
  return { ...files, [path]: after };
}

async function codesOf(run: Promise<unknown>) {
  const error: unknown = await run.catch((thrown) => thrown);
  if (!(error instanceof FrameioGenError)) throw error;
  return error.diagnostics.map(({ code }) => code);
}

describe.each(versions)("an app of version %s", (version) => {
  const using: Tool = isMadeUp(version)
    ? tool
    : {
        ...testTool,
        version: "999.0.0",
        spec: "999.0.0",
        migrations: released,
      };

  it("becomes an app of today, as if it had been made today", async () => {
    const { files, changeSet, from, to } = await update(
      fixtureApp(version),
      using,
    );
    expect(changeSet.conflicts).toEqual([]);
    expect([from, to]).toEqual([version, using.version]);
    const today = await generateInMemory({}, files["frameio.jsonc"] ?? "", {
      tool: using,
    });
    const { migrations: _, ...lock } = lockOf(files);
    const wanted = lockOf(today.files);
    expect(Object.keys(lock.files)).toEqual(Object.keys(wanted.files));
    expect(lock).toMatchObject({
      toolVersion: using.version,
      toolSpec: using.version,
      inputs: wanted.inputs,
    });
    for (const [path, text] of Object.entries(today.files))
      if (path !== LOCKFILE_PATH) expect(files[path], path).toBe(text);
    expect(Object.keys(files).toSorted()).toEqual(
      Object.keys(today.files).toSorted(),
    );
  });

  it("is updated once: again changes nothing, and generate goes on", async () => {
    const { files } = await update(fixtureApp(version), using);
    expect((await update(files, using)).changeSet).toMatchObject({
      changes: [],
      lockfile: null,
    });
    const again = await generateApp(files, { tool: using });
    expect(again.changeSet).toMatchObject({ changes: [], lockfile: null });
  });

  it("keeps what the user edited", async () => {
    let before = fixtureApp(version);
    before = edit(before, "package.json", (text) =>
      text.replace('"private": true', '"private": true,\n  "author": "me"'),
    );
    before = edit(before, "src/app.ts", (text) => `${text}// mine\n`);
    before = edit(before, handlerOf(version), (text) =>
      text.replace("ctx.log.info", "// mine\n  ctx.log.warn"),
    );
    before = { ...before, "src/mine.ts": "export const mine = 1;\n" };
    const { files, changeSet } = await update(before, using);
    expect(changeSet.conflicts).toEqual([]);
    expect(files["package.json"]).toContain('"author": "me"');
    expect(files["src/app.ts"]).toContain("// mine");
    expect(files["src/mine.ts"]).toBe(before["src/mine.ts"]);
    const handler = Object.entries(files).find(([path]) =>
      /^src\/webhooks\/file-ready\.ts$/.test(path),
    );
    expect(handler?.[1]).toContain("// mine\n  ctx.log.warn");
  });
});

describe("the TypeScript of an app", () => {
  const pin = (files: MemoryFiles, version: string) =>
    edit(files, "package.json", (text) =>
      text.replace(/"typescript": "[^"]+"/, `"typescript": "${version}"`),
    );

  it("is the user's choice, once it was one: an update asks, and 5.9 stays where it was put back", async () => {
    const chosen = pin(fixtureApp("0.0.5"), "5.8.3");
    const { changeSet } = await update(chosen);
    expect(changeSet.conflicts).toMatchObject([
      { path: "package.json", ours: '"typescript": "5.8.3"' },
    ]);
    const { files } = await update(fixtureApp("0.0.5"));
    const older = pin(files, "5.9.3");
    expect((await update(older)).changeSet.changes).toEqual([]);
    const again = await generateApp(older, { tool });
    expect(again.changeSet).toMatchObject({ changes: [], conflicts: [] });
  });
});

describe.each(madeUp)("a migration of version %s", (version) => {
  it("is told by every other command, which does nothing", async () => {
    const files = fixtureApp(version);
    expect(await codesOf(generateApp(files, { tool }))).toEqual(["FG320"]);
  });

  it("can be run again on what it made: idempotent", async () => {
    const { files } = await update(fixtureApp(version));
    const forgotten = { ...lockOf(files), toolVersion: version };
    const { migrations: _, ...lock } = forgotten;
    const plan = await planUpdate({ ...opened(files, tool), lockfile: lock });
    expect(plan.migrated.length).toBeGreaterThan(0);
    expect(plan.changeSet.changes).toEqual([]);
  });

  it("stops where a person has to help, keeps what went well, and goes on from there", async () => {
    const path = handlerOf(version);
    const before = edit(fixtureApp(version), path, (text) =>
      text.replace("webhook(", "webhook.raw("),
    );
    const stopped = await update(before);
    expect(stopped.failure).toMatchObject({
      code: "FG321",
      file: "src/webhooks/file-ready.ts",
      hint: expect.stringContaining("goes on where it stopped"),
    });
    const done = version === "0.0.1" ? ["hooks-renamed", "handlers-moved"] : [];
    expect(stopped.migrated).toEqual(done);
    const lock = lockOf(stopped.files);
    expect(lock.toolVersion).toBe(version);
    expect(lock.migrations).toEqual({
      ...Object.fromEntries(done.map((id) => [id, "done"])),
      "on-webhook": "failed",
    });
    expect(stopped.files["src/webhooks/file-ready.ts"]).toContain(
      "webhook.raw(",
    );
    // Again without a correction: the same answer, nothing written.
    const again = await update(stopped.files);
    expect(again.failure).toMatchObject({ code: "FG321" });
    expect(again.changeSet).toMatchObject({ changes: [], lockfile: null });
    const corrected = edit(
      stopped.files,
      "src/webhooks/file-ready.ts",
      (text) => text.replace("webhook.raw(", "webhook("),
    );
    const { files, migrated, failure } = await update(corrected);
    expect(failure).toBeUndefined();
    expect(migrated).toEqual(["on-webhook"]);
    expect(lockOf(files)).toMatchObject({
      toolVersion: "0.1.0",
      migrations: { "on-webhook": "done" },
    });
    const { files: straight } = await update(fixtureApp(version));
    expect(files["src/webhooks/file-ready.ts"]).toBe(
      straight["src/webhooks/file-ready.ts"],
    );
  });

  it("is not written when a conflict is left", async () => {
    const before = edit(
      fixtureApp(version),
      "src/frameio/index.gen.ts",
      (text) => `${text}// mine\n`,
    );
    const { changeSet } = await update(before);
    expect(changeSet.conflicts).toMatchObject([
      { diagnostic: { code: "FG301" } },
    ]);
  });
});

describe("versions", () => {
  it("a newer one is refused", async () => {
    const { files } = await generateInMemory(
      {},
      '{ "name": "new", "webhooks": [] }',
      { tool: { ...tool, version: "0.2.0" } },
    );
    expect(await codesOf(generateApp(files, { tool }))).toEqual(["FG423"]);
    expect(await codesOf(update(files))).toEqual(["FG423"]);
  });

  it("an app that was never generated is not updated", async () => {
    const files = { "frameio.jsonc": '{ "name": "x", "webhooks": [] }' };
    expect(await codesOf(update(files))).toEqual(["FG607"]);
  });

  it.each([
    ["0.0.5", "0.1.0"],
    ["^0.0.5", "^0.1.0"],
    ["~0.0.1", "~0.1.0"],
    ["^0.1.0", "^0.1.0"],
    ["file:../tool.tgz", "file:../tool.tgz"],
    ["latest", "latest"],
  ])("package.json names %s, then %s", async (spec, want) => {
    const before = edit(fixtureApp("0.0.5"), "package.json", (text) =>
      text.replace(
        '"create-frameio-app": "0.0.5"',
        `"create-frameio-app":  "${spec}"`,
      ),
    );
    const { files, changeSet } = await update(before);
    expect(changeSet.conflicts).toEqual([]);
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
      devDependencies: { "create-frameio-app": want },
    });
    expect(lockOf(files).toolSpec).toBe(want);
    const again = await generateApp(files, { tool });
    expect(again.changeSet.changes).toEqual([]);
  });
});

describe("when deliveries are answered", () => {
  const using: Tool = { ...tool, migrations: [...migrations, ...released] };
  const withEntries = (entries: string) =>
    edit(fixtureApp("0.0.5"), "frameio.jsonc", (text) =>
      text.replace(
        '{ "event": "file.ready" },\n    { "event": "comment.created" },',
        entries,
      ),
    );

  it("stays as it was in an app that never said it: after the handlers", async () => {
    const before = fixtureApp("0.0.5");
    const { files, migrated, changeSet } = await update(before, using);
    expect(changeSet.conflicts).toEqual([]);
    expect(migrated).toEqual(["on-webhook", "inline-written-down"]);
    expect(files["frameio.jsonc"]).toBe(
      before["frameio.jsonc"]
        ?.replace('"file.ready"', '"file.ready", "mode": "inline"')
        .replace('"comment.created"', '"comment.created", "mode": "inline"'),
    );
    const { model } = await generateApp(files, { tool: using });
    expect(model.webhooks.map(({ mode }) => mode)).toEqual([
      "inline",
      "inline",
    ]);
    const again = await update(files, using);
    expect(again.changeSet).toMatchObject({ changes: [], lockfile: null });
  });

  it("is left alone where the manifest says it, or says what only handlers after the answer can have", async () => {
    const entries = `{
      "event": "file.ready", // ours
      "order": "resource"
    },
    { "event": "comment.created", "mode": "inbox" },
    { "event": "folder.created" /* last */ },`;
    const { files } = await update(withEntries(entries), using);
    expect(files["frameio.jsonc"]).toContain(
      entries.replace(
        '"folder.created" /* last */',
        '"folder.created", /* last */ "mode": "inline"',
      ),
    );
  });
});

it("every migration of the product has an id of its own, and a version", () => {
  const ids = released.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const malformed = (all: readonly Migration[]) =>
    all.filter(
      ({ id, from }) =>
        !/^[a-z][a-z0-9-]*$/.test(id) || !/^\d+\.\d+\.\d+$/.test(from),
    );
  expect(malformed([...released, ...migrations])).toEqual([]);
});

describe("the command, in a folder", () => {
  function contextIn(cwd: string) {
    const out: string[] = [];
    const stream = () => {
      const through = new PassThrough();
      through.on("data", (chunk) => out.push(String(chunk)));
      return through;
    };
    const context: CliContext = {
      cwd,
      env: {},
      stdin: new PassThrough(),
      stdout: stream(),
      stderr: stream(),
      interactive: false,
      signal: new AbortController().signal,
      now: () => 0,
      nodeVersion: process.version,
    };
    return { context, out };
  }

  it.each(madeUp)("brings %s here, in one change set", async (version) => {
    const cwd = temporaryFolder();
    for (const [path, text] of Object.entries(fixtureApp(version))) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    const { context, out } = contextIn(cwd);
    const options = { force: false, conflicts: "report", json: false } as const;
    const open = () => {
      const app = openApp(context, "write-any-version");
      return { ...app, tool: { ...app.tool, migrations } };
    };
    const before = snapshot(cwd);
    expect(await runUpdate(context, open(), { ...options, dryRun: true })).toBe(
      0,
    );
    expect(snapshot(cwd)).toEqual(before);
    expect(
      await runUpdate(context, open(), { ...options, dryRun: false }),
    ).toBe(0);
    expect(out.join("")).toContain(
      `Updated from version ${version} to ${toolVersion()}`,
    );
    expect(
      readFileSync(join(cwd, "src/webhooks/file-ready.ts"), "utf8"),
    ).toContain("onWebhook(");
    const after = snapshot(cwd);
    await runUpdate(context, open(), { ...options, dryRun: false });
    expect(snapshot(cwd)).toEqual(after);
  });
});
