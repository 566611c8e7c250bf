import { expect, test } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import type { Json } from "../../../src/schema/catalog.js";
import { sampleOf } from "../../../src/schema/sample.js";
import { deepFreeze } from "./documents.js";

const example = deepFreeze({
  type: "file.ready",
  resource: { id: "1", type: "file" },
  tags: ["a", "b"],
  user: null,
  "a/b": { "c~d": 1 },
});

test.each<[assignments: string[], changed: Record<string, Json>]>([
  [[], {}],
  [["resource.id=abc"], { resource: { id: "abc", type: "file" } }],
  [["/resource/id=abc"], { resource: { id: "abc", type: "file" } }],
  [["resource.id=12"], { resource: { id: 12, type: "file" } }],
  [['resource.id="12"'], { resource: { id: "12", type: "file" } }],
  [["resource={}"], { resource: {} }],
  [["resource.id="], { resource: { id: "", type: "file" } }],
  [["resource.id=a=b"], { resource: { id: "a=b", type: "file" } }],
  [["extra.deep.er=true"], { extra: { deep: { er: true } } }],
  [["user.id=u"], { user: { id: "u" } }],
  [["tags.1=x"], { tags: ["a", "x"] }],
  [["tags.-=x"], { tags: ["a", "b", "x"] }],
  [["/a~1b/c~0d=2"], { "a/b": { "c~d": 2 } }],
  [["constructor.name=x"], { constructor: { name: "x" } as Json & object }],
  [
    ["type=x", "resource.type=folder"],
    { type: "x", resource: { id: "1", type: "folder" } },
  ],
])("%j", (assignments, changed) => {
  const sample = sampleOf({ example }, assignments);
  expect(JSON.stringify(sample)).toBe(
    JSON.stringify({ ...example, ...changed }),
  );
});

test.each([
  "resource",
  "=x",
  "resource..id=x",
  "__proto__.polluted=1",
  "resource.__proto__.polluted=1",
  "type.inner=x",
  "tags.x=1",
  "tags.7=1",
  "/%=1",
])("refuses %s", (assignment) => {
  const run = () => sampleOf({ example }, [assignment, "also wrong"]);
  expect(run).toThrow(FrameioGenError);
  expect(run).toThrow(/FG210.*\n.*FG210/);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("a `__proto__` inside of a value is dropped", () => {
  const sample = sampleOf({ example }, ['x={"__proto__":{"a":1},"b":2}']);
  expect(JSON.stringify((sample as { x: Json }).x)).toBe('{"b":2}');
});
