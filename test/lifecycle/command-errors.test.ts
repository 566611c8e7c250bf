import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runBin } from "../../scripts/kill-proof/run.mjs";
import {
  place,
  prepare,
  type Scenario,
} from "../../scripts/kill-proof/scenarios.mjs";
import { differences, treeOf } from "../../scripts/kill-proof/trees.mjs";
import { temporaryFolder } from "../unit/workspace/trees.js";

const root = join(import.meta.dirname, "../..");
let work: string;
let scenarios: readonly Scenario[];
beforeAll(async () => {
  work = temporaryFolder("/dev/shm");
  scenarios = await prepare(root, work);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const names = ["add-webhook", "undo", "apply", "update"] as const;

/** A scenario in a folder of its own. */
function begin(name: (typeof names)[number]) {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined) throw new Error("It was not prepared");
  const folder = mkdtempSync(join(work, "run-"));
  chmodSync(folder, 0o755);
  const cwd = place(scenario.before, folder);
  const { bin, args } = scenario;
  return {
    ...scenario,
    folder,
    cwd,
    run: (options: Partial<Parameters<typeof runBin>[2]> = {}) =>
      runBin(bin, args, { cwd, ...options }),
  };
}

/** Modes aside: the tests here change them on purpose. */
function textsOf(tree: Map<string, string>): Map<string, string> {
  return new Map(
    [...tree].map(([path, text]) => [path, text.replace(/^\d+/, "")]),
  );
}

/** Whether a command may be run in a namespace of its own, where it may mount. */
const mayMount =
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /mnt"])
    .status === 0;

describe("a disk that is full leaves the old tree", () => {
  it.each(names)("of %s", async (name) => {
    const { cwd, folder, old, run } = begin(name);
    const out = join(folder, "../out-of-" + name);
    mkdirSync(out);
    // Copied out, for what is mounted goes with the command.
    const line = mayMount
      ? `mount -t tmpfs -o size=${sizeOf(cwd) + 16}k none ${folder}/mnt && cp -a ${cwd} ${folder}/mnt/app && cd ${folder}/mnt/app`
      : `cp -a ${cwd} ${folder}/mnt/app && cd ${folder}/mnt/app && ulimit -f 1 && trap '' XFSZ`;
    mkdirSync(join(folder, "mnt"));
    const script = `${line} && { ("$@"); code=$?; cp -a . ${out}/app; exit $code; }`;
    const prefix = [
      ...(mayMount ? ["unshare", "-rm"] : []),
      "sh",
      "-c",
      script,
      "sh",
    ];
    const result = await run({ prefix });
    expect(result.stderr).toContain("FG409");
    expect(result.stderr).toMatch(/ENOSPC|EFBIG/);
    expect(result.code).toBe(1);
    expect(differences(old, treeOf(out))).toEqual([]);
  });
});

describe("a folder that may not be written to leaves the old tree", () => {
  const nobody = 65534;
  const isRoot = process.getuid?.() === 0;
  // The superuser may write anywhere, so the command is run by somebody else then.
  const ids = isRoot ? { uid: nobody } : {};
  const own = (path: string) => {
    if (!isRoot) return;
    chownSync(path, nobody, nobody);
    for (const name of readdirSync(path, { recursive: true }))
      chownSync(join(path, String(name)), nobody, nobody);
  };

  it.each(names)("of %s, wherever it is", async (name) => {
    for (const closed of [".", ".frameio", "src/webhooks"]) {
      const { cwd, folder, old, run } = begin(name);
      own(cwd);
      chmodSync(join(cwd, closed), 0o555);
      const result = await run(ids);
      chmodSync(join(cwd, closed), 0o755);
      expect(result.stderr).toContain("FG408");
      expect(result.code).toBe(1);
      const found = textsOf(treeOf(folder));
      expect(differences(textsOf(old), found)).toEqual([]);
    }
  });
});

describe("a path that is something else now leaves the tree as it is", () => {
  it.each<[(typeof names)[number], string, string]>([
    ["undo", "src/frameio/routes.gen.ts", "FG405"],
    ["apply", "src/frameio/routes.gen.ts", "FG442"],
    ["add-webhook", "src/frameio/routes.gen.ts", "FG405"],
    ["apply", "test/webhooks/comment-created.test.ts", "FG442"],
    ["update", "src/frameio/routes.gen.ts", "FG405"],
    ["update", "src/migrated.ts", "FG405"],
    ["add-webhook", "src/webhooks/comment-created.ts", "FG405"],
  ])("%s: a folder at %s", async (name, path, code) => {
    const { cwd, folder, run } = begin(name);
    rmSync(join(cwd, path), { force: true });
    mkdirSync(join(cwd, path));
    const before = treeOf(folder);
    const result = await run();
    expect(result.stderr).toContain(code);
    expect(result.code).toBe(1);
    expect(differences(before, treeOf(folder))).toEqual([]);
  });

  it.each<[(typeof names)[number], string, string]>([
    ["undo", "test/fixtures", "FG410"],
    ["apply", "test/fixtures", "FG442"],
    ["add-webhook", "test/fixtures", "FG410"],
    ["update", "src/frameio", "FG410"],
  ])("%s: a file at %s", async (name, path, code) => {
    const { cwd, folder, run } = begin(name);
    rmSync(join(cwd, path), { recursive: true });
    writeFileSync(join(cwd, path), "a file");
    const before = treeOf(folder);
    const result = await run();
    expect(result.stderr).toContain(code);
    expect(result.code).toBe(1);
    expect(differences(before, treeOf(folder))).toEqual([]);
  });
});

describe("of two commands at once", () => {
  it.each(names)("the second is told to wait: %s", async (name) => {
    const first = begin(name);
    const waits = join(first.folder, "waits");
    const faults = {
      WAIT_AT: Math.round(first.calls / 2),
      WAIT_FILE: waits,
    };
    const running = first.run({ faults });
    for (let waited = 0; !existsSync(waits); waited++) {
      if (waited > 1000) throw new Error("The first command never came there");
      await sleep(10);
    }
    const between = treeOf(first.folder);
    const second = await first.run();
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("FG407");
    expect(second.stderr).toContain("Wait until it has ended");
    expect(differences(between, treeOf(first.folder))).toEqual([]);
    rmSync(waits);
    expect(await running).toMatchObject({ code: 0 });
    expect(differences(first.new, treeOf(first.folder))).toEqual([]);
  });

  it("started together, one wins and the other one changes nothing, or finds it done", async () => {
    const { folder, new: wanted, run } = begin("add-webhook");
    const results = await Promise.all([run(), run(), run()]);
    const codes = results.map(({ code }) => code);
    expect(codes).toContain(0);
    for (const { code, stderr } of results)
      if (code !== 0) expect(stderr).toMatch(/FG4(?:01|07)/);
    expect(differences(wanted, treeOf(folder))).toEqual([]);
  });
});

/** What a file system in memory needs for a folder, in KiB. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, String(name))))
    .reduce(
      (sum, { size, mode }) =>
        sum + ((mode & 0o170000) === 0o040000 ? 0 : Math.ceil(size / 4096) * 4),
      0,
    );
}
