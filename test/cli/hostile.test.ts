import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { bins, cleanEnv, type Result, run } from "./support/run.js";

prepareApp();

/** Somebody who owns nothing: root may write everywhere, so the tests step down. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const create = ["app", "--yes", "--no-install", "--no-git"];
const reading = [["check"], ["diff"], ["status"], ["events"]] as const;
const writing: readonly string[][] = [
  ["generate"],
  ["add-webhook", "comment.created"],
];

/** An app whose manifest has changed since: every command that writes has something to write. */
function changedApp(): string {
  const root = freshApp();
  rewrite(
    root,
    "frameio.jsonc",
    '"validate": "report"',
    '"validate": "reject"',
  );
  return root;
}

describe("no terminal, closed stdin, CI", () => {
  const situations = [
    ["no terminal", {}],
    ["closed stdin", { stdin: "closed" }],
    ["CI=1", { env: { CI: "1" } }],
    ["answers on a pipe", { stdin: { text: "my-app\n\n\n\n\n" } }],
  ] as const;

  describe.each(situations)("%s", (_, options) => {
    it("create asks nothing: it names the flags, or does what they say", async () => {
      const cwd = temporaryFolder();
      const asked = await run("create", [], { cwd, ...options });
      expect(asked.code).toBe(2);
      expect(asked.stderr).toContain("FG505");
      expect(readdirSync(cwd)).toEqual([]);
      const told = await run("create", create, { cwd, ...options });
      expect(told).toMatchObject({ code: 0 });
    });

    it("add-webhook and trigger name what is missing", async () => {
      const cwd = freshApp();
      const before = snapshot(cwd);
      for (const command of ["add-webhook", "trigger"]) {
        const result = await run("gen", [command], { cwd, ...options });
        expect(result.code).toBe(2);
        expect(result.stderr).toContain(`npx frameio-gen ${command} `);
      }
      expect(snapshot(cwd)).toEqual(before);
    });

    it.each([...reading, ["generate"]])("%s works", async (...args) => {
      const cwd = freshApp();
      const result = await run("gen", args, { cwd, ...options });
      expect(result).toMatchObject({ code: 0 });
    });

    it("doctor works", async () => {
      const result = await run("gen", ["doctor"], {
        cwd: freshApp(),
        ...options,
      });
      expect(result.code).toBe(1);
      expect(result.stdout).toContain("npm install");
    });
  });
});

describe("a folder that may not be written", () => {
  let bare = "";
  beforeAll(() => {
    bare = readable(temporaryFolder());
  });

  it("create says so and leaves nothing", async () => {
    const folder = join(bare, "locked");
    mkdirSync(folder);
    const result = await asNobody("create", create, folder);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG408");
    expect(result.stderr).toContain("hint:");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(writing)("%s says so and changes nothing", async (...args) => {
    const root = lockedApp(changedApp());
    const before = snapshot(root);
    const result = await asNobody("gen", args, root);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG408");
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(snapshot(root)).toEqual(before);
  });

  it.each([...reading, ["generate"], ["generate", "--dry-run"]])(
    "%s %s does not mind: it has nothing to write",
    async (...args) => {
      const root = lockedApp(freshApp());
      expect(await asNobody("gen", args, root)).toMatchObject({ code: 0 });
    },
  );

  function lockedApp(app: string): string {
    const root = readable(join(readable(temporaryFolder()), "app"), app);
    spawnSync("chmod", ["-R", "a+rX,a-w", root]);
    return root;
  }
});

describe("a file where a folder is needed", () => {
  it.each(["app", "app/inside"])("create %s is refused", async (dir) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "app"), "mine");
    const args = [dir, "--yes", "--no-install", "--no-git"];
    const result = await run("create", args, { cwd });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/FG511|FG410/);
    expect(snapshot(cwd)).toHaveProperty("app", expect.stringMatching(/mine$/));
  });

  it("generate changes nothing when a folder of its own is a file", async () => {
    const root = freshApp();
    spawnSync("rm", ["-r", join(root, "src/frameio/validators")]);
    writeFileSync(join(root, "src/frameio/validators"), "mine");
    const before = snapshot(root);
    const result = await run("gen", [], { cwd: root });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG410");
    expect(snapshot(root)).toEqual(before);
  });

  it("generate changes nothing when a file of its own is a folder", async () => {
    const root = freshApp();
    spawnSync("rm", [join(root, "src/frameio/routes.gen.ts")]);
    mkdirSync(join(root, "src/frameio/routes.gen.ts"));
    const before = snapshot(root);
    const result = await run("gen", [], { cwd: root });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG405");
    expect(snapshot(root)).toEqual(before);
  });
});

describe("a full disk", () => {
  it("create says so and leaves nothing", async () => {
    const cwd = temporaryFolder();
    const result = limited("create", create, cwd);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("FG409");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("generate and add-webhook change nothing", () => {
    for (const args of writing) {
      const root = changedApp();
      const before = snapshot(root);
      const result = limited("gen", args, root);
      expect(result.status).toBe(1);
      expect(result.stderr).toContain("FG409");
      expect(snapshot(root)).toEqual(before);
    }
  });

  it("is told as JSON, too", () => {
    const root = changedApp();
    const { stdout } = limited("gen", ["generate", "--json"], root);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "FG409" }],
    });
  });
});

describe("damaged state", () => {
  it.each<[string, string, string]>([
    ["a lockfile that is no JSON", "{", "FG420"],
    ["a lockfile of a newer tool", '{"lockfileVersion":9}', "FG422"],
    ["a lockfile with conflict markers", "<<<<<<< ours\n", "FG421"],
  ])("%s stops every command, with the way out", async (_, text, code) => {
    const root = freshApp();
    writeFileSync(join(root, ".frameio/lock.json"), text);
    const before = snapshot(root);
    for (const args of [["check"], ["status"], ["doctor"], ...writing]) {
      const result = await run("gen", args, { cwd: root });
      expect(result.code).toBe(1);
      expect(result.output).toContain(code);
    }
    expect(snapshot(root)).toEqual(before);
  });
});

/** The package and a folder, readable by everybody; a checkout may lie in a home folder that is not. */
function readable(folder: string, from?: string): string {
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

let packageForAll: string | undefined;

async function asNobody(
  bin: keyof typeof bins,
  args: readonly string[],
  cwd: string,
): Promise<Result> {
  if (!isRoot) {
    chmodSync(cwd, 0o555);
    return run(bin, args, { cwd });
  }
  packageForAll ??= copyOfPackage();
  const path = join(packageForAll, "dist", bins[bin].split("/").at(-1) ?? "");
  return run(bin, args, { cwd, uid: NOBODY, path });
}

function copyOfPackage(): string {
  const folder = readable(temporaryFolder());
  const root = dirname(dirname(bins.gen));
  for (const name of ["dist", "templates", "schemas", "package.json"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  spawnSync("chmod", ["-R", "a+rX", folder]);
  return folder;
}

/** No file may grow beyond 4 kB: what the tool meets then is a disk without space, and needs no rights to set up. */
function limited(bin: keyof typeof bins, args: readonly string[], cwd: string) {
  const script = 'ulimit -f 8 && exec "$@"';
  return spawnSync(
    "sh",
    ["-c", script, "sh", process.execPath, bins[bin], ...args],
    { cwd, env: cleanEnv(), encoding: "utf8" },
  );
}

function rewrite(root: string, path: string, from: string, to: string): void {
  const file = join(root, path);
  const sed = `s/${from.replaceAll("/", "\\/")}/${to}/`;
  spawnSync("sed", ["-i", sed, file]);
}
