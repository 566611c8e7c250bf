import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateCatalog } from "../../src/customize/catalog.js";
import { customDigestOnDisk } from "../../src/customize/digest.js";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import { inputsDigest } from "../../src/lockfile/inputs.js";
import { parseLockfile } from "../../src/lockfile/parse.js";
import type { GenerateRequest, Tool } from "../../src/pipeline.js";
import {
  memoryDisk,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";
import { compilingRenderer } from "../../src/render/compile-templates.js";
import { generateInMemory, testTool } from "../support/generate-app.js";
import { memorySources } from "../support/memory-sources.js";

const manifest = `{
  "name": "own-templates",
  "webhooks": [
    { "event": "file.ready", "secret": { "resolver": "bySpace" } },
    { "event": ["comment.created", "comment.updated"], "handler": "src/webhooks/comments.ts" },
  ],
}
`;
const folder = ".frameio/templates";
const readme = `${folder}/app/README.md.hbs`;

async function run(
  files: MemoryFiles,
  options: Partial<
    Pick<GenerateRequest, "eject" | "tool" | "conflicts" | "force">
  > = {},
  text = manifest,
) {
  return generateInMemory(files, text, {
    sources: memorySources(files),
    ...options,
  });
}

async function diagnosticsOf(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FrameioGenError)) throw error ?? new Error("it works");
  return error.diagnostics;
}

/** A later version of the tool, whose template reads differently. */
function upgraded(template: string, edit: (text: string) => string): Tool {
  const text = (path: string) => {
    const before = testTool.assets.template(path);
    return path === template ? edit(before) : before;
  };
  const renderer = compilingRenderer(text);
  return {
    ...testTool,
    fingerprint: "upgraded",
    assets: { ...testTool.assets, template: text },
    templates: () => Promise.resolve(renderer),
  };
}

function emitted(files: MemoryFiles): MemoryFiles {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !path.startsWith(".frameio/")),
  );
}

const created = (await run({})).files;
const names = templateCatalog.map(({ name }) => name);

describe("ejecting", () => {
  it("changes no emitted byte, whichever templates are ejected, and a second time nothing at all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(names, { minLength: 1 }), async (eject) => {
        const { files, changeSet } = await run(created, { eject });
        expect(changeSet.conflicts).toEqual([]);
        expect(emitted(files)).toEqual(emitted(created));
        for (const name of eject) {
          expect(files[`${folder}/${name}`]).toBe(
            testTool.assets.template(name),
          );
          expect(files[`.frameio/base/${folder}/${name}.base`]).toBe(
            testTool.assets.template(name),
          );
        }
        const again = await run(files, { eject });
        expect(again.changeSet.changes).toEqual([]);
        expect(again.changeSet.lockfile).toBeNull();
      }),
      { numRuns: 8 },
    );
  });

  it("is undone by deleting the copy", async () => {
    const { files } = await run(created, { eject: names });
    const without = Object.fromEntries(
      Object.entries(files).filter(([path]) => !path.startsWith(`${folder}/`)),
    );
    expect((await run(without)).files).toEqual(created);
  });

  it("goes to the folder that the manifest names", async () => {
    const text = manifest.replace("{", '{ "templates": "tools/tpl",');
    const { files } = await run(
      created,
      { eject: ["app/README.md.hbs"] },
      text,
    );
    expect(files["tools/tpl/app/README.md.hbs"]).toBe(
      testTool.assets.template("app/README.md.hbs"),
    );
  });
});

