import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventCatalog, Json } from "../../../src/schema/catalog.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import {
  deepFreeze,
  documentOf,
  frameioDocument,
  webhookOf,
} from "./documents.js";
import { emittedValidators, kernelModule, pathOf } from "./validators.js";

const catalog = deepFreeze(readCatalog(frameioDocument, "frameio@4"));

/** What a user of the emitted types may write, and what the compiler must refuse. */
const usage = `
import type { AnyEvent, EventMap, EventName, FileReadyEvent, Reference, UnknownEvent, WebhookEvent } from "./events.gen.js";
import { eventNames } from "./events.gen.js";
import validate from "./VALIDATOR";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

holds<Equal<(typeof eventNames)[number], EventName>>();
holds<Equal<WebhookEvent["type"], EventName>>();
holds<Equal<EventMap["file.ready"], FileReadyEvent>>();

export function narrow(event: WebhookEvent): string {
  switch (event.type) {
    case "file.ready":
      holds<Equal<typeof event, FileReadyEvent>>();
      return event.user.id;
    case "share.viewed":
      // @ts-expect-error an anonymous viewer has no user
      event.user.id;
      return event.user?.id ?? "anonymous";
    case "customfield.created":
      // @ts-expect-error the account may be all there is
      event.project.id;
      return event.account.id;
    // @ts-expect-error no such event
    case "file.redy":
      return "";
    default:
      return event.resource.id;
  }
}

export function exhaustive(name: EventName, event: FileReadyEvent): void {
  // @ts-expect-error nothing but ids is sent
  event.resource.name;
  // @ts-expect-error the event type is fixed
  event.type = "file.created";
  event.resource.type = "a type that comes next year";
  const known: Reference = event.account;
  void known;
  // @ts-expect-error not every string is an event type
  name = "anything";
}

export function open(event: UnknownEvent, any: AnyEvent): string | undefined {
  // @ts-expect-error nothing but the type is sure
  event.resource.id;
  const known: UnknownEvent = {} as WebhookEvent;
  void known;
  event.type = "file.moved";
  return any.resource?.id;
}

export function on<K extends EventName>(name: K, handler: (event: EventMap[K]) => void): void {
  void [name, handler];
}
on("comment.created", (event) => holds<Equal<typeof event.type, "comment.created">>());
// @ts-expect-error no such event
on("comment.liked", () => {});

export function guard(data: unknown): string {
  if (validate(data)) return data.resource.id;
  return validate.errors?.[0]?.keyword ?? "";
}
const loose: ((data: unknown) => boolean) & { errors?: ReadonlyArray<{ instancePath: string; keyword: string; params: object }> | null } = validate;
void loose;
`;

const options: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  noUnusedLocals: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

describe("the types of Frame.io", () => {
  let folder = "";
  let types = "";

  beforeAll(async () => {
    types = await emitTypes(catalog);
    folder = mkdtempSync(join(tmpdir(), "emitted-types-"));
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, "validators"));
    mkdirSync(join(folder, "kernel/events"), { recursive: true });
    write("package.json", '{"type":"module"}');
    write("events.gen.ts", types);
    const here = (path: string) => path.replace("src/frameio/", "");
    const ready = here(pathOf(catalog, "file.ready")).replace(/ts$/, "js");
    write("usage.ts", usage.replace("VALIDATOR", ready));
    const files = [...(await emittedValidators(catalog)), kernelModule];
    for (const [path, text] of files) write(here(path), text);
    const { target, module, moduleResolution, ...flags } = options;
    const compilerOptions = {
      ...flags,
      target: "es2022",
      module: "nodenext",
      moduleResolution: "nodenext",
    };
    void [target, module, moduleResolution];
    write("tsconfig.json", JSON.stringify({ compilerOptions }));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("narrow, and refuse what is not there, under TypeScript 5.9", () => {
    expect(ts.version).toMatch(/^5\.9\./);
    const names = ["usage.ts"];
    const program = ts.createProgram(
      names.map((name) => join(folder, name)),
      options,
    );
    const found = ts.getPreEmitDiagnostics(program);
    expect(
      ts.formatDiagnostics(found, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => folder,
        getNewLine: () => "\n",
      }),
    ).toBe("");
  });

  test("narrow, and refuse what is not there, under TypeScript 7", () => {
    const tsc = fileURLToPath(
      new URL("../../../node_modules/typescript7/bin/tsc", import.meta.url),
    );
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [tsc, ...args], {
        cwd: folder,
        encoding: "utf8",
      });
    expect(run("--version")).toMatch(/ 7\./);
    expect(run("--project", folder)).toBe("");
  });

  test("stand as Prettier would write them", async () => {
    expect(types).toBe(await format(types, { parser: "typescript" }));
  });

  test("are written the same again", async () => {
    expect(await emitTypes(catalog)).toBe(types);
  });

  test("read as if written by hand", () => {
    const from = types.indexOf("/**\n * A share was viewed.");
    expect(types.slice(from)).toMatchInlineSnapshot(`
      "/**
       * A share was viewed.
       *
       * Fires when somebody opens a share. The viewer may be anonymous, so \`user\`
       * may be missing. Whether repeated views by the same person are sent again is
       * not documented.
       */
      export interface ShareViewedEvent {
        /** Event type. */
        type: "share.viewed";
        /** The share that the event is about. */
        resource: {
          /** Id of the share. */
          id: string;
          /** Kind of resource. Expect other values too. */
          type: "share" | (string & {});
        };
        /** The account that the webhook belongs to. */
        account: Reference;
        /** The workspace that the webhook belongs to. */
        workspace: Reference;
        /** The project that the resource belongs to. */
        project: Reference;
        /** Who caused the event, where that is known. */
        user?: Reference | null;
      }

      /**
       * Names a thing in Frame.io. Nothing but its id is sent: fetch the rest
       * through the API.
       */
      export interface Reference {
        /** Usually a UUID; \`adobe:\` ids exist as well. */
        id: string;
      }
      "
    `);
  });
});

