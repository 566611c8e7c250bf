import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { run } from "./support/run.js";
import { acme } from "../support/look-alikes.js";

prepareApp();

const TEMPLATE = ".frameio/templates/app/README.md.hbs";

async function gen(root: string, ...args: string[]) {
  return run("gen", args, { cwd: root });
}

function edit(root: string, path: string, change: (text: string) => string) {
  const file = join(root, path);
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

/** An app whose README's title was changed by the user, and by a template. */
async function appInConflict() {
  const root = freshApp();
  await conflictIn(root);
  return root;
}

async function conflictIn(root: string) {
  await gen(root, "templates", "eject", "README.md");
  edit(root, "README.md", (text) => text.replace(/^# .*/, "# Mine"));
  edit(root, TEMPLATE, (text) => text.replace(/^# .*/, "# Theirs"));
}

const LEGACY = `{
  "name": "app",
  "providers": {
    "frameio": { "schema": "frameio@2", "path": "/webhooks/frameio" },
  },
  "webhooks": [{ "event": "comment.created" }],
}
`;

const choose = (text: string) =>
  text.replace(/<{7} yours\n(.*\n)\|{7} base\n.*\n={7}\n.*\n>{7} new\n/, "$1");

describe("a conflict", () => {
  it("writes nothing, and says both sides and how to go on", async () => {
    const root = await appInConflict();
    const before = snapshot(root);
    const refused = await gen(root, "generate");
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    for (const text of ["README.md:1", "- # Mine", "+ # Theirs", "inline"])
      expect(refused.stderr).toContain(text);
    expect(snapshot(root)).toEqual(before);
  });

  it("stays one while it is between markers, for every command, and does not come back once it is resolved", async () => {
    const root = await appInConflict();
    const written = await gen(root, "generate", "--conflict", "inline");
    expect(written.code).toBe(4);
    expect(written.stderr).toContain(
      "The conflicts are between markers in README.md: choose",
    );
    const marked = snapshot(root);
    const left = await gen(root, "generate");
    expect(left).toMatchObject({ code: 4, stdout: "" });
    expect(left.stderr).toContain("FG304");
    for (const args of [
      ["generate", "--dry-run"],
      ["generate", "--conflict", "inline"],
      ["add-webhook", "comment.created"],
    ])
      expect(await gen(root, ...args)).toMatchObject({ code: 4 });
    const checked = await gen(root, "check", "--json");
    expect(checked.code).toBe(3);
    expect(JSON.parse(checked.stdout)).toMatchObject({
      ok: false,
      drift: [{ path: "README.md", reason: "conflict" }],
    });
    expect(snapshot(root)).toEqual(marked);

    edit(root, "README.md", choose);
    for (const args of [["generate"], ["generate"], ["check"]])
      expect(await gen(root, ...args)).toMatchObject({ code: 0 });
    // Something else that is new is merged, and the title is not asked about again.
    edit(root, TEMPLATE, (text) => `${text}\nNew at the end.\n`);
    expect(await gen(root, "generate")).toMatchObject({ code: 0 });
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme).toMatch(/^# Mine\n/);
    expect(readme).toContain("New at the end.");
  });

  it.each([
    ["add-webhook", "comment.created"],
    ["remove-webhook", "file.ready"],
    ["rename-handler", "file-ready", "ready"],
    ["add-provider", "acme.yaml", "--name", "acme"],
    ["types"],
    ["migrate", "frameio@2", "frameio@4"],
  ])("of %s is written between markers as its hint says", async (...args) => {
    const root = freshApp();
    writeFileSync(join(root, "acme.yaml"), acme);
    if (args[0] === "migrate") {
      writeFileSync(join(root, "frameio.jsonc"), LEGACY);
      expect(await gen(root)).toMatchObject({ code: 0 });
    }
    await conflictIn(root);
    const before = snapshot(root);
    const refused = await gen(root, ...args);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("`--conflict inline`");
    expect(snapshot(root)).toEqual(before);
    const written = await gen(root, ...args, "--conflict", "inline");
    expect(written.code).toBe(4);
    expect(written.stderr).toContain("are between markers in README.md");
    edit(root, "README.md", choose);
    for (const next of [["generate"], ["check"]])
      expect(await gen(root, ...next)).toMatchObject({ code: 0 });
    const manifest = readFileSync(join(root, "frameio.jsonc"), "utf8");
    const isChanged = !before["frameio.jsonc"]?.endsWith(manifest);
    expect(isChanged).toBe(args[0] !== "types");
  });

  /** Of each kind: its text with something in it that both sides change, and what the layer adds later. */
  const kinds: Readonly<
    Record<string, (value: number, more: boolean) => string>
  > = {
    "src/kind.ts": (value, more) =>
      `export const a = ${value};\n\nexport const b = 1;\n${more ? "export const c = 3;\n" : ""}`,
    "kind.json": (value, more) =>
      `{\n  "a": ${value},\n  "b": 1${more ? ',\n  "c": 3' : ""}\n}\n`,
    "kind.jsonc": (value, more) =>
      `{\n  // why\n  "a": ${value},\n  "b": 1,${more ? '\n  "c": 3, // new' : ""}\n}\n`,
    "kind.env": (value, more) => `A=${value}\nB=1\n${more ? "C=3\n" : ""}`,
    ".npmrc": (value, more) => `a=${value}\nb=1\n${more ? "c=3\n" : ""}`,
    ".gitattributes.d/.gitattributes": (value, more) =>
      `*.a eol=${value}\n*.b text\n${more ? "*.c text\n" : ""}`,
    "kind.md": (value, more) =>
      `# Title ${value}\n\nText.\n${more ? "\nMore 3.\n" : ""}`,
    "kind.yaml": (value, more) =>
      `a: ${value}\nx: 0\ny: 0\nb: 1\n${more ? "c: 3\n" : ""}`,
  };

  it("is found, marked, resolved and forgotten in files of every kind", async () => {
    const root = freshApp();
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const all = (below: string, value: number, more = false) => {
      for (const [path, text] of Object.entries(kinds))
        write(`${below}${path}`, text(value, more));
    };
    const count = (text: string, code: string) => text.split(code).length - 1;
    const { length } = Object.keys(kinds);
    write("company/layer.json", "{}");
    edit(root, "frameio.jsonc", (text) =>
      text.replace(/^\{/m, '{ "layers": ["./company"],'),
    );
    all("company/files/", 10);
    expect(await gen(root, "generate")).toMatchObject({ code: 0 });
    all("", 20);
    all("company/files/", 30);
    const told = await gen(root, "generate");
    expect(told.code).toBe(4);
    expect(count(told.stderr, "FG303")).toBe(length);
    expect((await gen(root, "generate", "--conflict", "inline")).code).toBe(4);
    for (const path of Object.keys(kinds))
      expect(readFileSync(join(root, path), "utf8")).toMatch(
        /^<{7} yours\n[^]*20[^]*^\|{7} base\n[^]*10[^]*^={7}\n[^]*30[^]*^>{7} new\n/m,
      );
    const left = await gen(root, "generate");
    expect(left.code).toBe(4);
    expect(count(left.stderr, "FG304")).toBe(length);
    all("", 20);
    for (const args of [["generate"], ["check"]])
      expect(await gen(root, ...args)).toMatchObject({ code: 0 });
    // The layer goes on from where the conflict was.
    all("company/files/", 30, true);
    expect(await gen(root, "generate")).toMatchObject({ code: 0 });
    for (const [path, text] of Object.entries(kinds))
      expect(readFileSync(join(root, path), "utf8")).toBe(text(20, true));
  });
});
