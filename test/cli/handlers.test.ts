import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const gen = (cwd: string, ...args: string[]) => run("gen", args, { cwd });

const HANDLER = "src/webhooks/comment-created.ts";
const FIRST = "src/webhooks/file-ready.ts";

describe("remove-webhook", () => {
  it("takes back add-webhook, byte for byte, in any order", async () => {
    const root = freshApp();
    const before = textsOf(root);
    const events = ["comment.created", "share.viewed", "file.deleted"];
    for (const event of events)
      expect(await gen(root, "add-webhook", event)).toMatchObject({ code: 0 });
    const dry = await gen(root, "remove-webhook", "share.viewed", "--dry-run");
    expect(dry.stdout).toMatch(/share-viewed\.ts +delete/);
    for (const event of ["share.viewed", "comment.created", "file.deleted"])
      expect(await gen(root, "remove-webhook", event)).toMatchObject({
        code: 0,
      });
    expect(textsOf(root)).toEqual(before);
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
  });

  it("keeps what was edited, and shows the edit; --force deletes it", async () => {
    const root = freshApp();
    await gen(root, "add-webhook", "comment.created");
    edit(root, HANDLER, (text) => text.replace("ctx.log.info", "ctx.log.warn"));
    const args = ["remove-webhook", "comment.created"];
    const json = await gen(root, ...args, "--dry-run", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      removed: ["comment.created"],
      kept: [
        {
          path: HANDLER,
          reason: "edited",
          patch: expect.stringContaining("\n+  ctx.log.warn"),
        },
      ],
      warnings: [{ code: "FG334", file: HANDLER }],
    });
    const result = await gen(root, ...args);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain("FG334");
    expect(result.stdout).toContain("\n-  ctx.log.info");
    expect(read(root, HANDLER)).toContain("ctx.log.warn");
    // It is found again, not made again.
    const again = await gen(root, "add-webhook", "comment.created");
    expect(again.stderr).toContain(`Your ${HANDLER} handles comment.created`);
    expect(read(root, HANDLER)).toContain("ctx.log.warn");
    await gen(root, ...args, "--force");
    expect(() => read(root, HANDLER)).toThrow("ENOENT");
  });

  it("shows the comments of yours that go with the entry; undo brings them back", async () => {
    const root = freshApp();
    await gen(root, "add-webhook", "comment.created");
    edit(root, "frameio.jsonc", (text) =>
      text.replace(
        '{ "event": "comment.created" },',
        "// Legal asked for it: ask Jane\n    $& // until May",
      ),
    );
    const before = textsOf(root);
    const args = ["remove-webhook", "comment.created"];
    const want = ["// Legal asked for it: ask Jane", "// until May"];
    for (const more of [["--dry-run", "--json"], ["--dry-run"], []]) {
      const result = await gen(root, ...args, ...more);
      expect(result).toMatchObject({ code: 0 });
      for (const text of want) expect(result.output).toContain(text);
      expect(result.output.match(/FG335/g)).toHaveLength(2);
      if (more.includes("--json"))
        expect(JSON.parse(result.stdout)).toMatchObject({
          removedComments: want.map((text) => ({
            text,
            line: expect.any(Number),
          })),
        });
    }
    expect(read(root, "frameio.jsonc")).not.toContain("Jane");
    expect(await gen(root, "undo")).toMatchObject({ code: 0 });
    expect(textsOf(root)).toEqual(before);
  });

  it("tells of a variable that has a meaning of its own", async () => {
    const root = freshApp();
    const args = ["add-webhook", "comment.created", "--secret", "PORT"];
    const { code, stderr } = await gen(root, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain('FG503 The variable "PORT" has a meaning');
    expect(stderr).toContain("PORT_WEBHOOK_SECRET");
    expect(stderr).not.toContain("not a secret");
  });

  it.each([
    ["an event that is not handled", "comment.created", 0, "is not handled"],
    ["an event that is not there", "comment.craeted", 1, '"comment.created"?'],
    ["no event", undefined, 2, "FG504"],
  ])("says so: %s", async (_, event, code, told) => {
    const root = freshApp();
    const before = snapshot(root);
    const args = event === undefined ? [] : [event];
    const result = await gen(root, "remove-webhook", ...args);
    expect(result.code).toBe(code);
    expect(result.output).toContain(told);
    expect(snapshot(root)).toEqual(before);
  });

  it("can be taken back", async () => {
    const root = freshApp();
    const before = textsOf(root);
    await gen(root, "remove-webhook", "file.ready");
    expect(textsOf(root)).not.toEqual(before);
    expect(await gen(root, "undo")).toMatchObject({ code: 0 });
    expect(textsOf(root)).toEqual(before);
  });
});

