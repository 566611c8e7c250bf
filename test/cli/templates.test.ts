import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

const copy = ".frameio/templates/app/README.md.hbs";

function edit(root: string, path: string, text: (before: string) => string) {
  writeFileSync(join(root, path), text(readFileSync(join(root, path), "utf8")));
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it("templates list says whose version is in use, and what each is given", async () => {
  const cwd = freshApp();
  const all = await run("gen", ["templates", "list"], { cwd });
  expect(all.code).toBe(0);
  expect(all.stdout).toMatch(/^app\/README\.md\.hbs +README\.md +ours$/m);
  const one = await run("gen", ["templates", "list", "README.md"], { cwd });
  expect(one.stdout).toMatch(/^ {2}name +text +Name of the app$/m);
  expect(one.stdout).toMatch(/^ {4}isFrameio +boolean/m);
  write(cwd, "company/layer.json", "{}");
  write(cwd, "company/templates/app/Dockerfile.hbs", "FROM scratch\n");
  edit(cwd, "frameio.jsonc", (text) =>
    text.replace("{", '{ "layers": ["./company"],'),
  );
  await run("gen", ["templates", "eject", "README.md"], { cwd });
  const json = await run("gen", ["templates", "list", "--json"], { cwd });
  const { templates } = JSON.parse(json.stdout) as {
    templates: { name: string; inUse: string; file: string | null }[];
  };
  expect(templates.filter(({ inUse }) => inUse !== "ours")).toMatchObject([
    {
      name: "app/Dockerfile.hbs",
      inUse: "layer",
      layer: "./company",
      file: "company/templates/app/Dockerfile.hbs",
    },
    { name: "app/README.md.hbs", inUse: "ejected", file: copy },
  ]);
  expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
});

it("templates eject copies once, and what is edited is used", async () => {
  const cwd = freshApp();
  const before = snapshot(cwd);
  const dry = await run(
    "gen",
    ["templates", "eject", "README.md", "--dry-run"],
    { cwd },
  );
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.stdout).toContain("1 file created");
  expect(snapshot(cwd)).toEqual(before);

  const first = await run("gen", ["templates", "eject", "README.md"], { cwd });
  expect(first.code).toBe(0);
  expect(first.stdout).toContain(`create  ${copy}`);
  const after = snapshot(cwd);
  const again = await run("gen", ["templates", "eject", "app/README.md"], {
    cwd,
  });
  expect(again.stdout).toContain("Nothing to do");
  expect(snapshot(cwd)).toEqual(after);

  edit(cwd, copy, (text) => text.replace("# {{name}}", "# Ours: {{name}}"));
  const check = await run("gen", ["check", "--json"], { cwd });
  expect(check.code).toBe(3);
  expect(JSON.parse(check.stdout)).toMatchObject({
    drift: [{ path: "README.md", reason: "stale-template" }],
  });
  expect((await run("gen", [], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toMatch(
    /^# Ours: app\n/,
  );
  expect((await run("gen", ["check"], { cwd })).code).toBe(0);
  const diff = await run("gen", ["templates", "diff"], { cwd });
  expect(diff.stdout).toContain("-# {{name}}\n+# Ours: {{name}}\n");

  rmSync(join(cwd, copy));
  expect((await run("gen", [], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toMatch(/^# app\n/);
  expect((await run("gen", ["templates", "diff"], { cwd })).stdout).toBe("");
});

it("a template with mistakes writes nothing, and no stack is shown", async () => {
  const cwd = freshApp();
  write(cwd, copy, "# {{nmae}}\n");
  const before = snapshot(cwd);
  const { code, stderr } = await run("gen", [], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain(`${copy}:1:5`);
  expect(stderr).toContain('Did you mean "name"?');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(snapshot(cwd)).toEqual(before);
});

it.each([
  [["eject"], "Name the template to copy", 2],
  [["ejct"], 'Did you mean "eject"?', 2],
  [["eject", "REDME.md"], 'Did you mean "README.md"?', 1],
])("templates %j says %s", async (args, text, expected) => {
  const { code, stderr } = await run("gen", ["templates", ...args], {
    cwd: freshApp(),
  });
  expect(stderr).toContain(text);
  expect(code).toBe(expected);
});
