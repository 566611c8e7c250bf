import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  changeSet,
  create,
  lockfileOf,
  plant,
  temporaryFolder,
  tree,
  update,
} from "../unit/workspace/trees.js";
import { type Bundle, bundleChild, runChild } from "./crash-bundle.js";
import type { How, Order, Report } from "./crash-child.js";
import { type Scenario, scenarios } from "./crash-scenarios.js";
import { openWorkspace } from "../../src/workspace/open-workspace.js";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(() => bundle.remove());

let parent: string;
let root: string;
beforeEach(() => {
  parent = temporaryFolder("/dev/shm");
  root = join(parent, "app");
  return () => rmSync(parent, { recursive: true });
});

async function ask<T>(
  order: Order,
  prefix: readonly string[] = [],
  ids: { uid?: number; gid?: number } = {},
): Promise<T> {
  const child = await runChild(bundle, order, prefix, ids);
  if (child.end !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

/** The old and the new tree, modes included, seen from the folder that the project lies in. */
async function expectedTrees({ files, changeSet: changes }: Scenario) {
  if (files !== undefined) plant(root, files);
  const old = tree(parent, true);
  await openWorkspace(root).commit(changes);
  const after = tree(parent, true);
  rmSync(root, { recursive: true });
  return { old, after };
}

describe("an error of the system at any call", () => {
  const codes: readonly [string, How, string][] = [
    ["ENOSPC", "once", "FG409"],
    ["EACCES", "once", "FG408"],
    ["ENOSPC", "full", "FG409"],
    ["EIO", "twice", "FG412"],
  ];
  const cases = scenarios.flatMap((scenario) =>
    codes.map(([code, how, want]) => ({
      scenario,
      code,
      how,
      want,
      name: scenario.name,
    })),
  );
  it.each(cases)(
    "$code, $how, in $name: the old tree, or all of the new one",
    { timeout: 60_000 },
    async ({ scenario, code, how, want }) => {
      const { old, after } = await expectedTrees(scenario);
      const reports = await ask<Report[]>({
        order: "fail",
        root,
        scenario,
        code,
        how,
      });
      expect(reports.length).toBeGreaterThan(8);
      for (const [index, report] of reports.entries()) {
        const { thrown, tree: found, recovered } = report;
        // The place says which call it was when the comparison fails.
        const place = `error ${index + 1}: ${report.call}`;
        const bad = thrown?.filter((line) => !line.startsWith("FG"));
        expect({ place, bad: bad ?? [], recovered }).toEqual({
          place,
          bad: [],
          recovered: thrown === undefined ? after : old,
        });
        // Two errors may leave a tree that only `recover` sets right; one must not.
        if (thrown !== undefined && how !== "twice")
          expect({ place, found, code: thrown[0]?.slice(0, 5) }).toEqual({
            place,
            found: old,
            code: want,
          });
      }
      expect(
        reports.filter(({ thrown }) => thrown !== undefined).length,
      ).toBeGreaterThan(10);
      if (how !== "twice") return;
      const isHalf = ({ thrown }: Report) =>
        thrown?.some((line) => line.startsWith("FG413")) === true;
      expect(reports.some(isHalf)).toBe(scenario.files !== undefined);
    },
  );
});

/** Whether a command may be run in a namespace of its own, where it may mount. */
const mayMount =
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /mnt"])
    .status === 0;

/** A command that prepares the folder with a shell line, in a mount namespace of its own, and then runs what is appended. */
function mounted(line: string): string[] {
  return ["unshare", "-rm", "sh", "-c", `${line} && exec "$@"`, "sh"];
}

describe("a disk that is really full", () => {
  const big = "0123456789abcdef".repeat(4096);
  const files = { "a.ts": "a1", "src/b.ts": "b1" };
  const wanted = changeSet(
    [
      create("c/big.ts", big),
      update("a.ts", "a1", "a2"),
      create("d/big.ts", big),
    ],
    lockfileOf("1"),
  );
  const fresh = changeSet([create("c/big.ts", big), create("d/big.ts", big)]);
  const old = {
    "app/": "",
    "app/a.ts": "644 a1",
    "app/src/": "",
    "app/src/b.ts": "644 b1",
  };
  const sizeLimit = ["sh", "-c", `ulimit -f 50; trap '' XFSZ; exec "$@"`, "sh"];
  // Where nothing may be mounted, the limit of a file's size is the real error of the same family.
  const full = () =>
    mayMount
      ? {
          prefix: mounted(`mount -t tmpfs -o size=96k none ${parent}`),
          code: "ENOSPC",
        }
      : { prefix: sizeLimit, code: "EFBIG" };

  it("leaves an existing project as it was", async () => {
    const { prefix, code } = full();
    const report = await ask<Report>(
      { order: "report", root, files, changeSet: wanted },
      prefix,
    );
    expect(report.thrown).toHaveLength(1);
    expect(report.thrown?.[0]).toMatch(/^FG409 \S+ .*app" \(/);
    expect(report.thrown?.[0]).toContain(code);
    expect(report.tree).toEqual(old);
  });

  it("leaves no new project behind", async () => {
    const { prefix, code } = full();
    const report = await ask<Report>(
      { order: "report", root, changeSet: fresh },
      prefix,
    );
    expect(report.thrown?.[0]).toContain(`(${code})`);
    expect(report.tree).toEqual({});
  });

  it("and so does the limit for the size of a file", async () => {
    const report = await ask<Report>(
      { order: "report", root, files, changeSet: wanted },
      sizeLimit,
    );
    expect(report.thrown).toEqual([
      `FG409 c/big.ts The limit for the size of a file is reached: "c/big.ts" in "${root}" (EFBIG)`,
    ]);
    expect(report.tree).toEqual(old);
  });
});

describe("a folder that may not be written to", () => {
  const nobody = 65534;
  // The superuser may write anywhere, so the child is somebody else then.
  const ids = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const own = (path: string) => {
    if (process.getuid?.() === 0) chownSync(path, nobody, nobody);
  };
  const noPermission = (path: string) =>
    `FG408 ${path} No permission: "${path}" in "${root}" (EACCES)`;

  it("keeps its project as it was", async () => {
    plant(root, { "a.ts": "a1" });
    chmodSync(root, 0o555);
    const wanted = changeSet([update("a.ts", "a1", "a2")]);
    const report = await ask<Report>(
      { order: "report", root, changeSet: wanted },
      [],
      ids,
    );
    chmodSync(root, 0o755);
    expect(report.thrown).toEqual([noPermission(".frameio/staging.lock")]);
    expect(report.tree).toEqual({ "app/": "", "app/a.ts": "644 a1" });
  });

  it("below a project keeps the rest as it was, too", async () => {
    plant(root, { "a.ts": "a1", "src/b.ts": "b1" });
    own(root);
    chmodSync(join(root, "src"), 0o555);
    const wanted = changeSet(
      [create("c.ts", "c"), update("src/b.ts", "b1", "b2")],
      lockfileOf("1"),
    );
    const before = tree(parent, true);
    const report = await ask<Report>(
      { order: "report", root, changeSet: wanted },
      [],
      ids,
    );
    chmodSync(join(root, "src"), 0o755);
    expect(report.thrown).toEqual([noPermission("src/b.ts")]);
    expect(report.tree).toEqual(before);
    expect(report.recovered).toEqual(before);
  });

  it("gets no new project", async () => {
    chmodSync(parent, 0o555);
    const wanted = changeSet([create("a.ts", "")]);
    const report = await ask<Report>(
      { order: "report", root, changeSet: wanted },
      [],
      ids,
    );
    chmodSync(parent, 0o755);
    expect(report.thrown).toEqual([
      `FG408 . No permission: "${root}" (EACCES)`,
    ]);
    expect(report.tree).toEqual({});
  });

  it("on a file system that is read-only, whoever asks", async () => {
    const wanted = changeSet([create("a.ts", "")]);
    mkdirSync(root);
    const prefix = mayMount
      ? mounted(
          `mount --bind ${parent} ${parent} && mount -o remount,bind,ro ${parent}`,
        )
      : [];
    // Linux keeps a file system that nobody may write to.
    const readOnly = mayMount ? root : "/sys/app";
    const report = await ask<Report>(
      { order: "report", root: readOnly, changeSet: wanted },
      prefix,
    );
    expect(report.thrown?.[0]).toMatch(/^FG408 /);
    expect(tree(root)).toEqual({});
  });
});
