import { expect, test } from "vitest";
import { schemaDocument } from "../../../scripts/bench/schema-documents.mjs";
import type { EventCatalog } from "../../../src/schema/catalog.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { importProvider } from "../../../src/schema/import/import-provider.js";
import { formatCode } from "../../../src/schema/format-code.js";
import { readDocument } from "../../../src/schema/read-document.js";
import { createTypePrinter } from "../../../src/schema/type-nodes.js";
import { projectType } from "../../../src/schema/type-projection.js";

const small = 60;
const large = 240;

function catalogOf(count: number): EventCatalog {
  const text = JSON.stringify(schemaDocument(count));
  return readDocument(text, "./schemas/large.json");
}

/** The same value, and how often anything of it was looked at. */
function counted<T extends object>(value: T, count: { looks: number }): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      count.looks++;
      const inner: unknown = Reflect.get(target, key, receiver);
      return typeof inner === "object" && inner !== null
        ? counted(inner, count)
        : inner;
    },
    ownKeys(target) {
      count.looks++;
      return Reflect.ownKeys(target);
    },
  });
}

async function emitted(events: number) {
  const count = { looks: 0 };
  const types = await emitTypes(counted(catalogOf(events), count));
  return { types, looks: count.looks };
}

test("four times the event types are four times the types and four times the work", async () => {
  const few = await emitted(small);
  const many = await emitted(large);
  const times = large / small;
  expect(many.types.length / few.types.length).toBeCloseTo(times, 0);
  expect(many.looks / few.looks).toBeLessThan(times * 1.05);
  expect(few.types).toBe(await formatCode(few.types, "the types"));
});

test("no declaration of a document like those of providers waits for Prettier", () => {
  const { events } = catalogOf(small);
  const printer = createTypePrinter(new Map());
  for (const { typeName, schema, description } of events) {
    expect(
      printer.declare(typeName, projectType(schema), [description]),
    ).toBeTypeOf("string");
  }
});

/** How many functions ajv made meanwhile: it makes each with `new Function`. */
function functionsMade(action: () => void): number {
  const { Function: original } = globalThis;
  let made = 0;
  globalThis.Function = new Proxy(original, {
    construct(target, args: string[]) {
      made++;
      return Reflect.construct(target, args) as object;
    },
  });
  try {
    action();
  } finally {
    globalThis.Function = original;
  }
  return made;
}

test("an import makes no code of event types whose samples are valid", () => {
  const imported = (events: number) => {
    const text = JSON.stringify(schemaDocument(events));
    let warnings: readonly unknown[] = [];
    const made = functionsMade(() => {
      ({ warnings } = importProvider(
        { kind: "document", name: "large.json", text },
        { id: "./schemas/large.json", title: "large" },
      ));
    });
    expect(warnings).toEqual([]);
    return made;
  };
  imported(1);
  expect([imported(small), imported(large)]).toEqual([0, 0]);
});
