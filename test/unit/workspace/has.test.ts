import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { openWorkspace } from "../../../src/workspace/open-workspace.js";
import { create, changeSet, plant, temporaryFolder } from "./trees.js";

let parent: string;
let root: string;
beforeEach(() => {
  parent = temporaryFolder();
  root = join(parent, "app");
  plant(root, { "src/a.ts": "", "b.ts": "", "src/deep/c.ts": "" });
  return () => rmSync(parent, { recursive: true });
});

describe("has", () => {
  it.each([
    ["src/a.ts", true],
    ["b.ts", true],
    ["src/deep/c.ts", true],
    ["src/x.ts", false],
    ["lib/a.ts", false],
    ["src/a.ts/b.ts", "FG410"],
    ["../app/b.ts", "FG402"],
    ["src", "FG405"],
  ])("%s: %s, as read finds it", (path, wanted) => {
    const has = () => openWorkspace(root).has(path);
    const read = () => openWorkspace(root).read(path) !== undefined;
    for (const ask of [has, read]) {
      if (typeof wanted === "boolean") expect(ask()).toBe(wanted);
      else
        expect(ask).toThrow(
          expect.objectContaining({ message: expect.stringContaining(wanted) }),
        );
    }
  });

  it("follows links that stay inside, and refuses those that do not", () => {
    mkdirSync(join(parent, "outside"));
    plant(join(parent, "outside"), { "c.ts": "" });
    symlinkSync("a.ts", join(root, "src/link.ts"));
    symlinkSync("src", join(root, "linked"));
    symlinkSync(join(parent, "outside"), join(root, "out"));
    const workspace = openWorkspace(root);
    expect(workspace.has("src/link.ts")).toBe(true);
    expect(workspace.has("linked/a.ts")).toBe(true);
    expect(() => workspace.has("out/c.ts")).toThrow("FG403");
  });

  it("finds nothing without a root, and looks again after a commit", async () => {
    expect(openWorkspace(join(root, "x/y")).has("b.ts")).toBe(false);
    const workspace = openWorkspace(root);
    expect(workspace.has("src/new.ts")).toBe(false);
    await workspace.commit(changeSet([create("src/new.ts", "1")]));
    expect(workspace.has("src/new.ts")).toBe(true);
  });
});
