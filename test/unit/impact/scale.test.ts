import { expect, it } from "vitest";

import { compareCatalogs } from "../../../src/impact/compare-catalogs.js";
import type { EventType, Json } from "../../../src/schema/catalog.js";

function event(name: string, schema: Record<string, Json>): EventType {
  return {
    name,
    family: "x",
    typeName: "X",
    summary: "",
    description: "",
    schema,
    example: null,
  };
}

it("compares two thousand events, every one renamed, in bounded time", () => {
  const events = (spell: (index: number) => string) =>
    Array.from({ length: 2000 }, (_, index) =>
      event(spell(index), {
        type: "object",
        properties: {
          type: { const: spell(index) },
          id: { type: "string" },
          [`own${index % 50}`]: { type: "number" },
        },
      }),
    );
  const start = process.cpuUsage().user;
  const changes = compareCatalogs(
    { events: events((index) => `order.number_${index}`) },
    { events: events((index) => `order.number.${index}`) },
  );
  expect(changes.events).toHaveLength(2000);
  expect(new Set(changes.events.map(({ kind }) => kind))).toEqual(
    new Set(["event-renamed"]),
  );
  // Microseconds; generous, for it is about the order of growth.
  expect(process.cpuUsage(undefined).user - start).toBeLessThan(10_000_000);
});

it("ends on schemas that hold each other, and on those that multiply", () => {
  const levels = 24;
  const definitions: Record<string, Json> = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `L${level}`,
      {
        type: "object",
        properties: {
          a: { $ref: `#/$defs/L${(level + 1) % levels}` },
          b: { $ref: `#/$defs/L${(level + 1) % levels}` },
        },
      },
    ]),
  );
  const schema = (name: string, more: Record<string, Json> = {}) => ({
    type: "object",
    properties: { type: { const: name }, all: { $ref: "#/$defs/L0" }, ...more },
    $defs: definitions,
  });
  const changes = compareCatalogs(
    { events: [event("a.b", schema("a.b"))] },
    { events: [event("a_b", schema("a_b", { more: { type: "string" } }))] },
  );
  expect(changes.events.map(({ kind }) => kind)).toEqual([
    "event-added",
    "event-removed",
  ]);
});
