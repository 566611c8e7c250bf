import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { digest } from "../../src/lockfile/digest.js";
import { bins, run } from "./support/run.js";

prepareApp();

describe("generate", () => {
  it("touches nothing when nothing changed, from any folder of the app", async () => {
    const root = freshApp();
    const before = snapshot(root);
    for (const cwd of [root, join(root, "src/webhooks")]) {
      const result = await run("gen", [], { cwd });
      expect(result).toMatchObject({ code: 0, stderr: "" });
      expect(result.stdout).toContain("Nothing to do");
    }
    expect(snapshot(root)).toEqual(before);
  });

  it("follows the manifest", async () => {
    const root = freshApp();
    edit(root, "frameio.jsonc", (text) =>
      text.replace('{ "event": "file.ready" }', '{ "event": "file.created" }'),
    );
    const dry = await run("gen", ["generate", "--dry-run"], { cwd: root });
    expect(dry.stdout).toMatch(/file-created\.ts +create/);
    const result = await run("gen", ["--json"], { cwd: root });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      command: "generate",
      changed: true,
      files: expect.arrayContaining([
        { path: "src/webhooks/file-created.ts", outcome: "create" },
        // The user's: it is handed over, not deleted.
        { path: "src/webhooks/file-ready.ts", outcome: "release" },
      ]),
    });
    expect(await run("gen", ["check"], { cwd: root })).toMatchObject({
      code: 0,
    });
  });

  it("keeps an edit of its own files until --force", async () => {
    const root = freshApp();
    const path = "src/frameio/routes.gen.ts";
    edit(root, path, (text) => `${text}// mine\n`);
    const before = snapshot(root);
    const refused = await run("gen", [], { cwd: root });
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(path);
    expect(refused.stderr).toContain("--force");
    expect(refused.stderr).toContain("Nothing was written");
    expect(snapshot(root)).toEqual(before);
    const forced = await run("gen", ["--force"], { cwd: root });
    expect(forced).toMatchObject({ code: 0 });
    expect(read(root, path)).not.toContain("// mine");
  });

  it("tells every mistake of the manifest, with its place, and writes nothing", async () => {
    const root = freshApp();
    edit(root, "frameio.jsonc", (text) =>
      text
        .replace('"file.ready"', '"file.redy"')
        .replace('"target"', '"tarqet"'),
    );
    const before = snapshot(root);
    const result = await run("gen", [], { cwd: root });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/frameio\.jsonc:\d+:\d+ error FG104/);
    expect(result.stderr).toContain('Did you mean "file.ready"?');
    expect(result.stderr).toContain("FG102");
    expect(snapshot(root)).toEqual(before);
  });

  it("says where an app would be, outside of one", async () => {
    const cwd = temporaryFolder();
    // Whatever lies above a repository is another project's.
    writeFileSync(join(cwd, "frameio.jsonc"), "{}");
    mkdirSync(join(cwd, "repository/.git"), { recursive: true });
    const result = await run("gen", [], { cwd: join(cwd, "repository") });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG107");
    expect(result.stderr).toContain("npm create frameio-app");
  });
});