describe("rename-handler", () => {
  it("moves handler, fixture and test, with edits and imports", async () => {
    const root = freshApp();
    edit(root, FIRST, (text) => `// mine\n${text}`);
    const args = ["rename-handler", "file-ready", "src/media/ready.ts"];
    const dry = await gen(root, ...args, "--dry-run");
    expect(dry.stdout).toMatch(/ready\.ts +move/);
    const result = await gen(root, ...args, "--json");
    expect(JSON.parse(result.stdout)).toMatchObject({
      from: FIRST,
      to: "src/media/ready.ts",
    });
    expect(read(root, "src/media/ready.ts")).toMatch(
      /^\/\/ mine\nimport { onWebhook } from "\.\.\/frameio\/index\.gen\.js";/,
    );
    expect(() => read(root, FIRST)).toThrow("ENOENT");
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
  });

  it.each([
    ["one that is not there", ["raedy", "x"], 1, "FG540"],
    ["a name that is taken", ["file-ready", "src/mine.ts"], 1, "FG541"],
    ["one name", ["file-ready"], 2, "FG504"],
  ])("refuses %s, and writes nothing", async (_, args, code, told) => {
    const root = freshApp();
    writeFileSync(join(root, "src/mine.ts"), "// mine\n");
    const before = snapshot(root);
    const result = await gen(root, "rename-handler", ...args);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(told);
    expect(snapshot(root)).toEqual(before);
  });
});

describe("a handler's file", () => {
  it("that was moved is found again by generate", async () => {
    const root = freshApp();
    mkdirSync(join(root, "src/media"));
    renameSync(join(root, FIRST), join(root, "src/media/ready.ts"));
    expect(await gen(root, "check")).toMatchObject({ code: 3 });
    const result = await gen(root);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain("FG331");
    expect(read(root, "frameio.jsonc")).toContain(
      '"handler": "src/media/ready.ts"',
    );
    expect(() => read(root, FIRST)).toThrow("ENOENT");
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
  });

  it("that was moved is renamed from where it is", async () => {
    for (const asked of ["file-ready", "src/media/ready.ts"]) {
      const root = freshApp();
      edit(root, FIRST, (text) => `// mine\n${text}`);
      moveTo(root, FIRST, "src/media/ready.ts");
      const result = await gen(root, "rename-handler", asked, "transcode");
      expect(result).toMatchObject({ code: 0, stderr: "" });
      expect(read(root, "src/webhooks/transcode.ts")).toMatch(/^\/\/ mine\n/);
      expect(() => read(root, "src/media/ready.ts")).toThrow("ENOENT");
      expect(read(root, "test/webhooks/transcode.test.ts")).toContain(
        "../../src/webhooks/transcode.js",
      );
      expect(await gen(root, "check")).toMatchObject({ code: 0 });
    }
    const root = freshApp();
    const goal = "src/media/ready.ts";
    moveTo(root, FIRST, goal);
    const made = read(root, goal);
    expect(await gen(root, "rename-handler", "file-ready", goal)).toMatchObject(
      { code: 0 },
    );
    expect(read(root, goal)).toBe(made);
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
  });

  it.each([
    ["src/media/created.ts", "../frameio/"],
    ["src/media/comments/created.ts", "../../frameio/"],
  ])(
    "that was moved to %s goes with its webhook, unless it was edited",
    async (goal, library) => {
      const root = freshApp();
      const before = textsOf(root);
      const args = ["remove-webhook", "comment.created"];
      await gen(root, "add-webhook", "comment.created");
      moveTo(root, HANDLER, goal);
      const made = read(root, goal).replace('"../frameio/', `"${library}`);
      writeFileSync(join(root, goal), made);
      expect(await gen(root, ...args)).toMatchObject({ code: 0, stderr: "" });
      expect(textsOf(root)).toEqual(before);

      await gen(root, "add-webhook", "comment.created");
      moveTo(root, HANDLER, goal);
      const mine = made.replace("ctx.log.info", "ctx.log.warn");
      writeFileSync(join(root, goal), mine);
      const result = await gen(root, ...args);
      expect(result).toMatchObject({ code: 0 });
      expect(result.stderr).toContain(`FG334`);
      expect(result.stderr).toContain(goal);
      expect(result.stdout).toContain("\n+  ctx.log.warn");
      expect(result.stdout).not.toContain("\n-import");
      expect(read(root, goal)).toBe(mine);
      expect(await gen(root, "check")).toMatchObject({ code: 0 });
    },
  );

  it("that is gone is told, with the ways out, and nothing is written", async () => {
    const root = freshApp();
    rmSync(join(root, FIRST));
    const before = snapshot(root);
    for (const args of [[], ["check"], ["add-webhook", "share.viewed"]]) {
      const result = await gen(root, ...args);
      expect(result.code, args.join(" ")).toBe(1);
      expect(result.stderr).toContain("FG330");
      expect(result.stderr).toContain("remove-webhook file.ready");
    }
    expect(snapshot(root)).toEqual(before);
    expect(await gen(root, "remove-webhook", "file.ready")).toMatchObject({
      code: 0,
    });
    expect(await gen(root, "add-webhook", "file.ready")).toMatchObject({
      code: 0,
    });
    expect(read(root, FIRST)).toContain("onWebhook(");
  });
});

