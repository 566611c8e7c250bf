import { parse as parseJsonc, type ParseError } from "jsonc-parser";
import { format, type Options } from "prettier";
import { beforeAll, describe, expect, it } from "vitest";
import { addWebhook } from "../../src/manifest/edit.js";
import type { Tool } from "../../src/pipeline.js";
import {
  hasSyntaxErrors,
  syntaxTree,
} from "../../src/reconcile/merge/typescript/parse.js";
import { namesOf } from "../../src/reconcile/merge/typescript/scope.js";
import { compilingRenderer } from "../../src/render/compile-templates.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory, testTool } from "../support/generate-app.js";

// Every file that the tool shares with the user, bent in every way that breaks tools which look for an anchor in it, and then
// edited by the next run: the edit is right, or it is refused with the text to paste. It is never wrong.

const MANIFEST = "frameio.jsonc";
const manifest = `{
  "name": "anchors",
  "webhooks": [
    // The first.
    { "event": "file.ready", "secret": { "resolver": "findSecret" } },
  ],
}
`;

/** What the next version of the template says, by file: text of ours that is replaced, and by what. */
const upgrades: Readonly<
  Record<string, readonly [template: string, from: string, to: string]>
> = {
  "src/app.ts": [
    "app/src/app.ts",
    'app.get("/", (c) => c.text("It runs.\\n"));\n',
    'app.get("/", (c) => c.text("It runs.\\n"));\n\napp.get("/upgraded", (c) => c.text("Yes.\\n"));\n',
  ],
  "src/server.ts": [
    "app/src/server.ts",
    "runServer({ routes,",
    'runServer({ name: "upgraded", routes,',
  ],
  "src/worker.ts": [
    "app/src/worker.ts",
    "runWorker({ routes,",
    'runWorker({ name: "upgraded", routes,',
  ],
  "test/inbox.test.ts": [
    "app/test/inbox.test.ts.hbs",
    "toHaveLength(1);",
    'toHaveLength(1, "upgraded");',
  ],
  "src/secrets.ts": [
    "app/src/secrets.ts.hbs",
    "hint.workspaceId && secrets[hint.workspaceId]",
    "hint.workspaceId && secrets[hint.workspaceId + upgraded]",
  ],
  "test/app.test.ts": [
    "app/test/app.test.ts.hbs",
    'test("the app is alive and ready"',
    'test("upgraded", () => {});\n\ntest("the app is alive and ready"',
  ],
  "vitest.config.ts": [
    "app/vitest.config.ts",
    'env: { LOG_LEVEL: "silent" },',
    'env: { LOG_LEVEL: "silent", MODE: "upgraded" },',
  ],
  "package.json": ["versions.json", '"hono": "', '"hono": "upgraded-'],
  "tsconfig.json": [
    "app/tsconfig.json",
    '"noEmit": true',
    '"noEmit": true,\n    "upgraded": true',
  ],
  "tsconfig.build.json": [
    "app/tsconfig.build.json",
    '"compilerOptions": {',
    '"compilerOptions": {\n    "upgraded": true,',
  ],
  ".oxlintrc.json": ["app/_oxlintrc.json", "{\n", '{\n  "upgraded": true,\n'],
  ".env.example": [
    "app/env.example.hbs",
    "{{/each}}",
    "{{/each}}\n\n# New.\nUPGRADED=1",
  ],
  ".gitignore": ["app/_gitignore", "coverage/\n", "coverage/\nupgraded/\n"],
  ".dockerignore": ["app/_dockerignore", "dist\n", "dist\nupgraded\n"],
  ".gitattributes": ["app/_gitattributes", "\n", "\n*.upgraded binary\n"],
  Dockerfile: [
    "app/Dockerfile.hbs",
    "EXPOSE 3000\n",
    "EXPOSE 3000\n# upgraded\n",
  ],
  ".github/workflows/ci.yml": ["app/ci.yml.hbs", "on:", "# upgraded\non:"],
  "README.md": [
    "app/README.md.hbs",
    "## What is where",
    "Upgraded.\n\n## What is where",
  ],
};

const later: Tool = {
  ...testTool,
  fingerprint: "later",
  assets: {
    ...testTool.assets,
    template(path) {
      const edits = Object.values(upgrades).filter(([name]) => name === path);
      return edits.reduce((text, [, from, to]) => {
        if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
        return text.replace(from, () => to);
      }, testTool.assets.template(path));
    },
  },
};
const laterRenderer = compilingRenderer((path) => later.assets.template(path));
const laterCompiled: Tool = {
  ...later,
  templates: () => Promise.resolve(laterRenderer),
};