describe("check", () => {
  it.each<
    [
      reason: string,
      change: (root: string) => void | Promise<void>,
      path: string,
      annotation: RegExp,
    ]
  >([
    [
      "edited",
      (root) =>
        edit(root, "src/frameio/routes.gen.ts", (text) => `${text}//\n`),
      "src/frameio/routes.gen.ts",
      /^::error file=app\/src\/frameio\/routes\.gen\.ts,line=[1-9]\d,title=frameio-gen check%3A edited::src\/frameio\/routes\.gen\.ts was edited, and belongs to frameio-gen\. See your edit with `npx frameio-gen diff /m,
    ],
    [
      "conflict",
      async (root) => {
        const template = ".frameio/templates/app/README.md.hbs";
        await run("gen", ["templates", "eject", "app/README.md.hbs"], {
          cwd: root,
        });
        edit(root, "README.md", (text) => text.replace(/^# .*/, "# 100%\n"));
        edit(root, template, (text) => text.replace(/^# .*/, "# Theirs"));
      },
      "README.md",
      /^::error file=app\/README\.md,line=1,title=frameio-gen check%3A conflict::README\.md was changed by you and by the template, differently\. Make your text agree .*--conflict inline/m,
    ],
    [
      "missing",
      (root) => rmSync(join(root, "src/frameio/index.gen.ts")),
      "src/frameio/index.gen.ts",
      /^::warning file=app\/src\/frameio\/index\.gen\.ts,title=frameio-gen check%3A missing::src\/frameio\/index\.gen\.ts is missing\. Run `npx frameio-gen generate`, and commit the result\.$/m,
    ],
    [
      "stale-manifest",
      (root) =>
        edit(root, "frameio.jsonc", (text) =>
          text.replace('"validate": "report"', '"validate": "reject"'),
        ),
      "src/frameio/routes.gen.ts",
      /^::warning file=app\/src\/frameio\/routes\.gen\.ts,title=frameio-gen check%3A stale-manifest::src\/frameio\/routes\.gen\.ts does not follow the manifest any more\. Run `npx frameio-gen generate`, and commit the result\.$/m,
    ],
    [
      "orphan",
      (root) =>
        edit(root, "frameio.jsonc", (text) =>
          text.replace('{ "event": "file.ready" },', ""),
        ),
      "src/frameio/validators/file-ready.gen.ts",
      /^::warning file=app\/src\/frameio\/validators\/file-ready\.gen\.ts,title=frameio-gen check%3A orphan::src\/frameio\/validators\/file-ready\.gen\.ts is no longer generated\. Run `npx frameio-gen generate`, and commit the result\.$/m,
    ],
    [
      "stale-template",
      (root) => {
        older(root, "src/frameio/routes.gen.ts", (lock) => ({
          ...lock,
          toolVersion: "0.0.1",
          // What that version's apps needed is done.
          migrations: { "inline-written-down": "done" },
          inputs: "older",
        }));
      },
      "src/frameio/routes.gen.ts",
      /^::warning file=app\/src\/frameio\/routes\.gen\.ts,title=frameio-gen check%3A stale-template::src\/frameio\/routes\.gen\.ts was made from other templates: of the tool, of a layer, or of your own\. Run `npx frameio-gen generate`, and commit the result\.$/m,
    ],
    [
      "stale-schema",
      (root) => {
        older(root, "src/frameio/events.gen.ts", (lock) => ({
          ...lock,
          inputs: "older",
          providers: { frameio: { schema: "frameio@4", digest: "older" } },
        }));
      },
      "src/frameio/events.gen.ts",
      /^::warning file=app\/src\/frameio\/events\.gen\.ts,title=frameio-gen check%3A stale-schema::src\/frameio\/events\.gen\.ts was made from older event schemas\. Run `npx frameio-gen generate`, and commit the result\.$/m,
    ],
  ])(
    "finds what is %s, with exit code 3",
    async (reason, change, path, annotation) => {
      const root = freshApp();
      await change(root);
      const before = snapshot(root);
      const GITHUB_WORKSPACE = join(root, "..");
      const result = await run("gen", ["check"], {
        cwd: root,
        env: { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE },
      });
      expect(result.code).toBe(3);
      expect(result.stdout).toContain("npx frameio-gen generate");
      expect(result.stdout).toMatch(annotation);
      const json = await run("gen", ["check", "--json"], { cwd: root });
      expect(json.code).toBe(3);
      const { drift, ...report } = JSON.parse(json.stdout) as {
        drift: (Record<
          "path" | "reason" | "severity" | "message" | "hint",
          string
        > & {
          line?: number;
        })[];
      };
      expect(report).toMatchObject({ ok: false, exitCode: 3 });
      expect(drift).toContainEqual(expect.objectContaining({ path, reason }));
      // The same is said of the same files, everywhere.
      expect(
        result.stdout.split("\n").filter((line) => line.startsWith("::")),
      ).toEqual(
        drift.map(({ severity, line, message, hint, ...each }) => {
          const at = line === undefined ? "" : `,line=${line}`;
          return `::${severity} file=app/${each.path}${at},title=frameio-gen check%3A ${each.reason}::${each.path} ${message}. ${hint}`;
        }),
      );
      expect(snapshot(root)).toEqual(before);
    },
  );

  it("does not count your edits of shared files and of your own", async () => {
    const root = freshApp();
    edit(root, "src/webhooks/file-ready.ts", (text) => `${text}// mine\n`);
    edit(root, ".gitignore", (text) => `${text}mine\n`);
    utimesSync(join(root, "package.json"), 1, 1);
    expect(await run("gen", ["check"], { cwd: root })).toMatchObject({
      code: 0,
    });
  });
});

describe("diff", () => {
  it("prints a patch that makes the tree what generate makes it", async () => {
    const [patched, generated] = [freshApp(), freshApp()];
    for (const root of [patched, generated]) {
      edit(root, "frameio.jsonc", (text) =>
        text.replace(
          '{ "event": "file.ready" }',
          '{ "event": "file.created" }',
        ),
      );
    }
    const { code, stdout } = await run("gen", ["diff"], { cwd: patched });
    expect(code).toBe(0);
    const apply = spawnSync("git", ["apply", "-"], {
      cwd: patched,
      input: stdout,
      encoding: "utf8",
    });
    expect(apply.stderr).toBe("");
    await run("gen", [], { cwd: generated });
    expect(texts(patched)).toEqual(texts(generated));
  });

  it("shows one file or folder, and refuses what it does not know", async () => {
    const root = freshApp();
    edit(root, "src/frameio/routes.gen.ts", (text) => `${text}// mine\n`);
    edit(root, "src/frameio/index.gen.ts", (text) => `${text}// mine\n`);
    const one = await run("gen", ["diff", "routes.gen.ts"], {
      cwd: join(root, "src/frameio"),
    });
    expect(one.stdout).toContain("-// mine");
    expect(one.stdout.match(/^diff --git/gm)).toHaveLength(1);
    const both = await run("gen", ["diff", "src/frameio/"], { cwd: root });
    expect(both.stdout.match(/^diff --git/gm)).toHaveLength(2);
    const none = await run("gen", ["diff", "package.json"], { cwd: root });
    expect(none).toMatchObject({ code: 0, stdout: "" });
    const unknown = await run("gen", ["diff", "pakage.json"], { cwd: root });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('"package.json"');
  });
});

describe("status", () => {
  it("says who owns each file, and what was done to it", async () => {
    const root = freshApp();
    edit(root, "src/webhooks/file-ready.ts", (text) => `${text}// mine\n`);
    rmSync(join(root, "src/frameio/index.gen.ts"));
    const { code, stdout } = await run("gen", ["status", "--json"], {
      cwd: root,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      files: expect.arrayContaining([
        {
          path: "src/webhooks/file-ready.ts",
          owner: "scaffolded",
          state: "edited",
        },
        {
          path: "src/frameio/index.gen.ts",
          owner: "managed",
          state: "deleted",
        },
        { path: "package.json", owner: "merged", state: "as generated" },
      ]),
    });
    const text = await run("gen", ["status"], { cwd: root });
    expect(text.stdout).toContain("src/webhooks/file-ready.ts  edited");
  });
});

describe("events", () => {
  it("lists all thirty, everywhere", async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await run("gen", ["events", "--json"], { cwd });
    expect(code).toBe(0);
    const { events } = JSON.parse(stdout) as { events: { name: string }[] };
    expect(events).toHaveLength(30);
  });

  it("finds by any word, and says when it finds nothing", async () => {
    const cwd = temporaryFolder();
    const found = await run("gen", ["events", "comment", "deleted"], { cwd });
    expect(found.stdout).toContain("comment.deleted");
    expect(found.stdout).not.toContain("comment.created");
    const none = await run("gen", ["events", "nonsense"], { cwd });
    expect(none).toMatchObject({ code: 1, stdout: "" });
    expect(none.stderr).toContain("nonsense");
  });
});

