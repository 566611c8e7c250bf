import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { versions } from "./fixtures/load.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Versions that are out: by the changelog, and by tags where the clone has them. */
function released(changelog: string, tags: string): string[] {
  const dated = [
    ...changelog.matchAll(/^## (\d+\.\d+\.\d+)(?! \(unreleased\))/gm),
  ];
  const tagged = [...tags.matchAll(/^v(\d+\.\d+\.\d+)$/gm)];
  return [
    ...new Set([...dated, ...tagged].map(([, version]) => version ?? "")),
  ];
}

const missing = (changelog: string, tags: string): string[] =>
  released(changelog, tags).filter((version) => !versions.includes(version));

it("keeps an app of every released version (node scripts/fixture-app.mjs)", () => {
  const changelog = readFileSync(`${root}CHANGELOG.md`, "utf8");
  // A tarball of the sources has no history.
  const tags = existsSync(`${root}.git`)
    ? execFileSync("git", ["tag", "--list", "v*"], {
        cwd: root,
        encoding: "utf8",
      })
    : "";
  expect(missing(changelog, tags)).toEqual([]);
});

it("misses an app of a version that is tagged, or dated in the changelog", () => {
  expect(
    missing(
      "## 7.1.0 (unreleased)\n\n## 7.0.0 (2031-01-01)\n",
      "v6.2.0\nv0.0.5\nnightly\n",
    ),
  ).toEqual(["7.0.0", "6.2.0"]);
});