describe("an edited template", () => {
  const ejected = run(created, { eject: ["app/README.md.hbs"] });
  const editing = async (edit: (text: string) => string) => {
    const { files } = await ejected;
    const before = files[readme] ?? "";
    expect(edit(before)).not.toBe(before);
    return { ...files, [readme]: edit(before) };
  };

  it("is used, whatever the editor made of line ends", async () => {
    const files = await editing((text) =>
      `\uFEFF${text.replace("# {{name}}", "# {{name}} of our studio")}`.replaceAll(
        "\n",
        "\r\n",
      ),
    );
    const after = await run(files);
    expect(after.files["README.md"]).toMatch(
      /^# own-templates of our studio\n/,
    );
    expect(after.files["README.md"]).not.toContain("\r");
    expect(after.files[readme]).toBe(files[readme]);
    expect((await run(after.files)).changeSet.changes).toEqual([]);
  });

  it("changes the digest of the inputs, which the fast path finds again", async () => {
    const { files } = await run(
      await editing((text) => text.replace("# {{name}}", "# App {{name}}")),
    );
    const lockfile = parseLockfile(files[".frameio/lock.json"] ?? "");
    const now = (each: MemoryFiles) =>
      inputsDigest({
        manifestText: manifest,
        lockfile,
        tool: testTool,
        custom: customDigestOnDisk(
          manifest,
          memoryDisk(each),
          memorySources(each),
        ),
      });
    expect(now(files)).toBe(lockfile.inputs);
    expect(now({ ...files, [readme]: `${files[readme]}more\n` })).not.toBe(
      lockfile.inputs,
    );
    expect(now(created)).not.toBe(lockfile.inputs);
  });

  it("takes on what is new in ours, and renders it in the same run", async () => {
    const files = await editing((text) =>
      text.replace("# {{name}}", "# {{name}} of our studio"),
    );
    const tool = upgraded("app/README.md.hbs", (text) =>
      text.replace("## Answers", "## What it answers to {{titles}}"),
    );
    const { files: after, changeSet } = await run(files, { tool });
    expect(changeSet.conflicts).toEqual([]);
    expect(changeSet.outcomes).toContainEqual({
      path: readme,
      outcome: "merge",
    });
    expect(after["README.md"]).toContain("# own-templates of our studio");
    expect(after["README.md"]).toContain("## What it answers to Frame.io V4");
    expect((await run(after, { tool })).changeSet.changes).toEqual([]);
  });

  it("conflicts like any merged file, and the conflict does not come back", async () => {
    const files = await editing((text) =>
      text.replace("## Answers", "## Our answers"),
    );
    const tool = upgraded("app/README.md.hbs", (text) =>
      text.replace("## Answers", "## What it answers"),
    );
    const reported = await run(files, { tool });
    expect(
      reported.changeSet.conflicts.map(({ diagnostic }) => diagnostic),
    ).toMatchObject([{ code: "FG303", file: readme }]);
    const inline = await run(files, { tool, conflicts: "inline" });
    expect(inline.files[readme]).toContain("<<<<<<<");
    expect(inline.files["README.md"]).not.toContain("<<<<<<<");
    const blocked = await run(inline.files, { tool });
    expect(
      blocked.changeSet.conflicts.map(({ diagnostic }) => diagnostic.code),
    ).toContain("FG304");
    const settled = (inline.files[readme] ?? "").replace(
      /<{7}[^]*?>{7}[^\n]*\n/,
      "## Settled\n",
    );
    const after = await run({ ...inline.files, [readme]: settled }, { tool });
    expect(after.changeSet.conflicts).toEqual([]);
    expect(after.files["README.md"]).toContain("## Settled");
    expect((await run(after.files, { tool })).changeSet.changes).toEqual([]);
  });

  it("that names an unknown variable is told with its place and what there is, and nothing is written", async () => {
    const files = await editing((text) =>
      text.replace("# {{name}}", "# {{nmae}}\n\n{{litteral name}}"),
    );
    const lines = (files[readme] ?? "").split("\n");
    expect(await diagnosticsOf(run(files))).toMatchObject([
      {
        code: "FG703",
        file: readme,
        line: 1,
        column: lines[0]!.indexOf("nmae") + 1,
        length: 4,
        message: 'Unknown variable "nmae"',
        hint: expect.stringMatching(
          /^Did you mean "name"\? There are answerTable, eventTable, .*variableTable\.$/,
        ),
      },
      {
        code: "FG703",
        line: 3,
        message: 'There is no helper "litteral"',
        hint: 'Did you mean "literal"? There are literal, comment, identifier, key, value.',
      },
    ]);
  });

  it("that is no Handlebars is told with its line", async () => {
    const files = await editing((text) => text.replace("{{/if}}", "{{/each}}"));
    const [first] = await diagnosticsOf(run(files));
    expect(first).toMatchObject({ code: "FG702", file: readme });
    expect(first?.line).toBeGreaterThan(0);
  });

  it("that is unknown is passed, with a warning that names the nearest", async () => {
    const files = { ...created, [`${folder}/app/READM.md.hbs`]: "x" };
    const { changeSet } = await run(files);
    expect(changeSet.warnings).toMatchObject([
      {
        code: "FG701",
        severity: "warning",
        hint: 'Did you mean "app/README.md.hbs"?',
      },
    ]);
    expect(changeSet.changes).toEqual([]);
  });
});

describe("a template that makes nonsense", () => {
  it.each([
    ["app/tsconfig.json", '{ "compilerOptions": { }', "tsconfig.json"],
    ["app/test/app.test.ts.hbs", "const x = ;\n", "test/app.test.ts"],
    ["app/src/app.ts", "export const app = {\n", "src/app.ts"],
  ])("%s is told, and nothing is written", async (name, text, made) => {
    const files = { ...created, [`${folder}/${name}`]: text };
    const [first] = await diagnosticsOf(run(files));
    expect(first).toMatchObject({
      code: "FG705",
      file: `${folder}/${name}`,
      message: expect.stringContaining(`"${made}" does not parse: `),
    });
  });

  it.each([
    [
      "// {{comment single.summary}}",
      { line: 1, column: 14 },
      'The template failed: "single.summary" is of nothing: ask with {{#if single}} first',
    ],
    [
      "\n//  {{comment single}}",
      { line: 2, column: 15 },
      '"comment" takes a text, and "single" is none',
    ],
    [
      "{{#each events}}\n// {{comment ../single.name}}{{/each}}",
      { line: 2, column: 14 },
      'The template failed: "../single.name" is of nothing: ask with {{#if ../single}} first',
    ],
    [
      "import {{identifier publicModule}}",
      { line: 1, column: 8 },
      'The template failed: not an identifier: "../frameio/index.gen.js"',
    ],
  ])("%j fails with its place", async (text, place, message) => {
    const name = `${folder}/webhook/handler.ts.hbs`;
    const [first] = await diagnosticsOf(run({ ...created, [name]: text }));
    expect(first).toMatchObject({ ...place, file: name, message });
  });
});
