import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { schemaDocument } from "../../../scripts/bench/schema-documents.mjs";
import type { Json } from "../../../src/schema/catalog.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { formatCode } from "../../../src/schema/format-code.js";
import { readDocument } from "../../../src/schema/read-document.js";
import { OFTEN } from "../../../src/schema/repeated-objects.js";
import { documentOf, webhookOf } from "./documents.js";

function typesOf(document: unknown): Promise<string> {
  const id = "./schemas/test.json";
  return emitTypes(readDocument(JSON.stringify(document), id));
}

/** What the compiler says of modules in strict mode. */
function errorsIn(modules: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const textOf = (path: string) => modules[path.replace("/app/", "")];
  host.getSourceFile = (path, target) => {
    const text = textOf(path);
    return text === undefined
      ? getSourceFile.call(host, path, target)
      : ts.createSourceFile(path, text, target);
  };
  host.fileExists = (path) =>
    textOf(path) !== undefined || fileExists.call(host, path);
  host.directoryExists = () => true;
  const paths = Object.keys(modules).map((name) => `/app/${name}`);
  return ts
    .getPreEmitDiagnostics(ts.createProgram(paths, options, host))
    .map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, " "),
    );
}

/** What a type is, member by member, wherever its members come from. */
const comparison = `import type * as Few from "./few.js";
import type * as Many from "./many.js";
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
declare function same<Holds extends true>(): Holds;
`;

describe("the types of many events", () => {
  let few = "";
  let many = "";

  beforeAll(async () => {
    few = await typesOf(schemaDocument(8));
    many = await typesOf(schemaDocument(OFTEN));
  });

  test("name what stands in all of them once, and say the rest as it was", () => {
    expect(few).not.toMatch(/EventEnvelope|EventContext/);
    expect(declarationOf(many, "AccountItemCreatedEvent")).toBe(
      `export interface AccountItemCreatedEvent extends EventEnvelope {
  type: "account.item.created";
  /** What the event says. */
  data: {
    object: AccountItem;
    /** The status of the account item. */
    status: string;
    owner?: Money | null;
    priority?: number | null;
    stage: "active" | "pending" | "paused";
    payment?: Card | Transfer;
    /** What is different from before. */
    changes?: EventChangesItem[];
    /** Where it happened. */
    context: EventContext;
    input?: AccountItemRequest & Tenant;
  };
}
`,
    );
    // What is inside is there once, and needs no name.
    expect(declarationOf(many, "EventContext")).toContain("  request: {\n");
    expect(many).not.toContain("EventRequest");
    expect(declarationOf(many, "UnknownEvent")).toContain(
      "    changes?: EventChangesItem[];\n",
    );
  });

  test("are what they are where there are few, to the compiler", () => {
    const names = [...few.matchAll(/^ {2}("[\w.]+"): \w+Event;$/gm)].map(
      ([, name]) => name,
    );
    expect(names).toHaveLength(8);
    const equal = (of: (source: string) => string) =>
      names
        .map(
          (name) =>
            `same<Equal<${of(`Few.EventMap[${name}]`)}, ${of(`Many.EventMap[${name}]`)}>>();`,
        )
        .join("\n");
    const module = [
      comparison,
      equal((event) => `Flat<Omit<${event}, "data">>`),
      // The others hold a tree, which has no end.
      equal(
        (event) =>
          `Flat<Pick<${event}["data"], "context" | "changes" | "stage" | "payment">>`,
      ),
    ].join("\n");
    const found = (text: string) =>
      errorsIn({ "few.ts": few, "many.ts": text, "same.ts": module });
    expect(found(many)).toEqual([]);
    const other = many.replace("attempt?: number;", "attempt: number;");
    expect(found(other)).toHaveLength(names.length);
  });

  test("stand as Prettier would write them", async () => {
    expect(many).toBe(await formatCode(many, "the types"));
  });
});

test("objects of one key that differ have a number each, the most frequent none; what the document calls so keeps its name", async () => {
  const object = (...keys: string[]): Json => ({
    type: "object",
    properties: Object.fromEntries(
      keys.map((key) => [key, { type: "string" }]),
    ),
  });
  const webhooks = Object.fromEntries(
    Array.from({ length: 3 * OFTEN }, (_, index) => {
      const name = `thing.number${index}`;
      const part = index % 3 === 0 ? object("a", "b") : object("c", "d");
      const own = { part, [`of${index}`]: object("e", "f") };
      const list = { type: "array", items: own.part };
      const map = { type: "object", additionalProperties: object("g", "h") };
      return [name, webhookOf(name, { ...own, list, map })];
    }),
  );
  const ref = { $ref: "#/components/schemas/EventPart" };
  const types = await typesOf(
    documentOf(
      { ...webhooks, "other.thing": webhookOf("other.thing", { ref }) },
      { EventPart: object("i", "j") },
    ),
  );
  const parts = (name: string) =>
    [...declarationOf(types, name).matchAll(/^ {2}(\w)/gm)].map(
      ([, key]) => key,
    );
  expect(parts("EventPart")).toEqual(["i", "j"]);
  expect(parts("EventPart2")).toEqual(["c", "d"]);
  expect(parts("EventPart3")).toEqual(["a", "b"]);
  expect(parts("EventMapValue")).toEqual(["g", "h"]);
  // By the key of the first of many places, though no two are alike.
  expect(parts("EventOf0")).toEqual(["e", "f"]);
  expect(declarationOf(types, "ThingNumber0Event")).toContain(
    "  list?: EventPart3[];\n",
  );
  expect(errorsIn({ "types.ts": types })).toEqual([]);
});

test("an event that lacks what others have in common extends nothing", async () => {
  const text = { type: "string" };
  const names = Array.from({ length: OFTEN }, (_, index) => `a.number${index}`);
  const plain = names.map((name) => [
    name,
    webhookOf(name, { id: text, at: text, own: text }),
  ]);
  const types = await typesOf(
    documentOf({
      ...Object.fromEntries(plain),
      "b.bare": webhookOf("b.bare", { id: text }),
      "b.sure": webhookOf("b.sure", { id: text, at: text, own: text }, ["at"], {
        at: "",
      }),
    }),
  );
  const head = (name: string) => declarationOf(types, name).split("\n")[0];
  expect(head("ANumber0Event")).toBe(
    "export interface ANumber0Event extends EventEnvelope {",
  );
  expect(head("BBareEvent")).toBe("export interface BBareEvent {");
  expect(head("BSureEvent")).toBe("export interface BSureEvent {");
});

function declarationOf(types: string, name: string): string {
  const [found = ""] =
    new RegExp(`^export interface ${name}\\b[^]*?^\\}\n`, "m").exec(types) ??
    [];
  return found;
}
