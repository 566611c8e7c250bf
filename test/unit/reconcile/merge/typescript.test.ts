import { describe, expect, it } from "vitest";
import {
  loadTypeScriptMerge,
  merge,
  needsTypeScript,
} from "../../../../src/reconcile/merge/index.js";

const typescript = await loadTypeScriptMerge();
const run = (base: string | undefined, ours: string, theirs: string) =>
  merge({ path: "src/a.ts", base, ours, theirs }, { typescript });

type Sides = readonly [
  base: string,
  ours: string,
  theirs: string,
  want: string,
];

function keeps(cases: Readonly<Record<string, Sides>>) {
  it.each(Object.entries(cases))("%s", (_, [base, ours, theirs, want]) => {
    expect(run(base, ours, theirs)).toEqual({ text: want, conflicts: [] });
  });
}

describe("declarations", () => {
  keeps({
    "are added beside each other": [
      "const a = 1;\n",
      "const a = 1;\n\n/** Mine. */\nconst mine = 2;\n",
      "const a = 1;\n\nexport function added() {}\n",
      "const a = 1;\n\nexport function added() {}\n\n/** Mine. */\nconst mine = 2;\n",
    ],
    "are changed where the user moved them": [
      "const a = 1;\nconst b = 1;\n",
      "const b = 1;\nconst a = 1;\n",
      "const a = 2;\nconst b = 1;\n",
      "const b = 1;\nconst a = 2;\n",
    ],
    "go when only the template knew them": [
      "const a = 1;\n\n// about b\nconst b = 1;\n\nconst c = 1;\n",
      "const a = 9;\n\n// about b\nconst b = 1;\n\nconst c = 1;\n",
      "const a = 1;\n\nconst c = 1;\n",
      "const a = 9;\n\nconst c = 1;\n",
    ],
    "stay deleted": [
      "const a = 1;\nconst b = 1;\n",
      "const b = 1;\n",
      "const a = 1;\nconst b = 2;\n",
      "const b = 2;\n",
    ],
    "take a changed head and a changed body from different sides": [
      "function f(a: string) {\n  one();\n  two();\n}\n",
      "export async function f(a: string) {\n  one();\n  two();\n}\n",
      "function f(a: string) {\n  one();\n  between();\n  two();\n}\n",
      "export async function f(a: string) {\n  one();\n  between();\n  two();\n}\n",
    ],
    "keep a template literal as it is": [
      "const a = { b: 1 };\n",
      "  const a = { b: 1,\n    c: 2 };\n",
      "const a = {\n  b: 1,\n  t: `x\n  y`,\n};\n",
      "  const a = { b: 1,\n    c: 2,\n    t: `x\n  y` };\n",
    ],
  });
});

describe("lists", () => {
  keeps({
    "union arms, one a line": [
      'type A =\n  | "a"\n  | "b";\n',
      'type A =\n  | "a"\n  | "b"\n  | "mine";\n',
      'type A = "a" | "b" | "c";\n',
      'type A =\n  | "a"\n  | "b"\n  | "c"\n  | "mine";\n',
    ],
    "the first arm of a union goes": [
      'type A = "a" | "b";\n',
      'type A = "a" | "b" | "c";\n',
      'type A = "b";\n',
      'type A = "b" | "c";\n',
    ],
    "class members": [
      "class A {\n  a = 1;\n}\n",
      "class A {\n  a = 1;\n\n  mine() {}\n}\n",
      "class A {\n  a = 2;\n\n  added() {}\n}\n",
      "class A {\n  a = 2;\n\n  added() {}\n\n  mine() {}\n}\n",
    ],
    "calls of a chain": [
      'const app = new Hono().get("/a", a);\n',
      'const app = new Hono().get("/a", a).get("/mine", m);\n',
      'const app = new Hono().get("/a", b).get("/new", n);\n',
      'const app = new Hono().get("/a", b).get("/mine", m).get("/new", n);\n',
    ],
    "cases of a switch": [
      "switch (x) {\n  case 1:\n    one();\n    break;\n}\n",
      "switch (x) {\n  case 1:\n    one();\n    break;\n  case 8:\n    mine();\n}\n",
      "switch (x) {\n  case 0:\n    zero();\n  case 1:\n    one(1);\n    break;\n}\n",
      "switch (x) {\n  case 0:\n    zero();\n  case 1:\n    one(1);\n    break;\n  case 8:\n    mine();\n}\n",
    ],
    "objects of an array by their identity": [
      'const a = [{ path: "/a", v: 1 }];\n',
      'const a = [{ path: "/a", v: 1, mine: 1 }];\n',
      'const a = [{ path: "/0" }, { path: "/a", v: 2 }];\n',
      'const a = [{ path: "/0" }, { path: "/a", v: 2, mine: 1 }];\n',
    ],
    "properties behind a comment on the same line": [
      "const a = {\n  b: 1, // b\n};\n",
      "const a = {\n  b: 1 // b\n};\n",
      "const a = {\n  b: 1, // b\n  c: 2,\n};\n",
      "const a = {\n  b: 1, // b\n  c: 2\n};\n",
    ],
    "statements without semicolons": [
      "a()\nb()\n",
      "a()\nb()\nmine()\n",
      "a()\n;[1].forEach(x)\nb()\n",
      "a();\n[1].forEach(x)\nb()\nmine()\n",
    ],
  });
});

