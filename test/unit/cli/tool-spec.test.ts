import { describe, expect, it } from "vitest";

import { detectToolSpec } from "../../../src/cli/tool-spec.js";

const name = "create-frameio-app";

const detect = (root: string, files: Record<string, unknown>) =>
  detectToolSpec(root, "1.2.3", (path) =>
    path in files ? JSON.stringify(files[path]) : undefined,
  );

const lock = (resolved: string, at = `node_modules/${name}`) => ({
  packages: { [at]: { version: "1.2.3", resolved } },
});

describe("what an app names for the tool", () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ["a checkout", "/home/me/tool", {}, "file:/home/me/tool"],
    [
      "an install from a registry",
      `/p/node_modules/${name}`,
      { "/p/package.json": { devDependencies: { [name]: "^1.0.0" } } },
      "1.2.3",
    ],
    [
      "an install from a tarball",
      `/p/node_modules/${name}`,
      { "/p/package.json": { dependencies: { [name]: "file:../t/x.tgz" } } },
      "file:/t/x.tgz",
    ],
    [
      "an install from an absolute tarball, of pnpm",
      `/p/node_modules/.pnpm/${name}@1/node_modules/${name}`,
      { "/p/package.json": { devDependencies: { [name]: "file:/t/x.tgz" } } },
      "file:/t/x.tgz",
    ],
    [
      "a tarball that npx was given",
      `/root/.npm/_npx/0a/node_modules/${name}`,
      {
        "/root/.npm/_npx/0a/node_modules/.package-lock.json": lock(
          "file:../../../../t/x.tgz",
        ),
      },
      "file:/t/x.tgz",
    ],
    [
      "an unsaved install from a registry",
      `/p/node_modules/${name}`,
      {
        "/p/node_modules/.package-lock.json": lock(
          "https://registry.example/x.tgz",
        ),
      },
      "1.2.3",
    ],
    [
      "an install of which nothing is known",
      `/p/node_modules/${name}`,
      {},
      "1.2.3",
    ],
  ])("%s", (_, root, files, spec) => {
    expect(detect(root, files)).toBe(spec);
  });

  it("does not stumble over files that are no JSON", () => {
    expect(
      detectToolSpec(`/p/node_modules/${name}`, "1.2.3", () => "{ broken"),
    ).toBe("1.2.3");
  });
});
