import { describe, expect, it } from "vitest";
import { digest } from "../../../src/lockfile/digest.js";
import { printLockfile } from "../../../src/lockfile/print.js";
import {
  applyChangeSet,
  memoryDisk,
} from "../../../src/workspace/memory-disk.js";
import { create, lockfileOf, remove, update } from "./trees.js";

describe("memoryDisk", () => {
  it("reads like the real one", () => {
    const disk = memoryDisk({ "src/a.ts": "ä" });
    expect(disk.read("src/a.ts")).toEqual({ text: "ä", digest: digest("ä") });
    expect(disk.read("src/b.ts")).toBeUndefined();
    expect(disk.read("constructor")).toBeUndefined();
    expect(() => disk.read("../a")).toThrow("FG402");
  });
});

describe("applyChangeSet", () => {
  it("gives the files after the commit, and leaves the given ones alone", () => {
    const before = Object.freeze({ a: "1", b: "1", c: "1" });
    const changes = [create("d", "1"), update("a", "1", "2"), remove("b", "1")];
    expect(
      applyChangeSet(before, { changes, lockfile: lockfileOf("x") }),
    ).toEqual({
      a: "2",
      c: "1",
      d: "1",
      ".frameio/lock.json": printLockfile(lockfileOf("x")),
    });
    expect(applyChangeSet(before, { changes: [], lockfile: null })).toEqual(
      before,
    );
  });
});
