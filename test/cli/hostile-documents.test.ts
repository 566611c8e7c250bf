import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { bins, cleanEnv } from "./support/run.js";

prepareApp();

const MEGABYTES = 256;
const SECONDS = 45;

type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI document with one event type, `thing.done`. */
function document(members: Json, more: Json = {}, name = "thing.done"): Json {
  const schema = {
    type: "object",
    required: ["type"],
    properties: { type: { const: name }, ...members },
  };
  const content = { "application/json": { schema } };
  return {
    openapi: "3.1.0",
    "x-webhook-delivery": {
      preset: "github-sha256",
      event: { pointer: "/type" },
    },
    webhooks: { [name]: { post: { requestBody: { content } } } },
    ...more,
  };
}

function named(...names: readonly string[]): Json {
  const entries = names.map((name) => {
    const { webhooks } = document({}, {}, name) as { webhooks: Json };
    return [name, webhooks[name]] as const;
  });
  return document({}, { webhooks: Object.fromEntries(entries) });
}

async function addProvider(text: string | Buffer, file = "acme.json") {
  const root = freshApp();
  writeFileSync(join(root, file), text);
  const before = snapshot(root);
  const args = ["add-provider", file, "--name", "acme"];
  const { code, stderr } = await confined(root, args);
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const unchanged = () => snapshot(root);
  return { code, stderr, read, unchanged, before, root };
}

/** A command in a process with little memory and little time. */
async function confined(root: string, args: readonly string[]) {
  const limits = [`--max-old-space-size=${MEGABYTES}`, bins.gen];
  const options = { cwd: root, env: cleanEnv() };
  const child = spawn(process.execPath, [...limits, ...args], options);
  const timer = setTimeout(() => child.kill("SIGKILL"), SECONDS * 1000);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += String(chunk)));
  child.stdout.resume();
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  expect(stderr).not.toMatch(/^\s+at |heap out of memory/m);
  return { code, stderr };
}

const deep = (levels: number): string =>
  '{"a":'.repeat(levels) + "1" + "}".repeat(levels);

const bomb = Array.from({ length: 12 }, (_, n) =>
  n === 0
    ? 'a0: &a0 ["lol", "lol"]'
    : `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(", ")}]`,
).join("\n");

function members(length: number): Json {
  const all = Array.from({ length }, (_, n) => [`m${n}`, { type: "string" }]);
  return { A: { type: "object", properties: Object.fromEntries(all) } };
}

