import { describe, expect, it } from "vitest";

import { detectPackageManager } from "../../../src/cli/package-manager.js";

type Files = Readonly<Record<string, string>>;

const detect = (agent: string | undefined, files: Files) =>
  detectPackageManager(
    { npm_config_user_agent: agent },
    ["/a/b", "/a", "/"],
    (folder) =>
      Object.keys(files)
        .filter((path) => path.slice(0, path.lastIndexOf("/")) === folder)
        .map((path) => path.slice(path.lastIndexOf("/") + 1)),
    (path) => files[path],
  );

describe("the package manager", () => {
  it.each<[string, string | undefined, Files, string]>([
    ["is npm where nothing says otherwise", undefined, {}, "npm"],
    [
      "is the one that started us",
      "yarn/4.1.0 npm/? node/v20",
      { "/a/bun.lock": "" },
      "yarn",
    ],
    [
      "is named by the nearest package.json",
      undefined,
      { "/a/package.json": '{"packageManager":"pnpm@9.1.0+sha"}' },
      "pnpm",
    ],
    [
      "is told by the nearest lockfile",
      undefined,
      { "/a/b/yarn.lock": "", "/a/pnpm-lock.yaml": "" },
      "yarn",
    ],
    [
      "is declared rather than left behind",
      undefined,
      { "/a/package.json": '{"packageManager":"bun@1"}', "/a/yarn.lock": "" },
      "bun",
    ],
    [
      "is none that we do not know",
      "cnpm/1",
      { "/a/package.json": '{"packageManager":7}' },
      "npm",
    ],
    [
      "is not told by a broken package.json",
      undefined,
      { "/a/package.json": "{", "/a/bun.lockb": "" },
      "bun",
    ],
  ])("%s", (_, agent, files, expected) => {
    expect(detect(agent, files)).toBe(expected);
  });
});