describe("imports", () => {
  keeps({
    "join one declaration": [
      'import { a } from "m";\na();\n',
      'import { a, mine } from "m";\na(mine);\n',
      'import { a, b } from "m";\na();\nb();\n',
      'import { a, b, mine } from "m";\na(mine);\nb();\n',
    ],
    "that the template dropped stay while the user needs them": [
      'import { a } from "m";\na();\n',
      'import { a } from "m";\na();\nexport const mine = () => a();\n',
      "other();\n",
      'import { a } from "m";\nexport const mine = () => a();\nother();\n',
    ],
    "that the user dropped come back when new code needs them": [
      'import { a } from "m";\nfirst();\na();\n',
      "first();\n",
      'import { a } from "m";\nfirst();\na();\nexport const b = a;\n',
      'import { a } from "m";\n\nfirst();\nexport const b = a;\n',
    ],
    "move to another module": [
      'import { a } from "./a.js";\na();\n',
      'import { a } from "./a.js";\na();\nmine();\n',
      'import { a } from "./b.js";\na();\n',
      'import { a } from "./b.js";\na();\nmine();\n',
    ],
    "become values": [
      'import type { A } from "m";\ntype B = A;\n',
      'import type { A } from "m";\ntype B = A;\ntype C = A;\n',
      'import { A } from "m";\ntype B = A;\nnew A();\n',
      'import { A } from "m";\ntype B = A;\nnew A();\ntype C = A;\n',
    ],
    "keep new code behind what the user put in place of the old": [
      "first();\nlast();\n",
      "mine();\nlast();\n",
      "first();\nadded();\nlast();\n",
      "mine();\nadded();\nlast();\n",
    ],
    "take the user's quotes and semicolons": [
      'import { a } from "m";\na();\n',
      "import { a } from 'm'\nimport { mine } from 'n'\na(mine)\n",
      'import { a } from "m";\nimport { b } from "b";\na();\nb();\n',
      "import { a } from 'm'\nimport { b } from 'b'\nimport { mine } from 'n'\na(mine)\nb()\n",
    ],
  });

  it("conflict when both changed the same one", () => {
    const { text, conflicts } = run(
      'import a from "x";\na();\n',
      'import a from "y";\na();\n',
      'import a from "z";\na();\n',
    );
    expect(conflicts).toMatchObject([
      { kind: "changed-twice", key: "import a", line: 1 },
    ]);
    expect(text).toContain(
      '<<<<<<< yours\nimport a from "y";\n||||||| base\nimport a from "x";\n=======\nimport a from "z";\n>>>>>>> new\n',
    );
  });
});

describe("names", () => {
  keeps({
    "of the user's are used by new code": [
      "const app = make();\napp.use(a);\n",
      "const server = make();\nserver.use(a);\n",
      "const app = make();\napp.use(a);\napp.use(b);\n",
      "const server = make();\nserver.use(a);\nserver.use(b);\n",
    ],
    "of the template are used by the user's code": [
      "const app = make();\napp.use(a);\n",
      "const app = make();\napp.use(a);\napp.use(mine);\n",
      "const server = make();\nserver.use(a);\n",
      "const server = make();\nserver.use(a);\nserver.use(mine);\n",
    ],
    "of parameters follow, those of properties do not": [
      "on((event) => {\n  log(event);\n});\n",
      "on((e) => {\n  log(e);\n});\n",
      "on((event) => {\n  log(event);\n  send({ event, x: y.event });\n});\n",
      "on((e) => {\n  log(e);\n  send({ event: e, x: y.event });\n});\n",
    ],
  });

  it("are not dropped on one side while the other side uses them anew", () => {
    const { conflicts } = run(
      "const a = 1;\nuse(a);\n",
      "use(1);\n",
      "const a = 1;\nuse(a);\nagain(a);\n",
    );
    expect(conflicts.length).toBeGreaterThan(0);
  });

  it("are not declared twice", () => {
    const { conflicts } = run(
      "x();\n",
      "x();\nfunction a() {}\n",
      'import { a } from "m";\nx();\na();\n',
    );
    expect(conflicts.length).toBeGreaterThan(0);
  });
});

