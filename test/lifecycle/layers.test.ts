import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { digest } from "../../src/lockfile/digest.js";
import { LOCKFILE_PATH } from "../../src/lockfile/lockfile.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";
import { memorySources } from "../support/memory-sources.js";

const base = `{
  "name": "layered",
  "webhooks": [{ "event": "file.ready" }],
}
`;
const withLayers = (...names: string[]) =>
  base.replace("{", `{\n  "layers": ${JSON.stringify(names)},`);
const created = (await generateInMemory({}, base)).files;

/** A layer's files below its folder. */
function layer(folder: string, files: MemoryFiles): MemoryFiles {
  return Object.fromEntries(
    Object.entries({ "layer.json": "{}", ...files }).map(([path, text]) => [
      `${folder}/${path}`,
      text,
    ]),
  );
}

function fragments(value: object): MemoryFiles {
  return { "fragments.json": JSON.stringify(value) };
}

async function run(files: MemoryFiles, text: string) {
  return generateInMemory(files, text, { sources: memorySources(files) });
}

async function diagnosticsOf(files: MemoryFiles, ...names: string[]) {
  const error = await run(files, withLayers(...names)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FrameioGenError)) throw error ?? new Error("it works");
  return error.diagnostics;
}

describe("a layer", () => {
  const company = layer("company", {
    "layer.json": `{
      // our house
      "name": "company",
      "files": { "docs/STYLE.md": "scaffolded" },
    }`,
    "templates/app/README.md.hbs": "# {{name}}\n\nMade by the company.\n",
    "files/docs/STYLE.md": "# Style\n",
    "files/src/tracing.ts": "export const tracing = true;\n",
    ...fragments({
      "package.json": {
        dependencies: { "aa-first": "1.0.0", zod: "4.0.0" },
        devDependencies: { prettier: "3.0.0" },
        scripts: { format: "prettier --write ." },
        license: "MIT",
      },
      ".oxlintrc.json": {
        plugins: ["import", "vitest"],
        rules: { "no-console": "error" },
      },
      ".gitignore": ["/tmp/", "node_modules/"],
      ".dockerignore": ["/docs"],
      ".env.example": {
        TRACE_URL: { description: "Where traces go.", default: "http://t:1" },
        TRACE_KEY: { description: "Its key." },
      },
      "src/server.ts": ['import "./tracing.js";'],
    }),
  });
  const files = { ...created, ...company };
  const manifest = withLayers("./company");

  it("adds templates, files and fragments, and a second run changes nothing", async () => {
    const { files: after, changeSet } = await run(files, manifest);
    expect(changeSet.conflicts).toEqual([]);
    expect(after["README.md"]).toBe("# layered\n\nMade by the company.\n");
    expect(after["docs/STYLE.md"]).toBe("# Style\n");
    const pkg = JSON.parse(after["package.json"] ?? "");
    expect(pkg.dependencies).toMatchObject({ zod: "4.0.0" });
    expect(Object.keys(pkg.dependencies)).toEqual(
      Object.keys(pkg.dependencies).sort(),
    );
    expect(pkg).toMatchObject({
      license: "MIT",
      devDependencies: { prettier: "3.0.0" },
      scripts: { format: "prettier --write .", test: "vitest run" },
    });
    const lint = JSON.parse(after[".oxlintrc.json"] ?? "");
    expect(lint.rules).toEqual({ "no-console": "error" });
    expect(lint.plugins).toEqual(
      expect.arrayContaining(["typescript", "import", "vitest"]),
    );
    expect(new Set(lint.plugins).size).toBe(lint.plugins.length);
    expect(after[".gitignore"]).toMatch(/\n\n# \.\/company\n\/tmp\/\n$/);
    expect(after[".dockerignore"]).toMatch(/# \.\/company\n\/docs\n$/);
    expect(after[".env.example"]).toMatch(
      /\n\n# Where traces go\.\n#TRACE_URL=http:\/\/t:1\n\n# Its key\.\nTRACE_KEY=\n$/,
    );
    expect(after["src/server.ts"]).toMatch(
      /^import "\.\/tracing\.js";\nimport /,
    );
    const again = await run(after, manifest);
    expect(again.changeSet.changes).toEqual([]);
    expect(again.changeSet.lockfile).toBeNull();
  });

  it("is merged with what the user wrote, when the layer changes", async () => {
    const { files: before } = await run(files, manifest);
    const edited = {
      ...before,
      "src/tracing.ts": `${before["src/tracing.ts"]}export const mine = 1;\n`,
      "docs/STYLE.md": "# My style\n",
      "company/files/src/tracing.ts":
        "export const tracing = true;\nexport const level = 2;\n",
      "company/files/docs/STYLE.md": "# Style 2\n",
    };
    const { files: after, changeSet } = await run(edited, manifest);
    expect(changeSet.conflicts).toEqual([]);
    expect(after["src/tracing.ts"]).toContain("mine = 1");
    expect(after["src/tracing.ts"]).toContain("level = 2");
    expect(after["docs/STYLE.md"]).toBe("# My style\n");
  });

  it("leaves no trace where nothing was edited, once it is out of the manifest", async () => {
    const { files: before } = await run(files, manifest);
    const { files: after } = await run(before, base);
    const {
      "docs/STYLE.md": style,
      "src/tracing.ts": tracing,
      ...rest
    } = after;
    expect([style, tracing]).toEqual([
      "# Style\n",
      "export const tracing = true;\n",
    ]);
    expect(rest).toEqual(files);
  });

  it("is parsed again only where its text is another than when it was generated", async () => {
    const script = "files/src/house.ts";
    const of = (text: string) => layer("house", { [script]: text });
    const first = await run(
      { ...created, ...of("export {};\n") },
      withLayers("./house"),
    );
    // The digest says that the tool made this text before, which it did not: nobody looks at it again.
    const bad = "export {;\n";
    const lockText = first.files[LOCKFILE_PATH] ?? "";
    const passed = lockText.replace(digest("export {};\n"), digest(bad));
    expect(passed).not.toBe(lockText);
    const again = (lockfile: string) =>
      run(
        { ...first.files, ...of(bad), [LOCKFILE_PATH]: lockfile },
        withLayers("./house"),
      );
    await expect(again(passed)).resolves.toBeDefined();
    await expect(again(lockText)).rejects.toMatchObject({
      diagnostics: [{ code: "FG705", file: `house/${script}` }],
    });
  });

  it("may be an npm package, and a key of package.json makes it a layer", async () => {
    const { "company/layer.json": _, ...parts } = company;
    const packaged = Object.fromEntries(
      Object.entries({
        ...parts,
        "company/package.json": '{ "name": "x", "frameioLayer": {} }',
      }).map(([path, text]) => [
        path.replace("company/", "node_modules/@studio/layer/"),
        text,
      ]),
    );
    const { files: after } = await run(
      { ...created, ...packaged },
      withLayers("@studio/layer"),
    );
    expect(after["README.md"]).toContain("Made by the company.");
  });

  it("goes below later layers, and below the project's own templates", async () => {
    const two = {
      ...files,
      ...layer("team", { "templates/app/README.md.hbs": "# Team\n" }),
    };
    const text = withLayers("./company", "./team");
    expect((await run(two, text)).files["README.md"]).toBe("# Team\n");
    const own = { ...two, ".frameio/templates/app/README.md.hbs": "# Own\n" };
    expect((await run(own, text)).files["README.md"]).toBe("# Own\n");
  });

  it("is what is ejected, where it replaces a template", async () => {
    const { files: after } = await generateInMemory(files, manifest, {
      sources: memorySources(files),
      eject: ["app/README.md.hbs"],
    });
    expect(after[".frameio/templates/app/README.md.hbs"]).toContain(
      "Made by the company.",
    );
  });
});

describe("two writers", () => {
  const one = layer("one", {
    "files/a.txt": "1\n",
    ...fragments({
      "package.json": { scripts: { x: "1" }, same: { a: [1] } },
      ".env.example": { A_KEY: { description: "one" } },
      ".gitignore": ["/a"],
      ".gitattributes": ["*.png binary"],
      "src/app.ts": ['import x from "./x.js";'],
    }),
  });
  const other = (value: object, more: MemoryFiles = {}) => ({
    ...created,
    ...one,
    ...layer("two", { ...fragments(value), ...more }),
  });

  it.each([
    [
      { "package.json": { scripts: { x: "2" } } },
      './one and ./two both write scripts.x of "package.json", differently',
    ],
    [
      { "package.json": { scripts: { x: { y: 1 } } } },
      './one and ./two both write scripts.x of "package.json", differently',
    ],
    [
      { ".env.example": { A_KEY: { description: "two" } } },
      './one and ./two both write A_KEY of ".env.example", differently',
    ],
    [
      { ".gitignore": ["!/a"] },
      './one and ./two both write /a of ".gitignore", differently',
    ],
    [
      { ".gitattributes": ["*.png text"] },
      './one and ./two both write *.png of ".gitattributes", differently',
    ],
    [
      { "src/app.ts": ['import { x } from "./y.js";'] },
      './one and ./two both write import x of "src/app.ts", differently',
    ],
    [
      { "package.json": { scripts: { test: "jest" } } },
      'frameio-gen and ./two both write scripts.test of "package.json", differently',
    ],
    [
      { ".env.example": { WEBHOOK_SECRET: { description: "x" } } },
      'frameio-gen and ./two both write WEBHOOK_SECRET of ".env.example", differently',
    ],
    [
      { ".gitignore": ["!node_modules/"] },
      'frameio-gen and ./two both write node_modules/ of ".gitignore", differently',
    ],
    [
      { "src/app.ts": ['import { Hono } from "./hono.js";'] },
      'frameio-gen and ./two both write import Hono of "src/app.ts", differently',
    ],
  ])("of %j are both named", async (value, message) => {
    const found = await diagnosticsOf(other(value), "./one", "./two");
    expect(found).toMatchObject([
      { code: "FG708", message, file: "two/fragments.json" },
    ]);
  });

  it("may be one that overrides the other on purpose", async () => {
    const files = other({
      override: {
        "package.json": {
          scripts: { x: "2", test: "vitest run --coverage" },
          same: { a: [2] },
        },
        "tsconfig.json": { compilerOptions: { target: "es2023" } },
      },
    });
    const result = await run(files, withLayers("./one", "./two"));
    const json = (path: string) =>
      JSON.parse(result.files[path] ?? "") as Record<string, object>;
    expect(json("package.json")).toMatchObject({
      scripts: {
        x: "2",
        test: "vitest run --coverage",
        build: "tsc -p tsconfig.build.json",
      },
      same: { a: [2] },
    });
    expect(json("tsconfig.json")).toMatchObject({
      compilerOptions: { target: "es2023", strict: true },
    });
    const again = await run(result.files, withLayers("./one", "./two"));
    expect(again.changeSet).toMatchObject({ changes: [], lockfile: null });
    // The user's own value stands above both.
    const mine = {
      ...result.files,
      "tsconfig.json": result.files["tsconfig.json"]!.replace(
        "es2023",
        "es2024",
      ),
    };
    const kept = await run(mine, withLayers("./one", "./two"));
    expect(kept.files["tsconfig.json"]).toContain("es2024");
    // And without the layers everything is as it was.
    const without = await run(result.files, base);
    expect(without.files["tsconfig.json"]).toBe(created["tsconfig.json"]);
    expect(without.files["package.json"]).toBe(created["package.json"]);
  });

  it.each([
    [
      { "package.json": { scripts: { gone: "1" } } },
      "FG713",
      './two overrides scripts.gone of "package.json", which nobody writes',
    ],
    [
      { "package.json": { scripts: { postinstall: "1" } } },
      "FG707",
      expect.stringContaining("postinstall"),
    ],
    [
      { ".gitignore": ["/x"] },
      "FG707",
      'Nothing of ".gitignore" can be overridden by key',
    ],
    ["x", "FG707", '"override" must be an object'],
  ])("may not override %j", async (override, code, message) => {
    const found = await diagnosticsOf(other({ override }), "./one", "./two");
    expect(found).toMatchObject([{ code, message }]);
  });

  it("that override the same differently are both named", async () => {
    const override = (target: string) => ({
      override: { "tsconfig.json": { compilerOptions: { target } } },
    });
    const files = {
      ...created,
      ...layer("one", fragments(override("es2023"))),
      ...layer("two", fragments(override("es2024"))),
    };
    expect(await diagnosticsOf(files, "./one", "./two")).toMatchObject([
      { code: "FG708", message: expect.stringContaining("./one and ./two") },
    ]);
  });

  it("of one file are both named", async () => {
    const files = other({}, { "files/a.txt": "2\n", "files/Dockerfile": "x" });
    expect(await diagnosticsOf(files, "./one", "./two")).toMatchObject([
      { message: 'frameio-gen and ./two both write "Dockerfile", differently' },
      { message: './one and ./two both write "a.txt", differently' },
    ]);
  });

  it("are not at odds where the one has nothing to say in a section", async () => {
    const parts = layer("a", fragments({ "package.json": { scripts: {} } }));
    const { files } = await run({ ...created, ...parts }, withLayers("./a"));
    expect(files["package.json"]).toBe(created["package.json"]);
  });

  it("who agree are fine", async () => {
    const files = { ...created, ...one, ...layer("two", {}) };
    for (const [path, text] of Object.entries(one))
      Object.assign(files, { [path.replace("one/", "two/")]: text });
    const { changeSet } = await run(files, withLayers("./one", "./two"));
    expect(changeSet.conflicts).toEqual([]);
  });
});

describe("a hostile layer", () => {
  it.each([
    ["/etc/passwd", "is absolute"],
    ["../outside.txt", "leads out of the folder"],
    ["a/../../outside.txt", "leads out of the folder"],
    ["C:/windows.txt", "begins with a drive letter"],
    ["a\\b", "contains a backslash"],
    [".git/hooks/pre-commit", "leads into the folder of git"],
    ["x/.GIT/config", "leads into the folder of git"],
    ["nul.txt", "names a device"],
    ["frameio.jsonc", "does not belong to layers"],
    ["Frameio.jsonc", "does not belong to layers"],
    [".frameio/lock.json", "does not belong to layers"],
    [".frameio/base/x.base", "does not belong to layers"],
    ["src/frameio/kernel/kernel.gen.ts", "does not belong to layers"],
    ["node_modules/x/index.js", "does not belong to layers"],
    [".env", "does not belong to layers"],
    [".env.local", "does not belong to layers"],
    ["binding.gyp", "would be run by a package manager"],
    [".pnpmfile.cjs", "would be run by a package manager"],
    [".yarn/releases/yarn.cjs", "would be run by a package manager"],
  ])("may not write %s", async (path, problem) => {
    const files = { ...created, ...layer("evil", { [`files/${path}`]: "x" }) };
    const found = await diagnosticsOf(files, "./evil");
    expect(found).toMatchObject([{ code: "FG709" }]);
    expect(found[0]?.message).toContain(problem);
  });

  it.each([
    ['{ "package.json": { "__proto__": { "polluted": 1 } } }', "__proto__"],
    ['{ "package.json": { "a": { "\\u005f_proto__": 1 } } }', "__proto__"],
    ['{ "package.json": { "constructor": { "x": 1 } } }', "constructor"],
    ['{ "__proto__": { "package.json": {} } }', "__proto__"],
    [
      '{ "package.json": { "scripts": { "postinstall": "rm -rf ~" } } }',
      "would run by itself",
    ],
    [
      '{ "package.json": { "scripts": { "prepare": "x" } } }',
      "would run by itself",
    ],
    ['{ "src/server.ts": ["process.exit()"] }', "not one import statement"],
    [
      '{ "src/server.ts": ["import \\"x\\"; process.exit();"] }',
      "not one import",
    ],
    [
      '{ "src/server.ts": ["import x from \\"a\\";\\nevil();"] }',
      "not one import",
    ],
    ['{ ".gitignore": ["a\\nb"] }', "not one line"],
    ['{ ".gitignore": ["!.env"] }', "which holds secrets"],
    ['{ ".dockerignore": ["!**/.e*"] }', "which holds secrets"],
    ['{ ".gitignore": ["!.[e]nv.local"] }', "which holds secrets"],
    [
      '{ "override": { "package.json": { "scripts": ["x"] } } }',
      "overrides scripts",
    ],
    [
      '{ ".env.example": { "PORT": { "description": "x" } } }',
      "meaning of its own",
    ],
    [
      '{ ".env.example": { "A": { "description": "x", "default": "1\\nB=2" } } }',
      "on one line",
    ],
    ['{ "src/frameio/routes.gen.ts": [] }', "takes no fragments"],
    ['{ "toString": [] }', "takes no fragments"],
    ["[]", "must be an object"],
    ["{", "not valid JSON (line 1"],
    [
      `{ "package.json": ${'{"a":'.repeat(50)}1${"}".repeat(50)} }`,
      "nested too deeply",
    ],
  ])("%s is refused", async (text, problem) => {
    const evil = layer("evil", { "fragments.json": text });
    const found = await diagnosticsOf({ ...created, ...evil }, "./evil");
    expect(found[0]).toMatchObject({
      code: "FG707",
      file: "evil/fragments.json",
    });
    expect(found[0]?.message).toContain(problem);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ["{{constructor}}", "Unknown variable"],
    ["{{__proto__}}", "Unknown variable"],
    ["{{name.constructor}}", "Unknown variable"],
    ["{{providers.__proto__.x}}", "Unknown variable"],
    ['{{lookup this "constructor"}}', "no helper"],
    ["{{#with (lookup this 'constructor')}}{{/with}}", "no helper"],
    ['{{log "to stdout"}}', "no helper"],
    ["{{helperMissing name}}", "no helper"],
    ["{{#blockHelperMissing name}}{{/blockHelperMissing}}", "no block"],
    ["{{#constructor}}{{/constructor}}", "no block"],
    ["{{> ../../../etc/passwd}}", "cannot include"],
    ["{{#> layout}}{{/layout}}", "cannot include"],
    ['{{#*inline "x"}}{{/inline}}', "Decorators"],
    ["{{* x}}", "Decorators"],
    ["{{@root.constructor}}", "Unknown variable"],
    ["{{../name}}", "leads out of the data"],
    ["{{value providers indent=100000000}}", "must be a number from 0 to 200"],
    ["{{#if name}}".repeat(80) + "{{/if}}".repeat(80), "nested too deeply"],
    ["{{{{raw}}}}{{{{/raw}}}}", "no block"],
  ])("cannot reach further with %s", async (text, problem) => {
    const evil = layer("evil", { "templates/app/README.md.hbs": text });
    const found = await diagnosticsOf({ ...created, ...evil }, "./evil");
    expect(found[0]).toMatchObject({
      code: "FG703",
      file: "evil/templates/app/README.md.hbs",
    });
    expect(found[0]?.message).toContain(problem);
  });

  it.each([
    [
      "text",
      `{{#each providers}}${"x".repeat(200_000)}{{/each}}`
        .replace(
          "{{#each providers}}",
          "{{#each providers}}{{#each @root.providers}}{{#each @root.providers}}",
        )
        .replace("{{/each}}", "{{/each}}{{/each}}{{/each}}"),
    ],
    [
      "rounds",
      `${"{{#each @root.providers}}".repeat(18)}${"{{/each}}".repeat(18)}`,
    ],
  ])("cannot make %s without end", async (_what, text) => {
    const providers = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [
        `p${index}`,
        { schema: "frameio@4", path: `/p${index}` },
      ]),
    );
    const manifest = JSON.stringify({
      name: "many",
      providers,
      layers: ["./evil"],
    });
    const files = layer("evil", { "templates/app/README.md.hbs": text });
    const error: unknown = await run(files, manifest).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as FrameioGenError).diagnostics).toMatchObject([
      { code: "FG704", message: expect.stringContaining("too much text") },
    ]);
  });

  it("cannot bring a template of endless length", async () => {
    const evil = layer("evil", {
      "templates/app/README.md.hbs": "x".repeat(300_000),
    });
    expect(
      await diagnosticsOf({ ...created, ...evil }, "./evil"),
    ).toMatchObject([
      { code: "FG704", message: "The template is longer than 256 KiB" },
    ]);
  });

  it.each([
    [
      "templates/app/README.md.hbs",
      "{{literal ",
      "(literal ",
      "name",
      ")",
      "}}",
    ],
    ["templates/app/README.md.hbs", "", "{{#if name}}", "", "{{/if}}", ""],
    ["files/deep.json", "", "[", "", "]", ""],
    ["files/deep.yaml", "", "[", "", "]", ""],
    ["files/deep.ts", "", "f(", "", ")", ";"],
  ])(
    "may not nest %s without end",
    async (path, first, open, middle, close, last) => {
      const many = path.startsWith("files/") ? 20_000 : 5_000;
      const text = `${first}${open.repeat(many)}${middle}${close.repeat(many)}${last}`;
      const files = { ...created, ...layer("evil", { [path]: text }) };
      const [found] = await diagnosticsOf(files, "./evil");
      expect(found?.message).toContain("nested too deeply");
    },
  );

  it("may have millions of blank lines", async () => {
    const text = `a${"\n".repeat(2_000_000)}b`;
    const files = { ...created, ...layer("odd", { "files/blank.md": text }) };
    const after = await run(files, withLayers("./odd"));
    expect(after.files["blank.md"]).toBe(`${text}\n`);
  });

  it("may take other files out of .gitignore than those of secrets", async () => {
    const lines = ["!.env.example", "!dist/keep", "!*.envelope"];
    const odd = layer("odd", fragments({ ".gitignore": lines }));
    const after = await run({ ...created, ...odd }, withLayers("./odd"));
    expect(after.files[".gitignore"]).toContain(lines.join("\n"));
  });

  it.each([
    [{ "layer.json": '{ "fles": {} }' }, 'Unknown key "fles"'],
    [{ "layer.json": '{ "files": { "x": "managed" } }' }, "not below files/"],
    [
      { "layer.json": '{ "files": { "x": "theirs" } }', "files/x": "" },
      "must be managed, scaffolded, merged",
    ],
    [{ "templates/app/REDME.md.hbs": "x" }, 'no template "app/REDME.md.hbs"'],
    [{ "files/x.ts": "const = 1;" }, 'of "x.ts" does not parse'],
    [{ "files/x.json": "{" }, 'of "x.json" does not parse'],
    [
      { "files/deploy.yml": "steps:\n  - run: a\n b: 1\n" },
      'of "deploy.yml" does not parse: ',
    ],
    [{ "files/x.yaml": "a: 1\n---\na: 1\na: 2\n" }, 'at line 4 of it, "a: 2"'],
    [{ "files/Readme.md": "x" }, "one name on some systems"],
  ])("%j is told", async (parts, message) => {
    const files = { ...created, ...layer("evil", parts as MemoryFiles) };
    const [first] = await diagnosticsOf(files, "./evil");
    expect(first?.message).toContain(message);
  });

  it("that is not there is told at its place in the manifest", async () => {
    expect(await diagnosticsOf(created, "./nowhere")).toMatchObject([
      { code: "FG706", file: "frameio.jsonc", line: 2, column: 14, length: 11 },
    ]);
  });
});