describe("add-webhook", () => {
  it("adds entry, handler, fixture and test in one step, and keeps comments", async () => {
    const root = freshApp();
    edit(root, "frameio.jsonc", (text) =>
      text.replace(
        '{ "event": "file.ready" },',
        '{ "event": "file.ready" }, // mine',
      ),
    );
    await run("gen", [], { cwd: root });
    const args = ["add-webhook", "comment.created", "--json"];
    const result = await run("gen", args, { cwd: root });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      changed: true,
      added: ["comment.created"],
      already: [],
      files: expect.arrayContaining([
        { path: "frameio.jsonc", outcome: "edit" },
        { path: "src/webhooks/comment-created.ts", outcome: "create" },
      ]),
    });
    expect(read(root, "frameio.jsonc")).toContain("// mine");
    expect(await run("gen", ["check"], { cwd: root })).toMatchObject({
      code: 0,
    });
  });

  it("does nothing the second time, and says so", async () => {
    const root = freshApp();
    const args = ["add-webhook", "comment.created", "file.ready"];
    await run("gen", args, { cwd: root });
    const before = snapshot(root);
    const again = await run("gen", args, { cwd: root });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("handled already");
    expect(snapshot(root)).toEqual(before);
  });

  it("writes nothing with --dry-run", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const args = ["add-webhook", "comment.created", "--dry-run"];
    const result = await run("gen", args, { cwd: root });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toMatch(/comment-created\.ts +create/);
    expect(snapshot(root)).toEqual(before);
  });

  it.each<[string, string[], string]>([
    ["its own variable", ["--secret", "ACME_SECRET"], '"env": "ACME_SECRET"'],
    [
      "a variable named after it",
      ["--secret", "per-webhook"],
      '"env": "COMMENT_CREATED_WEBHOOK_SECRET"',
    ],
    ["a resolver", ["--secret", "resolver"], '"resolver": "resolveSecret"'],
    ["a mode", ["--mode", "inline"], '"mode": "inline"'],
    [
      "a handler by name",
      ["--handler", "reviews"],
      '"handler": "src/webhooks/reviews.ts"',
    ],
    [
      "a handler by path",
      ["--handler", "src/reviews/comments.ts"],
      '"handler": "src/reviews/comments.ts"',
    ],
  ])("takes %s", async (_, flags, expected) => {
    const root = freshApp();
    const args = ["add-webhook", "comment.created", ...flags];
    expect(await run("gen", args, { cwd: root })).toMatchObject({ code: 0 });
    expect(read(root, "frameio.jsonc")).toContain(expected);
  });

  it("names the variable that the new webhook needs", async () => {
    const root = freshApp();
    const args = ["add-webhook", "comment.created", "--secret", "ACME_SECRET"];
    const { stderr } = await run("gen", args, { cwd: root });
    expect(stderr).toContain("The app needs ACME_SECRET");
  });

  it.each<[string, string[], number, string]>([
    ["an unknown event", ["file.redy"], 1, 'Did you mean "file.ready"?'],
    ["no event", [], 2, "npx frameio-gen add-webhook"],
    [
      "an unknown provider",
      ["file.ready", "--provider", "frameoi"],
      1,
      '"frameio"',
    ],
    ["a path outside", ["file.created", "--handler", "../x.ts"], 1, "FG103"],
  ])("refuses %s", async (_, args, code, told) => {
    const root = freshApp();
    const before = snapshot(root);
    const result = await run("gen", ["add-webhook", ...args], { cwd: root });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(told);
    expect(snapshot(root)).toEqual(before);
  });

  it("never repeats a secret that was pasted for its variable's name", async () => {
    const root = freshApp();
    const args = ["add-webhook", "file.created", "--secret", "s3cr3tValue"];
    const result = await run("gen", args, { cwd: root });
    expect(result.code).toBe(2);
    expect(result.output).not.toContain("s3cr3tValue");
  });
});

