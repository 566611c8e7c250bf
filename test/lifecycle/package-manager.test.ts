import { expect, it } from "vitest";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";

const manifest = (packageManager: string): string =>
  JSON.stringify({
    name: "studio",
    packageManager,
    webhooks: [{ event: "file.ready" }],
  });

const scriptsOf = (files: MemoryFiles): Record<string, string> =>
  (
    JSON.parse(files["package.json"] ?? "{}") as {
      scripts: Record<string, string>;
    }
  ).scripts;

it("builds before it starts with a Yarn that runs no prestart, and keeps the user's scripts", async () => {
  const { files } = await generateInMemory({}, manifest("npm"));
  expect(scriptsOf(files)["prestart"]).toBeDefined();
  expect(files).not.toHaveProperty([".yarnrc.yml"]);

  const edited = {
    ...files,
    "package.json": (files["package.json"] ?? "").replace(
      '"test": "vitest run"',
      '"test": "vitest run",\n    "mine": "echo mine"',
    ),
  };
  const switched = (await generateInMemory(edited, manifest("yarn"))).files;
  const scripts = scriptsOf(switched);
  expect(scripts["start"]).toMatch(/^yarn run build && node .*server\.js$/);
  expect(scripts).not.toHaveProperty("prestart");
  expect(scripts["mine"]).toBe("echo mine");
  // The Dockerfile starts Node itself, which finds packages in a folder alone.
  expect(switched[".yarnrc.yml"]).toContain("nodeLinker: node-modules");
  expect(switched["Dockerfile"]).toContain(".yarnrc.yml");
});