describe("adopt", () => {
  function project(): string {
    const root = temporaryFolder();
    const files = {
      "package.json":
        '{ "name": "theirs", "scripts": { "test": "jest" }, "dependencies": {} }\n',
      "README.md": "# Theirs\n",
      "src/ready.ts":
        'import { onWebhook } from "./frameio/index.gen.js";\nexport default onWebhook("file.ready", () => {});\n',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  it("does nothing that was not asked for, without a terminal", async () => {
    const root = project();
    const before = snapshot(root);
    for (const args of [["adopt"], ["adopt", "--json"]]) {
      const result = await gen(root, ...args);
      expect(result.code).toBe(2);
      expect(result.output).toContain("FG505");
    }
    const dry = await gen(root, "adopt", "--dry-run");
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain("Dry run, nothing was written");
    expect(snapshot(root)).toEqual(before);
  });

  it("makes an app of a project, with its handlers, and keeps what is there", async () => {
    const root = project();
    const before = textsOf(root);
    const result = await gen(root, "adopt", "--yes");
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain("Your src/ready.ts handles file.ready");
    expect(result.stderr).toContain("scripts.test");
    expect(read(root, "frameio.jsonc")).toContain(
      '{ "event": "file.ready", "handler": "src/ready.ts" }',
    );
    for (const path of ["README.md", "src/ready.ts"])
      expect(read(root, path)).toBe(before[path]);
    expect(await gen(root, "check")).toMatchObject({ code: 0 });
    const again = await gen(root, "adopt", "--yes");
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("FG542");
  });

  it("needs an event where there is no handler", async () => {
    const root = project();
    rmSync(join(root, "src"), { recursive: true });
    const result = await gen(root, "adopt", "--yes");
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("--events");
    expect(
      await gen(root, "adopt", "--yes", "--events", "file.ready"),
    ).toMatchObject({ code: 0 });
  });
});

describe("update", () => {
  it("has nothing to do for an app of this version", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const result = await gen(root, "update");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("Nothing to do");
    expect(snapshot(root)).toEqual(before);
  });

  it.each(["generate", "add-webhook share.viewed", "update"])(
    "an app of a newer version is refused by %s",
    async (command) => {
      const root = freshApp();
      edit(root, ".frameio/lock.json", (text) =>
        text.replace(/"toolVersion": "[^"]+"/, '"toolVersion": "99.0.0"'),
      );
      const before = snapshot(root);
      const result = await gen(root, ...command.split(" "));
      expect(result.code).toBe(1);
      expect(result.stderr).toContain("FG423");
      expect(snapshot(root)).toEqual(before);
    },
  );
});

/** Every file's text, without what `undo` needs. */
function textsOf(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !path.startsWith(".frameio/history/"))
      .map(([path, entry]) => [path, entry.replace(/^\S+ /, "")]),
  );
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function moveTo(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  renameSync(join(root, from), join(root, to));
}

function edit(
  root: string,
  path: string,
  change: (text: string) => string,
): void {
  const before = read(root, path);
  const after = change(before);
  if (after === before) throw new Error(`${path} would not change`);
  writeFileSync(join(root, path), after);
}