describe("real conflicts", () => {
  it.each<[string, string, string, string, object]>([
    [
      "a value",
      "const a = 1;\n",
      "const a = 2;\n",
      "const a = 3;\n",
      { kind: "changed-twice", key: "a" },
    ],
    [
      "a member",
      "interface A {\n  b: string;\n}\n",
      "interface A {\n  b: number;\n}\n",
      "interface A {\n  b: Date;\n}\n",
      { kind: "changed-twice", key: "A.b", line: 2 },
    ],
    [
      "deleted and changed",
      "const a = 1;\nconst b = 1;\n",
      "const b = 1;\n",
      "const a = 2;\nconst b = 1;\n",
      { kind: "deleted-by-user", key: "a" },
    ],
    [
      "changed and deleted",
      "const a = 1;\nconst b = 1;\n",
      "const a = 2;\nconst b = 1;\n",
      "const b = 1;\n",
      { kind: "deleted-by-template", key: "a" },
    ],
    [
      "added differently",
      "x();\n",
      "x();\nconst a = 1;\n",
      "x();\nconst a = 2;\n",
      { kind: "added-twice", key: "a", line: 2 },
    ],
    [
      "replaced by different things",
      "f();\nx();\n",
      "g(1);\nx();\n",
      "h(2);\nx();\n",
      { kind: "changed-twice" },
    ],
    [
      "two new orders of statements",
      "function f() {\n  a();\n  b();\n  c();\n}\n",
      "function f() {\n  b();\n  a();\n  c();\n}\n",
      "function f() {\n  a();\n  c();\n  b();\n}\n",
      { kind: "order" },
    ],
    [
      "a comment",
      "/** One. */\nconst a = 1;\n",
      "/** Mine. */\nconst a = 1;\n",
      "/** New. */\nconst a = 1;\n",
      { key: "a" },
    ],
  ])("%s", (_, base, ours, theirs, conflict) => {
    const result = run(base, ours, theirs);
    expect(result.conflicts).toMatchObject([conflict]);
    expect(result.text).toMatch(
      /^<{7} yours\n[^]*^\|{7} base\n[^]*^={7}\n[^]*^>{7} new$/m,
    );
  });
});

describe("what is no change", () => {
  const base =
    'import { a } from "a";\n\nexport const b = {\n  "c": [1, 2],\n};\n\nexport const f = (x) => a(x);\n';
  const theirs = base.replace("[1, 2]", "[1, 2, 3]");
  const inOne = (text: string) => text.replace("1, 2]", "1, 2, 3]");
  it.each<[string, (text: string) => string, (text: string) => string]>([
    ["quotes", (text) => text.replaceAll('"', "'"), inOne],
    ["semicolons", (text) => text.replaceAll(";", ""), inOne],
    ["tabs", (text) => text.replaceAll("  ", "\t"), inOne],
    ["line ends", (text) => text.replaceAll("\n", "\r\n"), inOne],
    ["a byte order mark", (text) => `\uFEFF${text}`, inOne],
    ["parentheses", (text) => text.replace("(x)", "x"), inOne],
    ["trailing commas", (text) => text.replace("],\n}", "]\n}"), inOne],
    ["quotes of keys", (text) => text.replace('"c"', "c"), inOne],
    [
      "widths",
      (text) => text.replace("[1, 2]", "[\n    1,\n    2,\n  ]"),
      (text) => text.replace("    2,\n", "    2,\n    3,\n"),
    ],
  ])("%s", (_, edit, want) => {
    const ours = edit(base);
    expect(run(base, ours, theirs)).toEqual({
      text: want(ours),
      conflicts: [],
    });
  });
});

