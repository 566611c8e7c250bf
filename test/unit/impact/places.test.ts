import { beforeAll, describe, expect, it } from "vitest";

import { compareCatalogs } from "../../../src/impact/compare-catalogs.js";
import {
  type CatalogChanges,
  type FieldChange,
  fieldName,
} from "../../../src/impact/change.js";
import { changedFields } from "../../../src/impact/compile/changed-fields.js";
import { eventTypesOf } from "../../../src/impact/compile/event-types.js";
import { findPlaces } from "../../../src/impact/compile/find-places.js";
import { createCompiler } from "../../../src/impact/compile/program.js";
import type { Place } from "../../../src/impact/place.js";
import type { EventCatalog, Json } from "../../../src/schema/catalog.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { documentOf, webhookOf } from "../schema/documents.js";
import {
  type FieldCase,
  fieldCases,
  type FieldState,
  sharedBefore,
  sharedNow,
} from "./cases.js";
import { memoryProgram } from "./memory-program.js";

const eventOf = (index: number) => `case.number${index}`;
const handlerOf = (index: number) => `src/webhooks/case-${index}.ts`;
const otherOf = (index: number) => `src/webhooks/other-${index}.ts`;

function catalogOf(
  state: (one: FieldCase) => FieldState,
  schemas: Record<string, Json>,
): EventCatalog {
  const webhooks = fieldCases.map((one, index) => {
    const { field, optional, key = "it" } = state(one);
    const name = eventOf(index);
    const schema = webhookOf(
      name,
      {
        id: { type: "string" },
        ...(field === undefined ? {} : { [key]: field }),
      },
      ["id", ...(field === undefined || optional ? [] : [key])],
    ).schema as Record<string, Json>;
    return { name, schema };
  });
  // The examples are no part of what is compared.
  const document = documentOf(
    Object.fromEntries(
      webhooks.map(({ name }) => [name, webhookOf(name, {}, [], {})]),
    ),
    schemas,
  );
  const { events, ...catalog } = readCatalog(
    JSON.stringify(document),
    "test@1",
  );
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, localized(schema)]),
  );
  return {
    ...catalog,
    events: events.map((event, index) => ({
      ...event,
      schema: {
        ...(localized(webhooks[index]!.schema) as Record<string, Json>),
        $defs: definitions,
      },
    })),
  };
}

function localized(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"),
  ) as Json;
}

function handler(event: string, body: string): string {
  return [
    'import { onWebhook } from "../frameio/index.gen.js";',
    "declare function take(...values: unknown[]): void;",
    "declare function text(value: string): void;",
    `export default onWebhook("${event}", (event) => {`,
    `  ${body}`,
    "  take(event.id, event.type, text);",
    "});",
    "",
  ].join("\n");
}

let changes: CatalogChanges;
let places: readonly Place[];
/** In an app that stayed with TypeScript 5.9. */
let placesIn5: readonly Place[];

beforeAll(async () => {
  const before = catalogOf(({ before }) => before, sharedBefore);
  const now = catalogOf(({ now }) => now, sharedNow);
  const files = {
    "src/frameio/events.gen.ts": await emitTypes(before),
    ...Object.fromEntries(
      fieldCases.flatMap(({ code }, index) => [
        [
          handlerOf(index),
          handler(eventOf(index), code.replaceAll(/[«»]/g, "")),
        ],
        [otherOf(index), handler(eventOf(index), "")],
      ]),
    ),
  };
  changes = compareCatalogs(before, now);
  const isGenerated = (path: string) => path.startsWith("src/frameio/");
  const overlay = new Map([
    ["src/frameio/events.gen.ts", await emitTypes(now)],
  ]);
  const placesWith = (version: 5.9 | 7) => {
    const compiler = createCompiler(memoryProgram(files, version));
    return findPlaces(compiler, {
      changes,
      fields: changedFields(
        changes,
        eventTypesOf(compiler.compile(new Map()), isGenerated),
      ),
      events: new Map(),
      goneTypes: new Map(),
      senderOf: () => undefined,
      overlay,
      original: (path, offset) => ({ path, offset }),
      isGenerated,
    });
  };
  places = placesWith(7);
  placesIn5 = placesWith(5.9);
}, 60_000);

it("lists the same with the libraries of TypeScript 5.9 as with those of 7", () => {
  expect(placesIn5).toEqual(places);
});

describe.each(fieldCases.map((one, index) => ({ ...one, index })))(
  "$name",
  ({ index, code, changes: expected }) => {
    it("is told and judged", () => {
      expect(toldOf(eventOf(index))).toEqual(expected);
    });

    it("is listed where it is used, and nowhere else", () => {
      const marked = handler(eventOf(index), code);
      expect(listedIn(handlerOf(index))).toEqual(marksIn(marked));
      expect(listedIn(otherOf(index))).toEqual([]);
    });

    it("is named as the reason", () => {
      const listed = places.filter(({ file }) => file === handlerOf(index));
      const reasons = listed.map(
        ({ change, field, shared }) =>
          `${change} ${shared === undefined ? "" : `${shared}:`}${field}`,
      );
      const known = expected.map((one) => one.replace(" !", ""));
      expect(reasons.filter((reason) => !known.includes(reason))).toEqual([]);
    });
  },
);

it("has at least forty kinds of change, breaking and not", () => {
  expect(fieldCases.length).toBeGreaterThanOrEqual(40);
  const all = fieldCases.flatMap(({ changes: told }) => told);
  const breaking = all.filter((told) => told.endsWith("!"));
  expect(breaking.length).toBeGreaterThan(20);
  expect(all.length - breaking.length).toBeGreaterThan(10);
});

function toldOf(event: string): string[] {
  const own = changes.events.find((one) => one.event === event);
  const shared = changes.shared.filter(({ events }) =>
    events.some((one) => one.event === event),
  );
  return [
    ...(own !== undefined && "fields" in own ? own.fields : []).map((one) =>
      told(one, ""),
    ),
    ...shared.flatMap(({ name, fields }) =>
      fields.map((one) => told(one, `${name}:`)),
    ),
  ];
}

function told({ kind, path, breaking }: FieldChange, owner: string): string {
  return `${kind} ${owner}${fieldName(path)}${breaking ? " !" : ""}`;
}

function listedIn(path: string): string[] {
  return places
    .filter(({ file }) => file === path)
    .map(({ line, column, length }) => `${line}:${column}+${length}`);
}

/** Where « and » stand, as if they did not. */
function marksIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(/«([^»]*)»/g)].map((match, before) => {
      const [, inside = ""] = match;
      return `${index + 1}:${match.index - 2 * before + 1}+${inside.length}`;
    }),
  );
}