const schemas = (all: Json) => ({ components: { schemas: all } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("documents that are refused, in bounded time and memory", () => {
  it.each<[string, string | Json | Buffer, string, string?]>([
    [
      "a reference to itself",
      document({ x: ref("A") }, schemas({ A: ref("A") })),
      "FG204",
    ],
    [
      "a circle of allOf",
      document(
        { x: ref("A") },
        schemas({ A: { allOf: [ref("B")] }, B: { allOf: [ref("A")] } }),
      ),
      "FG204",
    ],
    [
      "17 MB",
      JSON.stringify(document({}, { x: "y".repeat(17 << 20) })),
      "FG209",
    ],
    [
      "a member __proto__",
      '{"openapi":"3.1.0","webhooks":{"a":{"__proto__":{}}}}',
      "FG209",
    ],
    [
      "an event __proto__",
      '{"openapi":"3.1.0","webhooks":{"__proto__":{}}}',
      "FG209",
    ],
    [
      "YAML's __proto__",
      "openapi: 3.1.0\n__proto__: { webhooks: {} }\n",
      "FG209",
      "acme.yaml",
    ],
    [
      "a reference over http",
      document({ x: { $ref: "http://169.254.169.254/x.json" } }),
      "FG204",
    ],
    [
      "a reference to a file",
      document({ x: { $ref: "file:///etc/passwd" } }),
      "FG204",
    ],
    [
      "a reference upwards",
      document({ x: { $ref: "../../../etc/passwd" } }),
      "FG204",
    ],
    [
      "billions of aliases",
      `openapi: 3.1.0\n${bomb}\nwebhooks: *a11\n`,
      "FG209",
      "acme.yaml",
    ],
    [
      "a key twice in YAML",
      "openapi: 3.1.0\nopenapi: 3.0.0\n",
      "FG201",
      "acme.yaml",
    ],
    ["10,000 levels", deep(10_000), "FG209"],
    ["10,000 levels of YAML", deep(10_000), "FG209", "acme.yaml"],
    [
      "10,000 indented levels",
      Array.from(
        { length: 10_000 },
        (_, n) => `${" ".repeat(n % 1500)}a:`,
      ).join("\n"),
      "FG2",
      "acme.yaml",
    ],
    [
      "one member too many",
      document({ x: ref("A") }, schemas(members(5001))),
      "FG209",
    ],
    [
      "500 alternatives",
      document(
        { x: ref("A") },
        schemas({
          A: { oneOf: Array.from({ length: 500 }, (_, n) => ({ const: n })) },
        }),
      ),
      "FG205",
    ],
    [
      "100,000 members",
      document({ x: ref("A") }, schemas(members(100_000))),
      "FG209",
    ],
    ["an empty file", "", "FG202"],
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x22, 0x7d]), "FG201"],
    ["half a document", '{"openapi": "3.1.0", "webho', "FG201"],
    ["an event without letters", named("../.."), "FG207"],
    [
      "a number that no program holds",
      JSON.stringify(document({ x: { maximum: "huge" } })).replace(
        '"huge"',
        "1e400",
      ),
      "FG205",
    ],
    [
      "a name that is no member's",
      document({}, { "x-webhook-delivery": { preset: "stripe", event: 3 } }),
      "FG203",
    ],
    [
      "a name 20,000 levels deep",
      document(
        {},
        {
          "x-webhook-delivery": {
            preset: "stripe",
            event: { pointer: "/a".repeat(20_000) },
          },
        },
      ),
      "FG203",
    ],
    ["an alias within itself", "a: &a { b: *a }\n", "FG209", "acme.yaml"],
  ])("%s", async (_, given, told, file) => {
    const text =
      typeof given === "string" || given instanceof Buffer
        ? given
        : JSON.stringify(given);
    const { code, stderr, unchanged, before } = await addProvider(text, file);
    expect(stderr).toContain(told);
    expect(code).toBe(1);
    expect(unchanged()).toEqual(before);
  });
});

