import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { digest } from "../../../src/lockfile/digest.js";
import { printLockfile } from "../../../src/lockfile/print.js";
import type { Change } from "../../../src/reconcile/change-set.js";
import { openWorkspace } from "../../../src/workspace/open-workspace.js";
import {
  changeSet,
  create,
  lockfileOf,
  plant,
  remove,
  temporaryFolder,
  tree,
  update,
} from "./trees.js";

let parent: string;
let root: string;
beforeEach(() => {
  parent = temporaryFolder();
  root = join(parent, "app");
  return () => rmSync(parent, { recursive: true });
});

/** `code file: message` of everything that an action throws, with the root's path left out. */
async function faults(action: () => unknown): Promise<string[]> {
  try {
    await action();
    return [];
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    return error.diagnostics.map(({ code, file, message }) =>
      `${code} ${file ?? "-"}: ${message}`.replaceAll(parent, "…"),
    );
  }
}

describe("read", () => {
  it("gives text and digest of the bytes, a byte order mark kept", () => {
    plant(root, { "src/a.ts": "\uFEFFä\r\n" });
    const file = openWorkspace(root).read("src/a.ts");
    expect(file?.text).toBe("\uFEFFä\r\n");
    expect(file?.digest).toBe(digest("\uFEFFä\r\n"));
    expect(file?.executable).toBeUndefined();
  });

  it("finds nothing where nothing is, and without a root", () => {
    plant(root, { "src/a.ts": "" });
    expect(openWorkspace(root).read("src/b.ts")).toBeUndefined();
    expect(openWorkspace(root).read("lib/b.ts")).toBeUndefined();
    expect(openWorkspace(join(root, "x/y")).read("a")).toBeUndefined();
  });

  it("reads a file once for a run", () => {
    plant(root, { a: "1" });
    const workspace = openWorkspace(root);
    workspace.read("a");
    workspace.read("b");
    plant(root, { a: "2", b: "2" });
    expect(workspace.read("a")?.text).toBe("1");
    expect(workspace.read("b")).toBeUndefined();
    workspace.recover();
    expect(workspace.read("a")?.text).toBe("2");
  });

  it("tells that bytes are not UTF-8 only when the text is asked for", async () => {
    plant(root, {});
    writeFileSync(join(root, "a"), Buffer.from([0x66, 0xfc, 0x72]));
    const file = openWorkspace(root).read("a");
    expect(file?.digest).toBe(digest(Buffer.from([0x66, 0xfc, 0x72])));
    expect(await faults(() => file?.text)).toEqual([
      'FG406 a: "a" is not UTF-8 text',
    ]);
  });

  it("follows links inside the project, and no others", async () => {
    plant(root, { "real/a": "inside", ".git/config": "git" });
    plant(parent, { "other/a": "outside" });
    const link = (target: string, path: string) =>
      symlinkSync(target, join(root, path));
    link("real", "folder");
    link("real/a", "file");
    link("../other", "out");
    link("../other/a", "out-file");
    link("gone", "dangling");
    link(".git", "git");
    link("loop", "loop");
    const workspace = openWorkspace(root);
    const read = (path: string) => () => workspace.read(path);
    expect(workspace.read("folder/a")?.text).toBe("inside");
    expect(workspace.read("file")?.text).toBe("inside");
    const leadsOut =
      "is a symbolic link that leads out of the project, or nowhere";
    expect(await faults(read("out/a"))).toEqual([
      `FG403 out: "out" ${leadsOut}`,
    ]);
    expect(await faults(read("out-file"))).toEqual([
      `FG403 out-file: "out-file" ${leadsOut}`,
    ]);
    expect(await faults(read("dangling"))).toEqual([
      `FG403 dangling: "dangling" ${leadsOut}`,
    ]);
    expect(await faults(read("git/config"))).toEqual([
      `FG403 git: "git" ${leadsOut}`,
    ]);
    expect((await faults(read("loop/a")))[0]).toMatch(
      /^FG403 loop\/a: Symbolic links/,
    );
  });

  it("refuses what is no file, and does not hang on a pipe", async () => {
    plant(root, { "folder/": "", file: "" });
    execFileSync("mkfifo", [join(root, "pipe")]);
    const workspace = openWorkspace(root);
    expect(await faults(() => workspace.read("folder"))).toEqual([
      'FG405 folder: "folder" is not a regular file',
    ]);
    expect(await faults(() => workspace.read("pipe"))).toEqual([
      'FG405 pipe: "pipe" is not a regular file',
    ]);
    expect(await faults(() => workspace.read("file/a"))).toEqual([
      'FG410 file: "file" is needed as a folder, and is none',
    ]);
    expect(await faults(() => workspace.read("../x"))).toEqual([
      'FG402 -: The path "../x" leads out of the folder',
    ]);
  });

  it("refuses a root that is a file, or lies below one", async () => {
    plant(parent, { app: "" });
    for (const path of [root, join(root, "a/b")])
      for (const action of [
        () => openWorkspace(path).read("a"),
        () => openWorkspace(path).recover(),
        () => openWorkspace(path).commit(changeSet([create("a", "")])),
      ])
        expect(await faults(action)).toEqual([
          'FG410 -: "…/app" is needed as a folder, and is none',
        ]);
  });
});