type Bend = (text: string, path: string) => string | Promise<string>;

const isCode = (path: string) => path.endsWith(".ts");
const isJson = (path: string) => /\.jsonc?$/.test(path);
const isPretty = (path: string) => /\.(ts|jsonc?|md|yml)$/.test(path);
const prettier =
  (options: Options): Bend =>
  (text, path) =>
    isPretty(path)
      ? format(text, { filepath: path, ...options })
      : text.replace(/\n(?=\S)/g, "\n\n");

/** Another name for the first thing that the file declares or imports. */
const renamed: Bend = (text) => {
  const name = /(?:const|import(?: type)?) \{? ?(\w+)/.exec(text)?.[1] ?? "";
  return text.replace(
    new RegExp(`(?<![\\w"./])${name}(?![\\w"/])`, "g"),
    (found, at: number) =>
      /import \{[^}]*$/.test(text.slice(0, at))
        ? `${found} as ${found}Mine`
        : text.slice(0, at).endsWith("export const ")
          ? found
          : `${found}Mine`,
  );
};

/** All that is no import and no export goes into a function. */
const wrapped: Bend = (text) => {
  const lines = text.split("\n");
  const last = lines.findLastIndex((line) => /^import|from "/.test(line));
  const body = lines.slice(last + 1).join("\n");
  const head = lines.slice(0, last + 1).join("\n");
  const inner = body.replace(/^export (default )?/gm, "").trim();
  return `${head}\n\nexport default async function mine() {\n${inner.replace(/^(?=.)/gm, "  ")}\n}\n`;
};

/** What bends a file, and of which files. */
const bends: Readonly<
  Record<string, { of: (path: string) => boolean; bend: Bend }>
> = {
  "a variable renamed": { of: isCode, bend: renamed },
  reformatted: {
    of: () => true,
    bend: prettier({
      semi: false,
      singleQuote: true,
      tabWidth: 4,
      printWidth: 50,
    }),
  },
  "wrapped in a function": { of: isCode, bend: wrapped },
  spread: {
    of: isCode,
    bend: (text) =>
      text.replace(/(\(|: )\{(?=[ \n][^}]*:|[ \n]routes)/, "$1{ ...mine,"),
  },
  "as const": {
    of: isCode,
    bend: (text) => text.replace(/ \}(?=,|\)(?! =>))/, " } as const"),
  },
  "default export": {
    of: isCode,
    bend: (text) =>
      text
        .replace(/^export const (\w+)/m, "const $1")
        .replace(/$/, () => `\nexport default { mine: true };\n`),
  },
  CRLF: { of: () => true, bend: (text) => text.replaceAll("\n", "\r\n") },
  BOM: { of: () => true, bend: (text) => `\uFEFF${text}` },
  tabs: { of: isPretty, bend: prettier({ useTabs: true }) },
  "our comments deleted": {
    of: () => true,
    bend: (text, path) =>
      isCode(path)
        ? text.replace(/^\s*\/\*\*[^]*?\*\/\n|^\s*\/\/.*\n/gm, "")
        : isJson(path)
          ? text.replace(/^\s*\/\/.*\n/gm, "")
          : path.endsWith(".md")
            ? text
            : text.replace(/^#.*\n/gm, ""),
  },
  "all on one line": {
    of: isJson,
    bend: (text) => `${JSON.stringify(parseJsonc(text))}\n`,
  },
  "in another order": {
    of: isJson,
    bend: (text) =>
      `${JSON.stringify(
        Object.fromEntries(
          Object.entries(parseJsonc(text) as object).toReversed(),
        ),
        undefined,
        2,
      )}\n`,
  },
  "text of the user's around it": {
    of: () => true,
    bend: (text, path) =>
      isCode(path)
        ? `// Mine.\n\n${text}\nvoid "mine";\n`
        : path === MANIFEST
          ? `// Mine.\n${text}// Mine.\n`
          : isJson(path)
            ? text.replace(/\{/, '{ "mine": true,')
            : path.endsWith(".md")
              ? `Mine.\n\n${text}\nMine.\n`
              : `# Mine.\n\n${text}\n# Mine.\n`,
  },
};

const paths = [...Object.keys(upgrades), MANIFEST];

let app: MemoryFiles;
let added: string;
beforeAll(async () => {
  app = (await generateInMemory({}, manifest)).files;
  added = addWebhook(manifest, { events: ["comment.created"] }).text;
});

/** What the user has left of a bend: lines that the file had not before. */
function marks(before: string, after: string): string[] {
  const known = new Set(before.match(/\w+/g));
  return (after.match(/\w+/g) ?? []).filter((word) => !known.has(word));
}

/** What the next run makes of the file; undefined where it refuses, and says what to paste. */
async function nextRun(
  path: string,
  text: string,
): Promise<string | undefined> {
  const files = { ...app, [path]: text };
  const run =
    path === MANIFEST
      ? addWebhook(text, { events: ["comment.created"] }).text
      : added;
  const result = await generateInMemory(files, run, { tool: laterCompiled });
  const conflicts = result.changeSet.conflicts.filter((c) => c.path === path);
  if (conflicts.length > 0) {
    const told = conflicts.map(({ diagnostic }) => {
      expect(diagnostic).toMatchObject({
        code: "FG303",
        file: path,
        line: expect.any(Number),
      });
      return diagnostic.sides?.theirs ?? "";
    });
    expect(told.join("\n")).toMatch(/upgraded|comment\.created/i);
    expect(result.changeSet.changes.map((c) => c.path)).not.toContain(path);
    return undefined;
  }
  const again = await generateInMemory(result.files, run, {
    tool: laterCompiled,
  });
  expect(again.files[path]).toBe(result.files[path]);
  return result.files[path];
}

function faults(path: string, before: string, after: string): string[] {
  const found: string[] = [];
  const plain = after.replace(/^\uFEFF/, "");
  if (before.startsWith("\uFEFF") !== after.startsWith("\uFEFF"))
    found.push("byte order mark");
  if (
    /\r\n/.test(before) !== /\r\n/.test(after) ||
    /[^\r]\n/.test(after) !== /[^\r]\n/.test(before)
  )
    found.push("line ends");
  const change = path === MANIFEST ? /comment\.created/g : /upgraded/gi;
  const times = after.match(change)?.length ?? 0;
  const wanted =
    path === MANIFEST ? 1 : (upgrades[path]?.[2].match(change)?.length ?? 0);
  if (times !== wanted) found.push(`the change is there ${times} times`);
  if (isJson(path)) {
    const errors: ParseError[] = [];
    parseJsonc(plain, errors, { allowTrailingComma: true });
    if (errors.length > 0) found.push("does not parse");
  }
  if (isCode(path)) {
    const tree = syntaxTree(path, after);
    if (hasSyntaxErrors(tree)) found.push("does not parse");
    const names = namesOf(tree);
    const own = namesOf(syntaxTree(path, before)).free;
    const foreign = [...names.free].filter(
      (name) => !own.has(name) && name !== "upgraded",
    );
    if (names.doubled.size + foreign.length > 0)
      found.push(`names: ${[...names.doubled, ...foreign].join()}`);
  }
  return found;
}

/** What is refused: in another program there is no place for our change, and lines that stand beside each other may belong together. */
const REFUSED = new Set([
  "wrapped in a function: src/app.ts",
  "wrapped in a function: src/server.ts",
  "wrapped in a function: src/worker.ts",
  "wrapped in a function: src/secrets.ts",
  "wrapped in a function: test/inbox.test.ts",
  "wrapped in a function: vitest.config.ts",
  "reformatted: Dockerfile",
  "our comments deleted: Dockerfile",
]);

it("covers every file that is shared", () => {
  const { files } = JSON.parse(app[".frameio/lock.json"] ?? "") as {
    files: Record<string, { ownership: string }>;
  };
  const shared = Object.keys(files).filter(
    (path) => files[path]?.ownership === "merged",
  );
  expect(Object.keys(upgrades).toSorted()).toEqual(shared.toSorted());
});

describe.each(Object.entries(bends))("%s", (name, { of, bend }) => {
  it.each(paths.filter(of))("%s", async (path) => {
    const before = app[path] ?? "";
    const text = await bend(before, path);
    const after = await nextRun(path, text);
    const isRefused = after === undefined;
    expect(isRefused, "refused").toBe(REFUSED.has(`${name}: ${path}`));
    if (isRefused) return;
    expect(faults(path, text, after)).toEqual([]);
    const words = new Set(after.match(/\w+/g));
    expect(marks(before, text).filter((word) => !words.has(word))).toEqual([]);
  });
});

describe("a file that the user moved", () => {
  it.each(Object.keys(upgrades))("%s is not made again", async (path) => {
    const { [path]: text = "", ...rest } = app;
    const files = { ...rest, [`mine/${path}`]: text };
    const result = await generateInMemory(files, added, {
      tool: laterCompiled,
    });
    expect(result.changeSet.conflicts).toEqual([]);
    expect(result.files[path]).toBeUndefined();
    expect(result.files[`mine/${path}`]).toBe(text);
  });
});
