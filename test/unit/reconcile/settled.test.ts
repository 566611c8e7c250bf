import { describe, expect, it } from "vitest";
import { digest } from "../../../src/lockfile/digest.js";
import type { LockedFile } from "../../../src/lockfile/lockfile.js";
import type { FilePlan, Ownership } from "../../../src/plan/file-plan.js";
import { partSettled, settledOutcome } from "../../../src/reconcile/settled.js";
import { memoryDisk } from "../../../src/workspace/memory-disk.js";

function plan(ownership: Ownership, path = "a.ts"): FilePlan {
  return { path, ownership, source: { kind: "text", text: "new\n" } };
}

function lockfile(ownership: Ownership, path = "a.ts") {
  const locked: LockedFile = { ownership, digest: digest("old\n") };
  return { files: { [path]: locked } };
}

const never = () => false;

describe("partSettled", () => {
  it.each<[string, FilePlan, ReturnType<typeof lockfile> | undefined]>([
    ["managed", plan("managed"), lockfile("managed")],
    ["merged", plan("merged"), lockfile("merged")],
    ["scaffolded for the first time", plan("scaffolded"), undefined],
    [
      "unknown to the lockfile",
      plan("scaffolded"),
      lockfile("scaffolded", "b"),
    ],
    ["scaffolded, and was merged", plan("scaffolded"), lockfile("merged")],
    [
      "named like a member of all objects",
      plan("scaffolded", "toString"),
      lockfile("scaffolded"),
    ],
  ])("renders what is %s", (_, each, locked) => {
    const { open, settled } = partSettled([each], locked, never);
    expect(open).toEqual([each]);
    expect(settled.size).toBe(0);
  });

  it("does not render what was scaffolded before", () => {
    const locked = lockfile("scaffolded");
    const { open, settled } = partSettled([plan("scaffolded")], locked, never);
    expect(open).toEqual([]);
    expect([...settled]).toEqual(Object.entries(locked.files));
  });

  it("renders what is looked at all the same", () => {
    const { open } = partSettled(
      [plan("scaffolded")],
      lockfile("scaffolded"),
      () => true,
    );
    expect(open).toHaveLength(1);
  });
});

describe("settledOutcome", () => {
  const locked: LockedFile = {
    ownership: "scaffolded",
    digest: digest("old\n"),
  };

  it.each<[string, Record<string, string>, string, string]>([
    ["untouched", { "a.ts": "old\n" }, "unchanged", "unchanged"],
    ["edited", { "a.ts": "mine\n" }, "keep", "unchanged"],
    ["deleted", {}, "stay-deleted", "stay-deleted"],
  ])("%s", (_, files, told, untold) => {
    const disk = memoryDisk(files);
    expect(settledOutcome("a.ts", locked, disk, true)).toBe(told);
    expect(settledOutcome("a.ts", locked, disk, false)).toBe(untold);
  });
});