describe("the engine", () => {
  it("is asked for only when both sides changed a TypeScript file", () => {
    const input = { path: "a.ts", base: "a;\n", ours: "b;\n", theirs: "c;\n" };
    expect(needsTypeScript(input)).toBe(true);
    expect(needsTypeScript({ ...input, theirs: "a;\n" })).toBe(false);
    expect(needsTypeScript({ ...input, ours: "\uFEFFa;\r\n" })).toBe(false);
    expect(needsTypeScript({ ...input, path: "a.md" })).toBe(false);
    expect(() => merge(input)).toThrow(/not loaded/);
  });

  it("merges by line what does not parse", () => {
    expect(run("a(\nb\nc\n", "a(\nb\nc\nmine\n", "new(\nb\nc\n")).toEqual({
      text: "new(\nb\nc\nmine\n",
      conflicts: [],
    });
  });

  it("takes two files with no base together", () => {
    expect(
      run(
        undefined,
        "const a = { b: 1 };\n",
        "const a = { c: 2 };\nconst d = 1;\n",
      ),
    ).toEqual({
      text: "const a = { b: 1, c: 2 };\nconst d = 1;\n",
      conflicts: [],
    });
  });
});

it("parentheses that a formatter puts around what it breaks are layout", () => {
  const base = "const f = () => a && b;\nfunction g() {\n  return a && b;\n}\n";
  const ours =
    "const f = () => (\n  a &&\n  b\n);\nfunction g() {\n  return (\n    a &&\n    b\n  );\n}\n";
  const theirs = base.replaceAll("b", "c");
  expect(run(base, ours, theirs)).toEqual({ text: theirs, conflicts: [] });
});

describe("comments that have nowhere to go", () => {
  const conflicts = (base: string, ours: string, theirs: string) =>
    run(base, ours, theirs).conflicts.map(({ kind, key }) => [kind, key]);

  it.each([
    ["above", "// New.\nconst b = 1;\n"],
    ["behind", "const b = 1; // New.\n"],
  ])(
    "are a conflict where the user deleted what they are %s",
    (_, commented) => {
      const base = "const a = 1;\nconst b = 1;\n";
      const theirs = `const a = 1;\n${commented}`;
      expect(conflicts(base, "const a = 1;\n", theirs)).toEqual([
        ["deleted-by-user", "b"],
      ]);
      const { text } = run(base, "const a = 1;\n", theirs);
      expect(text).toContain("// New.");
    },
  );

  it("are none where the template took them away", () => {
    const base = "const a = 1;\n// Old.\nconst b = 1;\n";
    const theirs = "const a = 1;\nconst b = 1;\n";
    expect(run(base, "const a = 1;\n", theirs)).toEqual({
      text: "const a = 1;\n",
      conflicts: [],
    });
  });
});

it("the first import of a file goes above the comments of what comes first", () => {
  const base = "/** About a. */\nconst a = 1;\n";
  const ours = `${base}mine();\n`;
  const theirs = `import { x } from "x";\n\n${base}x();\n`;
  expect(run(base, ours, theirs).text).toBe(
    `import { x } from "x";\n\n${base}x();\nmine();\n`,
  );
});

describe("comments in the braces of an import", () => {
  const file = (braces: string, body = "a();\nb();\n") =>
    `import {\n${braces}} from "x";\n\n${body}`;
  const base = file("  // One.\n  a,\n  b,\n");

  it("are brought up to date beside names that the template adds", () => {
    const ours = file("  // One.\n  a,\n  b,\n", "a();\nb();\nmine();\n");
    const theirs = file("  // Two.\n  a,\n  b,\n  c,\n", "a();\nb();\nc();\n");
    expect(run(base, ours, theirs)).toEqual({
      text: file(
        "  // Two.\n  a,\n  b,\n  c,\n",
        "a();\nb();\nc();\nmine();\n",
      ),
      conflicts: [],
    });
  });

  it("of the user's stay beside names that the template adds", () => {
    const ours = file("  // Mine.\n  a,\n  b,\n");
    const theirs = file("  // One.\n  a,\n  b,\n  c,\n", "a();\nb();\nc();\n");
    expect(run(base, ours, theirs)).toEqual({
      text: file("  // Mine.\n  a,\n  b,\n  c,\n", "a();\nb();\nc();\n"),
      conflicts: [],
    });
  });

  it("conflict when both sides changed them, or the name went", () => {
    const mine = file("  // Mine.\n  a,\n  b,\n");
    const other = file("  // Other.\n  a,\n  b,\n  c,\n", "a();\nb();\nc();\n");
    expect(run(base, mine, other).conflicts).toHaveLength(1);
    expect(run(base, mine, other).text).toMatch(
      /<{7} yours\n[^]*Mine[^]*={7}\n[^]*Other[^]*>{7} new/,
    );
    const without = file("  b,\n", "b();\n");
    const gone = run(base, mine, without);
    expect(gone.conflicts).toHaveLength(1);
    expect(gone.text).toContain("// Mine.");
    const all = "next();\n";
    expect(run(base, mine, all).conflicts).toHaveLength(1);
    expect(run(base, mine, all).text).toContain("// Mine.");
  });
});