async function typesOf(
  properties: Record<string, Json>,
  schemas: Record<string, Json> = {},
): Promise<string> {
  const document = documentOf({ "a.b": webhookOf("a.b", properties) }, schemas);
  const emitted = await emitTypes(
    deepFreeze(readCatalog(JSON.stringify(document), "x@1")),
  );
  return emitted.slice(emitted.indexOf("export interface ABEvent"));
}

describe("a schema becomes", () => {
  test.each<[what: string, schema: Json, type: string]>([
    ["text", { type: "string", format: "uuid", minLength: 3 }, "string"],
    ["a number", { type: "integer" }, "number"],
    ["a literal", { const: 5 }, "5"],
    ["null", { const: null }, "null"],
    ["a closed list", { enum: ["a", "b", null] }, '"a" | "b" | null'],
    [
      "an open list",
      { type: "string", "x-extensible-enum": ["a", "b"] },
      '"a" | "b" | (string & {})',
    ],
    [
      "an open list, written as alternatives",
      { anyOf: [{ enum: ["a"] }, { type: "string" }] },
      '"a" | (string & {})',
    ],
    [
      "an open list beside any string",
      {
        anyOf: [
          { type: "string", "x-extensible-enum": ["a"] },
          { type: "string" },
        ],
      },
      '"a" | (string & {})',
    ],
    [
      "an open list without values",
      { type: "string", "x-extensible-enum": [] },
      "string",
    ],
    ["something or null", { type: ["string", "null"] }, "string | null"],
    ["a list", { type: "array", items: { type: "number" } }, "number[]"],
    ["a list of anything", { type: "array" }, "unknown[]"],
    [
      "a list of lists, by the one alternative that there is",
      {
        type: "array",
        items: { oneOf: [{ type: "array", items: { type: "number" } }] },
      },
      "number[][]",
    ],
    [
      "a list of lists, by a list of types",
      {
        type: "array",
        items: { type: ["array"], items: { type: "number" } },
      },
      "number[][]",
    ],
    [
      "a pair",
      { type: "array", prefixItems: [{ type: "string" }, { type: "number" }] },
      "[string?, number?, ...unknown[]]",
    ],
    [
      "a pair that is whole",
      {
        type: "array",
        prefixItems: [{ type: "string" }, { type: "number" }],
        minItems: 2,
        items: false,
      },
      "[string, number]",
    ],
    ["anything", true, "unknown"],
    ["nothing", false, "never"],
    ["an object of any kind", { type: "object" }, "Record<string, unknown>"],
    [
      "a map",
      { type: "object", additionalProperties: { type: "number" } },
      "{\n    [key: string]: number;\n  }",
    ],
    [
      "a closed object, which stays open",
      { type: "object", properties: { a: true }, additionalProperties: false },
      "{\n    a?: unknown;\n  }",
    ],
    [
      "alternatives",
      { oneOf: [{ type: "string" }, { type: "number" }] },
      "string | number",
    ],
    [
      "names that are no identifiers",
      {
        type: "object",
        properties: { "a-b": true, "1": true, é: true, class: true, "": true },
      },
      '{\n    "1"?: unknown;\n    "a-b"?: unknown;\n    é?: unknown;\n    class?: unknown;\n    ""?: unknown;\n  }',
    ],
  ])("%s", async (_, schema, type) => {
    const emitted = await typesOf({ x: schema });
    expect(emitted).toContain(`  x?: ${type};\n`);
  });

  test("named interfaces where schemas are shared, recursive ones too", async () => {
    const emitted = await typesOf(
      {
        tree: {
          $ref: "#/components/schemas/my-tree",
          description: "The tree.",
        },
      },
      {
        "my-tree": {
          description: "A tree.",
          type: "object",
          properties: {
            children: {
              type: "array",
              items: { $ref: "#/components/schemas/my-tree" },
            },
          },
          required: ["children"],
        },
      },
    );
    expect(emitted).toBe(`export interface ABEvent {
  type: "a.b";
  /** The tree. */
  tree?: MyTree;
}

/** A tree. */
export interface MyTree {
  children: MyTree[];
}
`);
  });

  test("an intersection where it is more than a reference", async () => {
    const schemas = {
      Base: { type: "object", properties: { a: { type: "string" } } },
    };
    const base = { $ref: "#/components/schemas/Base" };
    expect(
      await typesOf({ x: { allOf: [base], required: ["a"] } }, schemas),
    ).toContain('x?: WithRequired<Base, "a">;');
    expect(
      await typesOf(
        { x: { ...base, properties: { b: { type: "number" } } } },
        schemas,
      ),
    ).toContain("x?: {\n    b?: number;\n  } & Base;");
  });
});

