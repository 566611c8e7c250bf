import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { acme } from "../support/look-alikes.js";
import { tree } from "../unit/workspace/trees.js";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const HANDLER = "src/webhooks/comment-created.ts";

async function gen(root: string, ...args: string[]) {
  return run("gen", args, { cwd: root });
}

/** An app with a webhook added; its tree before and after. */
async function appWithChange() {
  const root = freshApp();
  const before = tree(root, true);
  expect(await gen(root, "add-webhook", "comment.created")).toMatchObject({
    code: 0,
  });
  return { root, before, after: tree(root, true) };
}

describe("undo", () => {
  it("takes the last change back, byte for byte, and leaves nothing of its own", async () => {
    const { root, before } = await appWithChange();
    const result = await gen(root, "undo");
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("`add-webhook comment.created`");
    expect(result.stdout).toMatch(/delete {2}src\/webhooks\/comment-created/);
    expect(tree(root, true)).toEqual(before);
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
  });

  it("goes further back when it is run again, until nothing is left", async () => {
    const root = freshApp();
    const trees = [tree(root)];
    for (const event of ["comment.created", "file.created"]) {
      await gen(root, "add-webhook", event);
      trees.push(tree(root));
    }
    appendFileSync(join(root, "frameio.jsonc"), "// by hand\n");
    expect(await gen(root)).toMatchObject({ code: 0 });
    // The tool's own notes alone changed. What the user wrote stays, so the manifest keeps its last line.
    const third = await gen(root, "undo");
    expect(third.stdout).toContain("only the tool's own notes went back");
    expect(third.stderr).toContain("`npx frameio-gen generate` would");
    writeFileSync(
      join(root, "frameio.jsonc"),
      trees[2]?.["frameio.jsonc"] ?? "",
    );
    expect(tree(root)).toEqual(trees[2]);
    for (const wanted of [trees[1], trees[0]]) {
      expect(await gen(root, "undo")).toMatchObject({ code: 0 });
      expect(tree(root)).toEqual(wanted);
    }
    const all = await gen(root, "undo");
    expect(all).toMatchObject({ code: 0 });
    expect(all.stderr).toContain("`create`");
    expect(all.stderr).toContain("The app is taken back");
    // Secrets are no part of the commit.
    expect(Object.keys(tree(root) ?? {})).toEqual([".env"]);
    expect(await gen(root, "undo")).toMatchObject({ code: 1 });
  });

  it("tells what was changed before the command apart from what the command did", async () => {
    const root = freshApp();
    const manifest = join(root, "frameio.jsonc");
    const edited = readFileSync(manifest, "utf8").replace(
      '"report"',
      '"reject"',
    );
    writeFileSync(manifest, edited);
    expect(await gen(root, "add-webhook", "comment.created")).toMatchObject({
      code: 0,
    });
    const { stderr } = await gen(root, "undo");
    expect(stderr).toContain(
      "Something was changed before `add-webhook comment.created` and is not generated",
    );
    expect(stderr).not.toContain("would make it again");
    expect(readFileSync(manifest, "utf8")).toBe(edited);
  });

  it("leaves nothing that hides an app above it", async () => {
    const root = freshApp();
    const below = join(root, "packages/other");
    mkdirSync(join(below, ".frameio"), { recursive: true });
    expect(await run("gen", ["check"], { cwd: below })).toMatchObject({
      code: 0,
    });
  });

  it("has nothing to take back in a clone", async () => {
    const { root } = await appWithChange();
    rmSync(join(root, ".frameio/history"), { recursive: true });
    const nothing = await gen(root, "undo");
    expect(nothing).toMatchObject({ code: 1, stdout: "" });
    expect(nothing.stderr).toContain("FG431");
    expect(nothing.stderr).toContain("version control");
  });

  it("takes an app's creation back only where nothing of it was edited", async () => {
    const root = freshApp();
    appendFileSync(join(root, "src/webhooks/file-ready.ts"), "// my work\n");
    writeFileSync(join(root, "mine.txt"), "mine");
    const before = snapshot(root);
    const refused = await gen(root, "undo");
    expect(refused.code).toBe(4);
    expect(refused.stdout).toContain("-// my work");
    expect(refused.stderr).toContain("undo would delete it");
    expect(snapshot(root)).toEqual(before);
  });

  it("takes an adoption back: the project is as it was", async () => {
    const root = join(temporaryFolder(), "theirs");
    mkdirSync(join(root, "src"), { recursive: true });
    writeFileSync(join(root, "package.json"), '{ "name": "theirs" }\n');
    writeFileSync(join(root, "src/mine.ts"), "export const mine = 1;\n");
    const before = tree(root, true);
    const args = ["adopt", "--events", "file.ready", "--yes"];
    expect(await gen(root, ...args)).toMatchObject({ code: 0 });
    expect(Object.keys(tree(root) ?? {}).length).toBeGreaterThan(20);
    const undone = await gen(root, "undo");
    expect(undone).toMatchObject({ code: 0 });
    expect(undone.stderr).toContain("`adopt");
    expect(tree(root, true)).toEqual(before);
  });

  it.each<
    [
      name: string,
      args: readonly string[],
      prepare: (root: string) => void,
      written: string,
    ]
  >([
    [
      "adopt",
      ["adopt", "--events", "file.ready", "--yes"],
      (root) => {
        rmSync(root, { recursive: true });
        mkdirSync(join(root, "src"), { recursive: true });
        writeFileSync(join(root, "package.json"), '{ "name": "theirs" }\n');
        writeFileSync(join(root, "src/mine.ts"), "export const mine = 1;\n");
        writeFileSync(join(root, "tsconfig.json"), "{}\n");
      },
      "package.json",
    ],
    [
      "migrate frameio@2 frameio@4",
      ["migrate", "frameio@2", "frameio@4"],
      (root) => {
        const manifest = {
          name: "app",
          providers: {
            frameio: { schema: "frameio@2", path: "/webhooks/frameio" },
          },
          webhooks: [{ event: "asset.ready" }],
        };
        writeFileSync(join(root, "frameio.jsonc"), JSON.stringify(manifest));
        for (const folder of ["src/webhooks", "test/webhooks", "test/fixtures"])
          rmSync(join(root, folder), { recursive: true });
      },
      "src/webhooks/file-ready.ts",
    ],
    [
      "add-provider acme.yaml",
      ["add-provider", "acme.yaml", "--name", "acme"],
      (root) => writeFileSync(join(root, "acme.yaml"), acme),
      "schemas/acme.json",
    ],
    [
      "templates eject",
      ["templates", "eject", "app/README.md.hbs"],
      () => {},
      ".frameio/templates/app/README.md.hbs",
    ],
    [
      "rename-handler",
      ["rename-handler", "file-ready", "transcode"],
      () => {},
      "src/webhooks/transcode.ts",
    ],
  ])(
    "takes %s back, file by file; refuses where one was edited since",
    async (name, args, prepare, written) => {
      const root = freshApp();
      prepare(root);
      // What is not generated yet is no part of what is taken back.
      if (name.startsWith("migrate"))
        expect(await gen(root, "generate")).toMatchObject({ code: 0 });
      const before = tree(root, true);
      expect(await gen(root, ...args)).toMatchObject({ code: 0 });
      const text = readFileSync(join(root, written), "utf8");
      writeFileSync(join(root, written), `${text}\n`);
      const edited = snapshot(root);
      const refused = await gen(root, "undo");
      expect(refused.code).toBe(4);
      expect(refused.stderr).toContain(`\`${name.split(" ")[0]}`);
      expect(refused.stderr).toMatch(
        new RegExp(`^${written}.* error FG430`, "m"),
      );
      expect(refused.stderr.match(/FG430/g)).toHaveLength(1);
      expect(snapshot(root)).toEqual(edited);
      writeFileSync(join(root, written), text);
      expect(await gen(root, "undo")).toMatchObject({ code: 0 });
      expect(tree(root, true)).toEqual(before);
    },
  );

  it("refuses where the user has edited since, and shows what would be lost", async () => {
    const { root } = await appWithChange();
    appendFileSync(join(root, HANDLER), "// my work\n");
    appendFileSync(join(root, "README.md"), "My words.\n");
    const before = snapshot(root);
    const refused = await gen(root, "undo");
    expect(refused.code).toBe(4);
    expect(refused.stdout).toContain("-// my work");
    expect(refused.stdout).toContain("-My words.");
    expect(refused.stderr.match(/FG430/g)).toHaveLength(2);
    expect(refused.stderr).toContain(HANDLER);
    expect(refused.stderr).toContain("undo --force");
    expect(refused.stderr).toContain("Nothing was written");
    const json = await gen(root, "undo", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      exitCode: 4,
      command: "undo",
      undone: "add-webhook comment.created",
      changed: false,
      conflicts: [
        { code: "FG430", file: "README.md" },
        { code: "FG430", file: HANDLER },
      ],
      lost: [
        { path: "README.md", patch: expect.stringContaining("-My words.") },
        { path: HANDLER, patch: expect.stringContaining("-// my work") },
      ],
    });
    expect(snapshot(root)).toEqual(before);
  });

  it("--force loses the edits, and says which", async () => {
    const { root, before } = await appWithChange();
    appendFileSync(join(root, HANDLER), "// my work\n");
    const result = await gen(root, "undo", "--force");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("-// my work");
    expect(tree(root, true)).toEqual(before);
  });

  it("keeps edits of other files", async () => {
    const { root, before } = await appWithChange();
    appendFileSync(join(root, "src/webhooks/file-ready.ts"), "// mine\n");
    writeFileSync(join(root, "mine.txt"), "mine");
    expect(await gen(root, "undo")).toMatchObject({ code: 0 });
    const found = tree(root, true);
    expect(found?.["src/webhooks/file-ready.ts"]).toBe(
      `${before?.["src/webhooks/file-ready.ts"]}// mine\n`,
    );
    expect(found?.["mine.txt"]).toContain("mine");
  });

  it("--dry-run says what would go back, and writes nothing", async () => {
    const { root } = await appWithChange();
    const before = snapshot(root);
    const result = await gen(root, "undo", "--dry-run");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("Dry run, nothing was written");
    expect(result.stdout).toMatch(/comment-created\.ts +delete/);
    expect(snapshot(root)).toEqual(before);
  });

  it("--json is one document", async () => {
    const { root } = await appWithChange();
    const result = await gen(root, "undo", "--json");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      command: "undo",
      undone: "add-webhook comment.created",
      changed: true,
      lost: [],
      files: expect.arrayContaining([{ path: HANDLER, outcome: "delete" }]),
    });
  });

  it("passes over what is gone already or as it was", async () => {
    const { root, before } = await appWithChange();
    rmSync(join(root, HANDLER));
    writeFileSync(
      join(root, "README.md"),
      (before?.["README.md"] ?? "").replace(/^\d+ /, ""),
    );
    const result = await gen(root, "undo");
    expect(result).toMatchObject({ code: 0 });
    expect(tree(root, true)).toEqual(before);
  });

  it("does not bring back what the user deleted, unless forced", async () => {
    const { root, before } = await appWithChange();
    rmSync(join(root, "README.md"));
    const refused = await gen(root, "undo");
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("was deleted after");
    expect(await gen(root, "undo", "--force")).toMatchObject({ code: 0 });
    expect(tree(root, true)).toEqual(before);
  });

  it("brings back the edit that generate --force discarded", async () => {
    const root = freshApp();
    const path = "src/frameio/routes.gen.ts";
    appendFileSync(join(root, path), "// mine\n");
    const before = tree(root);
    expect(await gen(root, "generate", "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(join(root, path), "utf8")).not.toContain("// mine");
    expect(await gen(root, "undo")).toMatchObject({ code: 0 });
    expect(tree(root)).toEqual(before);
  });

  it("refuses when the lockfile is another one, such as after a change of the branch", async () => {
    const { root } = await appWithChange();
    const lock = join(root, ".frameio/lock.json");
    writeFileSync(lock, readFileSync(lock, "utf8").replace(/\n$/, "\n\n"));
    const before = snapshot(root);
    const result = await gen(root, "undo", "--force");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG432");
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses a folder in a file's place, and writes nothing", async () => {
    const { root } = await appWithChange();
    rmSync(join(root, HANDLER));
    mkdirSync(join(root, HANDLER));
    const before = snapshot(root);
    const result = await gen(root, "undo", "--force");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG405");
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses a damaged record", async () => {
    const { root } = await appWithChange();
    writeFileSync(join(root, ".frameio/history/2.json"), "{");
    const before = snapshot(root);
    const result = await gen(root, "undo", "--force");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG433");
    expect(snapshot(root)).toEqual(before);
  });

  it("refuses a record whose lockfile cannot be one", async () => {
    const { root } = await appWithChange();
    const path = join(root, ".frameio/history/2.json");
    const { lockfile, ...rest } = JSON.parse(readFileSync(path, "utf8"));
    const text = JSON.stringify({
      ...rest,
      lockfile: { ...lockfile, before: "{}" },
    });
    writeFileSync(path, text);
    const result = await gen(root, "undo");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG420");
  });

  it("keeps its records out of version control", async () => {
    const { root } = await appWithChange();
    expect(readdirSync(join(root, ".frameio/history"))).toEqual([
      "1.json",
      "2.json",
    ]);
    const ignored = readFileSync(join(root, ".frameio/.gitignore"), "utf8");
    expect(ignored).toContain("/history/");
  });
});