describe("commit", () => {
  const old = {
    "package.json": "{}",
    "src/a.ts": "a1",
    "src/b.ts": "b1",
    "src/old/gone.ts": "gone",
    "src/old/deep/gone.ts": "gone too",
    "mine.txt": "mine",
    ".frameio/lock.json": printLockfile(lockfileOf("1")),
  };
  const changes = [
    create("bin/run.sh", "#!/bin/sh\n", true),
    create("src/deep/er/c.ts", "c ä\r\n"),
    remove("src/old/deep/gone.ts", "gone too"),
    remove("src/old/gone.ts", "gone"),
    update("src/a.ts", "a1", "a2"),
  ];
  const after = {
    ".frameio/": "",
    ".frameio/lock.json": printLockfile(lockfileOf("2")),
    "bin/": "",
    "bin/run.sh": "#!/bin/sh\n",
    "mine.txt": "mine",
    "package.json": "{}",
    "src/": "",
    "src/a.ts": "a2",
    "src/b.ts": "b1",
    "src/deep/": "",
    "src/deep/er/": "",
    "src/deep/er/c.ts": "c ä\r\n",
  };

  it("creates, updates, deletes, removes emptied folders, and writes the lockfile", async () => {
    plant(root, old);
    await openWorkspace(root).commit(changeSet(changes, lockfileOf("2")));
    expect(tree(root)).toEqual(after);
  });

  it("keeps modes of what it replaces, and makes programs executable", async () => {
    plant(root, { ...old, x: "", "y.sh": "" });
    const mode = (path: string) =>
      (statSync(join(root, path)).mode & 0o7777).toString(8);
    chmodSync(join(root, "src/a.ts"), 0o666);
    chmodSync(join(root, "x"), 0o777);
    chmodSync(join(root, "y.sh"), 0o4604);
    chmodSync(join(root, ".frameio/lock.json"), 0o600);
    const extra = [update("x", "", "2"), update("y.sh", "", "2", true)];
    await openWorkspace(root).commit(
      changeSet([...changes, ...extra], lockfileOf("2")),
    );
    expect(
      ["src/a.ts", "x", "y.sh", "bin/run.sh", ".frameio/lock.json"].map(mode),
    ).toEqual(["666", "777", "705", "755", "600"]);
  });

  it("leaves untouched what does not change, and writes no equal lockfile", async () => {
    plant(root, old);
    const ago = new Date("2020-01-01");
    for (const path of [...Object.keys(old), "src", ".frameio", "."])
      utimesSync(join(root, path), ago, ago);
    const mtime = (path: string) => statSync(join(root, path)).mtime;
    await openWorkspace(root).commit(changeSet([], lockfileOf("1")));
    await openWorkspace(root).commit(changeSet([]));
    for (const path of [...Object.keys(old), "src", ".frameio", "."])
      expect(mtime(path)).toEqual(ago);
    await openWorkspace(root).commit(
      changeSet([update("src/a.ts", "a1", "a2")], lockfileOf("1")),
    );
    expect(mtime("src/a.ts")).not.toEqual(ago);
    for (const path of ["src/b.ts", "mine.txt", ".frameio/lock.json"])
      expect(mtime(path)).toEqual(ago);
  });

  it("creates the root and the folders above it", async () => {
    const deep = join(root, "x/y");
    const creations = changes.filter(({ kind }) => kind === "create");
    await openWorkspace(deep).commit(changeSet(creations, lockfileOf("2")));
    expect(tree(parent, true)).toEqual({
      "app/": "",
      "app/x/": "",
      "app/x/y/": "",
      "app/x/y/.frameio/": "",
      "app/x/y/.frameio/lock.json": `644 ${printLockfile(lockfileOf("2"))}`,
      "app/x/y/bin/": "",
      "app/x/y/bin/run.sh": "755 #!/bin/sh\n",
      "app/x/y/src/": "",
      "app/x/y/src/deep/": "",
      "app/x/y/src/deep/er/": "",
      "app/x/y/src/deep/er/c.ts": "644 c ä\r\n",
    });
  });

  it("creates nothing for nothing", async () => {
    await openWorkspace(root).commit(changeSet([]));
    expect(openWorkspace(root).recover()).toBe("nothing");
    expect(tree(parent)).toEqual({});
  });

  it("works in a root that is reached through a link, and in folders that are links inside", async () => {
    plant(join(parent, "real"), { "code/a.ts": "1" });
    symlinkSync("real", root);
    symlinkSync("code", join(root, "src"));
    await openWorkspace(root).commit(
      changeSet([update("src/a.ts", "1", "2"), create("src/x/b.ts", "b")]),
    );
    expect(tree(join(parent, "real"))).toEqual({
      "code/": "",
      "code/a.ts": "2",
      "code/x/": "",
      "code/x/b.ts": "b",
      src: "-> code",
    });
  });

  it("leaves the other names of a file with several as they are", async () => {
    plant(root, { a: "1" });
    linkSync(join(root, "a"), join(root, "same"));
    await openWorkspace(root).commit(changeSet([update("a", "1", "2")]));
    expect(tree(root)).toEqual({ a: "2", same: "1" });
  });

  it("can be read back and committed to again", async () => {
    plant(root, { a: "1" });
    const workspace = openWorkspace(root);
    expect(workspace.read("a")?.text).toBe("1");
    await workspace.commit(changeSet([update("a", "1", "2")]));
    expect(workspace.read("a")?.text).toBe("2");
    await workspace.commit(changeSet([update("a", "2", "3")], lockfileOf("1")));
    expect(workspace.recover()).toBe("nothing");
    expect(tree(root)).toEqual({
      ".frameio/": "",
      ".frameio/lock.json": printLockfile(lockfileOf("1")),
      a: "3",
    });
  });

  describe("refuses, and touches nothing", () => {
    it("files that moved, each by name", async () => {
      plant(root, { ...old, "bin/run.sh": "mine", "src/a.ts": "edited" });
      rmSync(join(root, "src/old/gone.ts"));
      const before = tree(root);
      expect(
        await faults(() => openWorkspace(root).commit(changeSet(changes))),
      ).toEqual([
        'FG401 bin/run.sh: "bin/run.sh" was created while the command was at work',
        'FG401 src/old/gone.ts: "src/old/gone.ts" was removed while the command was at work',
        'FG401 src/a.ts: "src/a.ts" was changed while the command was at work',
      ]);
      expect(tree(root)).toEqual(before);
    });

    it("a file that moves during the commit itself", async () => {
      plant(root, old);
      const expected = { ...old, "src/b.ts": "saved" };
      const workspace = openWorkspace(root, {
        onStep(step) {
          if (step === "create bin/run.sh")
            plant(root, { "src/b.ts": "saved" });
        },
      });
      expect(
        await faults(() =>
          workspace.commit(
            changeSet([...changes, update("src/b.ts", "b1", "b2")]),
          ),
        ),
      ).toEqual([
        'FG401 src/b.ts: "src/b.ts" was changed while the command was at work',
      ]);
      const found = tree(root);
      expect(found).toMatchObject(expected);
      expect(found).not.toHaveProperty("bin/");
    });

    it("a lockfile that is no longer the one that was read", async () => {
      plant(root, old);
      const workspace = openWorkspace(root);
      workspace.read(".frameio/lock.json");
      plant(root, { ".frameio/lock.json": "another" });
      expect(
        await faults(() =>
          workspace.commit(changeSet(changes, lockfileOf("2"))),
        ),
      ).toEqual([
        'FG401 .frameio/lock.json: ".frameio/lock.json" was changed while the command was at work',
      ]);
      expect(tree(root)).toMatchObject({ "src/a.ts": "a1" });
    });

    it("updates where there is no root", async () => {
      expect(
        await faults(() =>
          openWorkspace(root).commit(changeSet([update("a", "1", "2")])),
        ),
      ).toEqual(['FG401 a: "a" was removed while the command was at work']);
      expect(tree(parent)).toEqual({});
    });

    it("a root that appears meanwhile", async () => {
      const workspace = openWorkspace(root, {
        onStep(step) {
          if (step === "move .") mkdirSync(root);
        },
      });
      expect(
        await faults(() => workspace.commit(changeSet([create("a", "")]))),
      ).toEqual(['FG401 app: "app" was created while the command was at work']);
      expect(tree(parent)).toEqual({ "app/": "" });
    });

    const bad: [string, Record<string, string>, Change[], string[]][] = [
      [
        "paths that leave the root, all of them",
        {},
        [create("../x", ""), create("/x", ""), create(".git/hooks/x", "")],
        [
          'FG402 -: The path "../x" leads out of the folder',
          'FG402 -: The path "/x" is absolute',
          'FG402 -: The path ".git/hooks/x" leads into the folder of git',
        ],
      ],
      [
        "its own files",
        {},
        [create(".frameio/lock.json", ""), create(".frameio/staging/x", "")],
        [
          'FG402 -: The path ".frameio/lock.json" belongs to the tool\'s own bookkeeping',
          'FG402 -: The path ".frameio/staging/x" belongs to the tool\'s own bookkeeping',
        ],
      ],
      [
        "colliding names in one change set",
        {},
        [create("a", ""), create("A", "")],
        ['FG404 A: "A" and "a" are one name on some systems'],
      ],
      [
        "a name that collides with one on disk",
        { "src/Read.ts": "" },
        [create("src/read.ts", "")],
        [
          'FG404 src/read.ts: "src/read.ts" and "src/Read.ts" are one name on some systems',
        ],
      ],
      [
        "a folder that collides with one on disk",
        { "Src/x": "" },
        [create("src/read.ts", "")],
        [
          'FG404 src/read.ts: "src/read.ts" and "Src" are one name on some systems',
        ],
      ],
      [
        "a name in another normal form than on disk",
        { "src/e\u0301.ts": "" },
        [create("src/é.ts", "")],
        [
          'FG404 src/é.ts: "src/é.ts" and "src/e\u0301.ts" are one name on some systems',
        ],
      ],
      [
        "a folder in the place of a file",
        { "a/b": "" },
        [create("a", "")],
        ['FG405 a: "a" is to be written, and is not a regular file'],
      ],
      [
        "a file in the place of a folder",
        { a: "" },
        [create("a/b", "")],
        ['FG410 a: "a" is needed as a folder, and is none'],
      ],
      [
        "a file in the place of the tool's folder",
        { ".frameio": "" },
        [create("a", "")],
        ['FG410 .frameio: ".frameio" is needed as a folder, and is none'],
      ],
    ];
    it.each(bad)("%s", async (_, given, wanted, want) => {
      plant(root, given);
      const before = tree(root);
      const action = () =>
        openWorkspace(root).commit(changeSet(wanted, lockfileOf("2")));
      expect(await faults(action)).toEqual(want);
      expect(tree(root)).toEqual(before);
    });

    it("links: out of the project, in the place of a file, and two ways to one file", async () => {
      plant(parent, { "other/x": "" });
      plant(root, { a: "1", "real/": "" });
      symlinkSync("../other", join(root, "out"));
      symlinkSync("a", join(root, "link"));
      symlinkSync("gone", join(root, "dangling"));
      symlinkSync("real", join(root, "also"));
      symlinkSync(".frameio", join(root, "tool"));
      symlinkSync(".", join(root, "self"));
      mkdirSync(join(root, ".frameio"));
      const before = tree(parent);
      const commit = (...wanted: Change[]) =>
        faults(() => openWorkspace(root).commit(changeSet(wanted)));
      expect(
        await commit(create("out/y", ""), update("link", "1", "2")),
      ).toEqual([
        'FG403 out: "out" is a symbolic link that leads out of the project, or nowhere',
        'FG403 link: "link" is to be written, and is a symbolic link',
      ]);
      expect(
        await commit(create("dangling", ""), create("tool/lock.json", "")),
      ).toEqual([
        'FG403 dangling: "dangling" is to be written, and is a symbolic link',
        'FG403 tool: "tool" is a symbolic link that leads out of the project, or nowhere',
      ]);
      expect(await commit(create("self/.frameio/lock.json", ""))).toEqual([
        'FG403 self/.frameio/lock.json: "self/.frameio/lock.json" is a symbolic link that leads out of the project, or nowhere',
      ]);
      expect(await commit(create("also/x", ""), create("real/x", ""))).toEqual([
        'FG404 real/x: "real/x" is written twice',
      ]);
      expect(tree(parent)).toEqual(before);
    });

    it("a tool folder that leads out of the project", async () => {
      plant(parent, { "other/": "" });
      plant(root, {});
      symlinkSync("../other", join(root, ".frameio"));
      for (const action of [
        () => openWorkspace(root).commit(changeSet([create("a", "")])),
        () => openWorkspace(root).recover(),
      ])
        expect((await faults(action))[0]).toMatch(/^FG403 \.frameio: /);
      expect(tree(join(parent, "other"))).toEqual({});
    });
  });
});