describe("frameio-gen", () => {
  it("names the nearest command", async () => {
    const cwd = temporaryFolder();
    const result = await run("gen", ["chekc"], { cwd });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Did you mean "check"?');
  });

  it.each([
    "generate",
    "check",
    "diff",
    "status",
    "events",
    "add-webhook",
    "trigger",
    "doctor",
  ])("%s explains itself by example, as text and as data", async (command) => {
    const cwd = temporaryFolder();
    const text = await run("gen", [command, "--help"], { cwd });
    expect(text).toMatchObject({ code: 0, stderr: "" });
    expect(text.stdout).toMatch(/^ {2}npx frameio-gen/m);
    const all = await run("gen", ["--help"], { cwd });
    expect(all.stdout).toContain(command);
    const data = await run("gen", [command, "--help", "--json"], { cwd });
    expect(JSON.parse(data.stdout)).toMatchObject({
      name: `frameio-gen ${command}`,
      flags: expect.arrayContaining([
        expect.objectContaining({ flag: "--json" }),
      ]),
    });
  });

  it("knows its version", async () => {
    const cwd = temporaryFolder();
    for (const bin of ["create", "gen"] as const) {
      const { code, stdout } = await run(bin, ["--version"], { cwd });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    }
  });

  it("goes on when its reader has enough", () => {
    const root = freshApp();
    edit(root, "frameio.jsonc", (text) => text.replaceAll("report", "reject"));
    const command = `"$0" "$1" generate | true; "$0" "$1" check`;
    const { status } = spawnSync(
      "bash",
      ["-c", command, process.execPath, bins.gen],
      {
        cwd: root,
      },
    );
    expect(status).toBe(0);
  });

  it("colours its output only where it is wanted", async () => {
    const cwd = temporaryFolder();
    const plain = await run("gen", ["events"], { cwd });
    expect(plain.stdout).not.toContain("\u001b");
    const env = { FORCE_COLOR: "1" };
    const coloured = await run("gen", ["events"], { cwd, env });
    expect(coloured.stdout).toContain("\u001b[");
  });
});

/** As if the tool that generated the file had been another: the file and what the lockfile says of it. */
function older(
  root: string,
  path: string,
  change: (lock: Record<string, unknown>) => object,
): void {
  const text = "// older\n";
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
  edit(root, ".frameio/lock.json", (lock) => {
    const parsed = JSON.parse(lock) as { files: Record<string, object> };
    parsed.files[path] = { ...parsed.files[path], digest: digest(text) };
    return JSON.stringify(change(parsed));
  });
}

function texts(root: string): Record<string, string> {
  const entries = Object.entries(snapshot(root))
    .filter(([path]) => !path.startsWith(".frameio/"))
    .map(([path, text]) => [path, text.replace(/^\S+ /, "")] as const);
  return Object.fromEntries(entries);
}

function edit(
  root: string,
  path: string,
  change: (text: string) => string,
): void {
  const before = read(root, path);
  const after = change(before);
  if (after === before) throw new Error(`the edit of ${path} changes nothing`);
  writeFileSync(join(root, path), after);
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}
