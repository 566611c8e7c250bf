import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { check } from "prettier";
import { describe, expect, it } from "vitest";
import {
  emitGolden,
  goldenCases,
  goldenFolder,
  goldenManifest,
} from "./cases.js";
import { generateInMemory } from "../support/generate-app.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";

/** The kernel is copied as it is and tested as code of its own; one golden has it, the others only what differs. */
const whole = "single-event";

describe.each(goldenCases)("golden %s", (name) => {
  it("emits what is expected", async () => {
    const files = shown(name, await emitGolden(name));
    const expected = join(goldenFolder, name, "expected");
    if (process.env.UPDATE) update(expected, files);
    expect(files).toEqual(readTree(expected));
  });

  it("is Prettier-clean as it stands", async () => {
    const unclean: string[] = [];
    for (const [path, text] of Object.entries(await emitGolden(name))) {
      const parser = parserOf(path);
      if (parser === undefined) continue;
      if (!(await check(text, { parser, filepath: path }))) unclean.push(path);
    }
    expect(unclean).toEqual([]);
  });

  it("changes nothing when it is generated again", async () => {
    const files = await emitGolden(name);
    const { changeSet } = await generateInMemory(files, goldenManifest(name));
    expect(changeSet.changes).toEqual([]);
    expect(changeSet.lockfile).toBeNull();
  });
});

function shown(name: string, files: MemoryFiles): MemoryFiles {
  return Object.fromEntries(
    Object.entries(files).filter(
      ([path]) =>
        name === whole ||
        !/^(src\/frameio\/(kernel|events)|\.frameio\/)/.test(path),
    ),
  );
}

function parserOf(path: string): string | undefined {
  if (path.startsWith(".frameio/base/") || path.endsWith("lock.json")) return;
  if (path.endsWith(".ts")) return "typescript";
  if (path.endsWith(".jsonc")) return "jsonc";
  if (path.endsWith(".json")) return "json";
  if (path.endsWith(".md")) return "markdown";
  if (path.endsWith(".yml")) return "yaml";
  return;
}

function update(folder: string, files: MemoryFiles): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function readTree(folder: string): MemoryFiles {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [
          file.slice(folder.length + 1).replaceAll("\\", "/"),
          readFileSync(file, "utf8"),
        ];
      }),
  );
}