describe("comments", () => {
  const commented = (description: string) =>
    typesOf({ x: { type: "string", description } });

  test.each([
    ["Short.", "  /** Short. */"],
    ["a */ b", "  /** a *\\/ b */"],
    ["One.\r\nTwo.", "  /**\n   * One.\n   * Two.\n   */"],
    ["One.\n\n\n\nTwo.", "  /**\n   * One.\n   *\n   * Two.\n   */"],
    ["a\u2028b\u0000c", "  /**\n   * a\n   * b c\n   */"],
    ["${x} `y` \\u0041", "  /** ${x} `y` \\u0041 */"],
    [
      `${"word ".repeat(20)}end`,
      `  /**\n   * ${"word ".repeat(15).trim()}\n   * ${"word ".repeat(5)}end\n   */`,
    ],
  ])("%j", async (description, comment) => {
    expect(await commented(description)).toContain(
      `  type: "a.b";\n${comment}\n  x?: string;\n`,
    );
  });

  test("say what is deprecated", async () => {
    expect(
      await typesOf({ x: { type: "string", title: "T", deprecated: true } }),
    ).toContain("  /**\n   * T\n   *\n   * @deprecated\n   */\n  x?: string;");
  });
});

describe("an unknown event", () => {
  const unknownOf = async (...payloads: Record<string, Json>[]) => {
    const webhooks = payloads.map(
      (properties, n) => [`e${n}.x`, webhookOf(`e${n}.x`, properties)] as const,
    );
    const document = documentOf(Object.fromEntries(webhooks));
    const catalog: EventCatalog = readCatalog(JSON.stringify(document), "x@1");
    const emitted = await emitTypes(catalog);
    const start = emitted.indexOf("export interface UnknownEvent");
    return emitted.slice(start, emitted.indexOf("\n}\n", start) + 2);
  };
  const text = { type: "string" };

  test.each<[string, Record<string, Json>[], string]>([
    [
      "has what all events have",
      [{ a: text, b: text }, { a: text }],
      "a?: string;",
    ],
    [
      "has the union of what differs",
      [{ a: text }, { a: { type: "number" } }],
      "a?: string | number;",
    ],
    [
      "has text where literals differ",
      [{ a: { const: "x" } }, { a: { const: "y" } }],
      "a?: string;",
    ],
    [
      "gives up on too many kinds",
      ["string", "number", "boolean", "null", "array"].map((type) => ({
        a: { type },
      })),
      "a?: unknown;",
    ],
    [
      "goes into objects",
      [
        { a: { type: "object", properties: { b: text, c: text } } },
        { a: { type: "object", properties: { b: text } } },
      ],
      "a?: {\n    b?: string;\n  };",
    ],
  ])("%s", async (_, payloads, members) => {
    expect(await unknownOf(...payloads)).toBe(
      `export interface UnknownEvent {\n  /** Event type, none of \`EventName\`. */\n  type: string & {};\n  ${members}\n}`,
    );
  });
});
