import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { generateInMemory } from "../support/generate-app.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "version-control-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8" });

it("commits all that the next run needs, whatever the project ignores", async () => {
  const manifest = `{ "name": "app", "webhooks": [{ "event": "file.ready" }] }`;
  const theirs = { ".gitignore": ".env*\n*.base\nlock.json\n.git*\n" };
  const { files } = await generateInMemory(theirs, manifest);
  for (const [path, text] of Object.entries({ ...files, ".env": "X=1\n" })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git("init", "-q");
  git("add", "-A");
  const tracked = git("ls-files").trim().split("\n");
  const needed = Object.keys(files).filter((path) =>
    path.startsWith(".frameio/"),
  );
  expect(needed.length).toBeGreaterThan(5);
  expect(needed.filter((path) => !tracked.includes(path))).toEqual([]);
  expect(tracked).not.toContain(".env");
});
