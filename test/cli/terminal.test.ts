import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";
import { keys, runInTerminal, type Step } from "./support/terminal.js";

prepareApp();

/** Every question of a new app, answered; ends before the last answers where a test goes another way. */
const answered: readonly Step[] = [
  ["What is the app called?", `my-bot${keys.enter}`],
  ["Which events", `comment.created${keys.tab}${keys.enter}`],
  ["signing secrets come from?", `${keys.down}${keys.enter}`],
  ["Which package manager?", keys.enter],
  ["git repository?", "n"],
  ["Install the dependencies?", "n"],
];

describe("create-frameio-app in a terminal", () => {
  it("asks for everything, and makes what flags make, byte by byte", async () => {
    const [asked, flagged] = [temporaryFolder(), temporaryFolder()];
    const { code, screen } = await runInTerminal("create", [], {
      cwd: asked,
      steps: answered,
    });
    expect({ code, screen }).toMatchObject({ code: 0 });
    expect(screen).toContain("cd my-bot");
    const flags =
      "my-bot --events file.ready,comment.created --secret per-webhook --package-manager npm --no-git --no-install".split(
        " ",
      );
    expect(await run("create", flags, { cwd: flagged })).toMatchObject({
      code: 0,
    });
    expect(generated(asked)).toEqual(generated(flagged));
  });

  it("asks only for what is missing", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--events", "file.ready", "--no-git", "--no-install"];
    const { code, screen } = await runInTerminal("create", args, {
      cwd,
      steps: [
        ["signing secrets come from?", keys.enter],
        ["Which package manager?", keys.enter],
      ],
    });
    expect(code).toBe(0);
    expect(screen).not.toContain("Which events");
    expect(screen).not.toContain("git repository?");
  });

  it("asks nothing when nothing is missing, or with --yes", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--yes", "--no-git", "--no-install"];
    const { code, screen } = await runInTerminal("create", args, {
      cwd,
      steps: [],
    });
    expect(code).toBe(0);
    expect(screen).not.toContain("?");
  });

  it.each(answered.map(([question], index) => [question, index] as const))(
    "leaves nothing behind when it is cancelled at “%s”",
    async (_, index) => {
      for (const key of [keys.ctrlC, keys.escape]) {
        const cwd = temporaryFolder();
        const steps = [
          ...answered.slice(0, index),
          [answered[index]?.[0] ?? "", key] as const,
        ];
        const { code, screen } = await runInTerminal("create", [], {
          cwd,
          steps,
        });
        expect({ code, screen }).toMatchObject({ code: 130 });
        expect(screen).toContain("Nothing was written");
        expect(screen).not.toContain("error occured");
        expect(readdirSync(cwd)).toEqual([]);
      }
    },
  );

  it("never succeeds when the terminal goes away", async () => {
    const cwd = temporaryFolder();
    const { code } = await runInTerminal("create", [], {
      cwd,
      steps: [["What is the app called?", "end"]],
      endInput: true,
    });
    expect(code).not.toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("asks before it adds to a folder that is not empty", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "mine.txt"), "mine");
    const args = [".", "--events", "file.ready", "--secret", "single"];
    const more = ["--package-manager", "npm", "--no-git", "--no-install"];
    const refused = await runInTerminal("create", [...args, ...more], {
      cwd,
      steps: [["The folder is not empty", "n"]],
    });
    expect(refused.code).toBe(1);
    expect(readdirSync(cwd)).toEqual(["mine.txt"]);
    const added = await runInTerminal("create", [...args, ...more], {
      cwd,
      steps: [["The folder is not empty", "y"]],
    });
    expect(added.code).toBe(0);
    expect(readdirSync(cwd)).toContain("frameio.jsonc");
  });

  it("does not take a name that npm refuses", async () => {
    const cwd = temporaryFolder();
    const { code, screen } = await runInTerminal("create", [], {
      cwd,
      steps: [
        ["What is the app called?", `My App${keys.enter}`],
        ["not a valid npm package name", keys.ctrlC],
      ],
    });
    expect({ code, screen }).toMatchObject({ code: 130 });
  });

  it("does not stumble over what Yeoman reads elsewhere", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "package.json"), "{ broken");
    writeFileSync(join(cwd, ".yo-rc.json"), "{ broken");
    const args = ["app", "--events", "file.ready", "--no-git", "--no-install"];
    const { code, screen } = await runInTerminal("create", args, {
      cwd,
      steps: [
        ["signing secrets come from?", keys.enter],
        ["Which package manager?", keys.enter],
      ],
    });
    expect({ code, screen }).toMatchObject({ code: 0 });
    expect(readdirSync(cwd)).toEqual([".yo-rc.json", "app", "package.json"]);
  });
});

describe("frameio-gen add-webhook in a terminal", () => {
  it("asks which events, and edits as flags do", async () => {
    const [asked, flagged] = [freshApp(), freshApp()];
    const { code, screen } = await runInTerminal("gen", ["add-webhook"], {
      cwd: asked,
      steps: [
        ["Which events?", `comment.created${keys.tab}${keys.enter}`],
        ["signing secret come from?", keys.enter],
        ["When does the handler run?", keys.enter],
      ],
    });
    expect({ code, screen }).toMatchObject({ code: 0 });
    await run("gen", ["add-webhook", "comment.created"], { cwd: flagged });
    expect(generated(asked)).toEqual(generated(flagged));
  });

  it("changes nothing when it is cancelled", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const { code } = await runInTerminal("gen", ["add-webhook"], {
      cwd: root,
      steps: [["Which events?", keys.ctrlC]],
    });
    expect(code).toBe(130);
    expect(snapshot(root)).toEqual(before);
  });
});

describe("frameio-gen undo in a terminal", () => {
  it("asks before it takes the whole app back", async () => {
    const root = freshApp();
    const before = snapshot(root);
    const asked = "This takes the whole app back";
    const kept = await runInTerminal("gen", ["undo"], {
      cwd: root,
      steps: [[asked, keys.enter]],
    });
    expect(kept.code).toBe(130);
    expect(snapshot(root)).toEqual(before);
    const taken = await runInTerminal("gen", ["undo"], {
      cwd: root,
      steps: [[asked, "y"]],
    });
    expect(taken).toMatchObject({ code: 0 });
    expect(Object.keys(snapshot(root))).toEqual([".env"]);
  });

  it("asks nothing for less, nor with --yes", async () => {
    const root = freshApp();
    await run("gen", ["add-webhook", "comment.created"], { cwd: root });
    for (const args of [["undo"], ["undo", "--yes"]]) {
      const { code, screen } = await runInTerminal("gen", args, {
        cwd: root,
        steps: [],
      });
      expect({ code, screen }).toMatchObject({ code: 0 });
    }
    expect(Object.keys(snapshot(root))).toEqual([".env"]);
  });
});

/** Text of every file by path, but for `.env`, which is random. */
function generated(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(folder))
      .filter(([path]) => !path.endsWith("/.env") && path !== ".env")
      .map(([path, text]) => [path, text.replace(/^\S+ /, "")]),
  );
}