describe("the lock", () => {
  const lockFile = () => join(root, ".frameio/staging.lock");
  const hold = (content: object | string) =>
    plant(root, {
      ".frameio/staging.lock":
        typeof content === "string" ? content : JSON.stringify(content),
    });
  const commit = () => openWorkspace(root).commit(changeSet([create("a", "")]));
  const dead = () =>
    Number(execFileSync(process.execPath, ["-p", "process.pid"]).toString());

  it("is held against a second command, with the process and the next step told", async () => {
    plant(root, {});
    let inner: Promise<string[]> | undefined;
    let second: Promise<unknown> | undefined;
    await openWorkspace(root, {
      onStep(step) {
        if (step !== "create a") return;
        inner = faults(() => openWorkspace(root).recover());
        second = commit().catch((error: unknown) => error);
      },
    }).commit(changeSet([create("a", "")]));
    const hint = ((await second) as FrameioGenError).diagnostics[0]?.hint;
    expect(await inner).toEqual([
      `FG407 -: Process ${process.pid} on "${hostname()}" is writing to the project`,
    ]);
    expect(hint).toBe(
      `Wait until it has ended, and run the command again. If it does not run any more, delete "${realpathSync(root)}/.frameio/staging.lock" first.`,
    );
    expect(tree(root)).toEqual({ a: "" });
  });

  it("of a new root is held too", async () => {
    let inner: Promise<string[]> | undefined;
    await openWorkspace(root, {
      onStep(step) {
        if (step === "create a") inner = faults(commit);
      },
    }).commit(changeSet([create("a", "")]));
    expect(await inner).toEqual([
      `FG407 -: Process ${process.pid} on "${hostname()}" is writing to the project`,
    ]);
    expect(tree(parent)).toEqual({ "app/": "", "app/a": "" });
  });

  it.each<[string, () => object | string]>([
    ["has ended", () => ({ pid: dead(), host: hostname(), started: "" })],
    [
      "has the id of another one that started later",
      () => ({ pid: process.pid, host: hostname(), started: "1" }),
    ],
    ["was killed before it could write who it is", () => ""],
    ["wrote half of it", () => '{"pid":12'],
    ["wrote nonsense", () => ({ pid: -1, host: hostname(), started: "" })],
  ])("is taken over from a process that %s", async (_, content) => {
    hold(content());
    await commit();
    expect(tree(root)).toEqual({ a: "" });
  });

  it("left alone is removed by recover", () => {
    hold({ pid: dead(), host: hostname(), started: "" });
    expect(openWorkspace(root).recover()).toBe("nothing");
    expect(tree(root)).toEqual({});
  });

  it("of another host is respected", async () => {
    hold({ pid: 1, host: "elsewhere", started: "" });
    expect(await faults(commit)).toEqual([
      'FG407 -: Process 1 on "elsewhere" is writing to the project',
    ]);
    expect(readFileSync(lockFile(), "utf8")).toContain("elsewhere");
  });

  it("that is taken away stops the commit before it changes anything", async () => {
    plant(root, {});
    const workspace = openWorkspace(root, {
      onStep(step) {
        if (step.startsWith("journal"))
          hold({ pid: 1, host: "elsewhere", started: "" });
      },
    });
    expect(
      await faults(() => workspace.commit(changeSet([create("a", "")]))),
    ).toEqual(['FG407 -: Process 1 on "elsewhere" is writing to the project']);
    expect(Object.keys(tree(root) ?? {})).toEqual([
      ".frameio/",
      ".frameio/staging.lock",
    ]);
  });
});