describe("documents that are odd, and read", () => {
  const hostile = "*/ ${process.exit()} ` </script> \u2028 // @ts-ignore";
  it.each<[string, string | Json, string[], string?]>([
    [
      "10 MB",
      document(
        { x: ref("A") },
        { ...schemas({ A: {} }), "x-notes": "y".repeat(10 << 20) },
      ),
      [],
    ],
    [
      "names that objects inherit",
      document(
        { constructor: { type: "string" }, prototype: ref("constructor") },
        schemas({
          constructor: { type: "object", properties: { toString: {} } },
        }),
      ),
      ["constructor?: string;", "prototype?: Constructor;"],
    ],
    [
      "an event called constructor",
      named("constructor", "prototype"),
      ["constructor: ConstructorEvent;"],
    ],
    [
      "code in descriptions",
      document({ x: { description: hostile, title: hostile } }),
      ["*\\/ ${process.exit()}"],
    ],
    [
      "code in names",
      document({ [hostile]: { type: "string" } }),
      ['// @ts-ignore"?: string;'],
    ],
    [
      "an expression that takes for ever",
      document({ x: { type: "string", pattern: "^(a+)+$" } }),
      ["x?: string;"],
    ],
    [
      "an expression that is none",
      document({ x: { type: "string", pattern: "(" } }),
      ["x?: string;"],
    ],
    [
      "10,000 values",
      document({
        x: {
          type: "string",
          enum: Array.from({ length: 10_000 }, (_, n) => `v${n}`),
        },
      }),
      ['"v9999"'],
    ],
    [
      "1,000 members",
      document({ x: ref("A") }, schemas(members(1000))),
      ["m999?: string;"],
    ],
    [
      "a byte order mark",
      `\uFEFF${JSON.stringify(document({}))}`,
      ["ThingDoneEvent"],
    ],
    [
      "YAML with tags",
      "openapi: !!str 3.1.0\nx-webhook-delivery: { preset: github-sha256, event: { pointer: /type } }\nwebhooks:\n  a.b: { post: { requestBody: { content: { application/json: { schema: !x { type: object } } } } } }\n",
      ["ABEvent"],
      "acme.yaml",
    ],
    [
      "an expression that asks for gigabytes",
      document({
        x: { type: "string", pattern: "^((((a{999}){999}){999}){999})$" },
      }),
      ["x?: string;"],
    ],
    [
      "100,000 keys of YAML",
      [
        ...Object.entries(document({})),
        ...Array.from({ length: 100_000 }, (_, n) => [`x-${n}`, n]),
      ]
        .map(([key, value]) => `${String(key)}: ${JSON.stringify(value)}`)
        .join("\n"),
      ["ThingDoneEvent"],
      "acme.yaml",
    ],
    [
      "names of paths and devices",
      named("../../x", "con", "a.b", "A.B", "a-b"),
      ["XEvent", "ConEvent", "ABEvent2", "ABEvent3"],
    ],
  ])("%s", async (_, given, types, file) => {
    const text = typeof given === "string" ? given : JSON.stringify(given);
    const { code, stderr, read } = await addProvider(text, file);
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    const emitted = read("src/frameio/events/acme.gen.ts");
    for (const type of types) expect(emitted).toContain(type);
  });

  it("examples over which an expression takes for ever", async () => {
    const evil = { type: "string", pattern: "^(a+)+$" };
    const given = document({ x: evil }) as { webhooks: Json };
    const { post } = given.webhooks["thing.done"] as {
      post: {
        requestBody: { content: { "application/json": { example?: Json } } };
      };
    };
    const example = { type: "thing.done", x: `${"a".repeat(60)}!` };
    post.requestBody.content["application/json"].example = example;
    const { code, stderr, read } = await addProvider(JSON.stringify(given));
    expect(stderr).toMatch(/FG206 .*takes too long/);
    expect(code).toBe(0);
    expect(read("schemas/acme.json")).not.toContain("example");
  });

  it("beside types that lead to each other over more steps than TypeScript can follow", async () => {
    const { code, root } = await addProvider(JSON.stringify(document({})));
    expect(code).toBe(0);
    const length = 5000;
    const sums = Array.from({ length }, (_, n) =>
      n + 1 < length
        ? `type S${n} = { m${n}: 1 } & S${n + 1};`
        : `type S${n} = { m${n}: 1 };`,
    );
    const use = "export const sum: S0 = undefined as never;";
    writeFileSync(join(root, "src/sums.ts"), [...sums, use].join("\n"));
    writeFileSync(join(root, "acme.json"), JSON.stringify(document({ y: {} })));
    const before = snapshot(root);
    const args = ["types", "--schema", "acme.json", "--provider", "acme"];
    const told = await confined(root, [...args, "--accept"]);
    expect(told.stderr).toContain("FG212");
    expect(told.code).toBe(1);
    expect(snapshot(root)).toEqual(before);
  });

  it("5,000 members, and lists of them, in an event that is handled", async () => {
    const length = 5000;
    const listed = { type: "array", items: ref("A") };
    const { code, stderr, root, read } = await addProvider(
      JSON.stringify(
        document({ x: ref("A"), y: listed }, schemas(members(length))),
      ),
    );
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    const types = read("src/frameio/events/acme.gen.ts");
    expect(types).toContain(`m${length - 1}?: string;`);
    const args = ["add-webhook", "thing.done", "--provider", "acme"];
    const added = await confined(root, args);
    expect(added, added.stderr).toMatchObject({ code: 0 });
  });
});
