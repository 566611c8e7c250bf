import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { memoryDisk } from "../../../src/workspace/memory-disk.js";
import { openWorkspace } from "../../../src/workspace/open-workspace.js";
import { temporaryFolder } from "./trees.js";

it("lists a folder's own files, and follows nothing out of it", () => {
  const root = temporaryFolder();
  const files = [
    "src/b.ts",
    "src/a/c.ts",
    "src/node_modules/x/y.ts",
    "src/dist/z.ts",
    "src/.hidden/h.ts",
    "other/o.ts",
  ];
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  symlinkSync(join(root, "other"), join(root, "src/link"));
  symlinkSync(join(root, "src"), join(root, "src/loop"));
  const workspace = openWorkspace(root);
  expect(workspace.list("src")).toEqual(["src/a/c.ts", "src/b.ts"]);
  expect(workspace.list("nowhere")).toEqual([]);
  expect(() => workspace.list("../x")).toThrow(FrameioGenError);
  const memory = memoryDisk(Object.fromEntries(files.map((p) => [p, ""])));
  expect(memory.list("src")).toEqual(workspace.list("src"));
});