describe("recover", () => {
  const staging = (name: string) => join(root, ".frameio/staging", name);

  it("leaves alone what was edited after the interruption", async () => {
    plant(root, { a: "1", b: "1" });
    class Interruption extends Error {}
    const copy = join(parent, "copy");
    const workspace = openWorkspace(root, {
      onStep(step) {
        // What a kill would leave: the folder as it is at this moment, with the lock of a dead process.
        if (step.startsWith("complete")) {
          execFileSync("cp", ["-a", root, copy]);
          throw new Interruption();
        }
      },
    });
    const wanted = [
      update("a", "1", "2"),
      update("b", "1", "2"),
      create("c", "2"),
      create("d", "2"),
    ];
    await expect(workspace.commit(changeSet(wanted))).rejects.toThrow(
      Interruption,
    );
    expect(tree(root)).toEqual({ a: "1", b: "1" });
    rmSync(root, { recursive: true });
    renameSync(copy, root);
    rmSync(join(root, ".frameio/staging.lock"));
    plant(root, { b: "edited", d: "edited" });
    expect(openWorkspace(root).recover()).toBe("rolled-back");
    expect(tree(root)).toEqual({ a: "1", b: "edited", d: "edited" });
  });

  const journal = (value: object) =>
    plant(root, {
      ".frameio/staging/journal.json": JSON.stringify({
        version: 1,
        folders: [],
        operations: [],
        lockfile: false,
        ...value,
      }),
    });

  it.each<[string, object]>([
    [
      "outside",
      { operations: [{ kind: "create", path: "../x", after: digest("x") }] },
    ],
    [
      "absolute",
      { operations: [{ kind: "delete", path: "/etc/x", after: null }] },
    ],
    ["a folder outside", { folders: ["../other"] }],
    ["another version", { version: 2 }],
    ["no form", { operations: 1 }],
    ["no digest", { operations: [{ kind: "update", path: "x" }] }],
    ["null", { operations: [null] }],
  ])("does not trust a journal that a clone brought: %s", async (_, value) => {
    plant(parent, { x: "x", "other/": "" });
    journal(value);
    expect(await faults(() => openWorkspace(root).recover())).toEqual([
      "FG413 .frameio/staging: An earlier command was interrupted and cannot be undone: Its journal is damaged",
    ]);
    expect(tree(parent)).toMatchObject({ x: "x", "other/": "" });
  });

  it("does not follow links in a journal's paths, nor a staging folder that is one", async () => {
    plant(parent, { "other/x": "x", "other/new/y": "y" });
    plant(root, {});
    symlinkSync("../other", join(root, "out"));
    journal({
      operations: [{ kind: "create", path: "out/x", after: digest("x") }],
    });
    expect((await faults(() => openWorkspace(root).recover()))[0]).toMatch(
      /^FG403 out/,
    );
    rmSync(join(root, ".frameio/staging"), { recursive: true });
    symlinkSync("../../other", join(root, ".frameio/staging"));
    expect((await faults(() => openWorkspace(root).recover()))[0]).toMatch(
      /^FG413/,
    );
    expect(tree(join(parent, "other"))).toEqual({
      x: "x",
      "new/": "",
      "new/y": "y",
    });
  });

  it("says so when the backup is gone", async () => {
    plant(root, { a: "2" });
    journal({
      operations: [{ kind: "update", path: "a", after: digest("2") }],
    });
    expect(await faults(() => openWorkspace(root).recover())).toEqual([
      'FG413 a: An earlier command was interrupted and cannot be undone: the old text of "a" is missing',
    ]);
    expect(relative(root, staging("journal.json"))).toBe(
      ".frameio/staging/journal.json",
    );
    expect(tree(root)).toHaveProperty(".frameio/staging/journal.json");
  });

  it("removes an empty tool folder, and leaves one that is in use", () => {
    plant(root, { ".frameio/": "" });
    expect(openWorkspace(root).recover()).toBe("nothing");
    expect(tree(root)).toEqual({});
    plant(root, { ".frameio/base/a.base": "" });
    expect(openWorkspace(root).recover()).toBe("nothing");
    expect(tree(root)).toHaveProperty(".frameio/base/a.base");
  });
});
