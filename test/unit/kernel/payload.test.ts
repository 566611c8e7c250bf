import { expect, test } from "vitest";
import {
  createPayloadReader,
  parsePayload,
  pointer,
} from "../../../templates/app/src/frameio/kernel/events/payload.gen.js";
import { frameio } from "./support.js";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each<[string, unknown]>([
  ["/a/b", 1],
  ["/a", { b: 1 }],
  ["/list/1", "two"],
  ["/with~1slash", "s"],
  ["/with~0tilde", "t"],
  ["/missing", undefined],
  ["/a/b/c", undefined],
  ["/null/x", undefined],
  ["/constructor", undefined],
  ["/a/__proto__", undefined],
  ["/list/length/x", undefined],
])("pointer %s", (path, found) => {
  const value = {
    a: { b: 1 },
    list: ["one", "two"],
    null: null,
    "with/slash": "s",
    "with~tilde": "t",
  };
  expect(pointer(path)(value)).toEqual(found);
});

test("an object from JSON, with a byte order mark too", () => {
  expect(parsePayload(bytes('{"a":1}'))).toEqual({ a: 1 });
  expect(parsePayload(bytes('\u{feff}{"a":1}'))).toEqual({ a: 1 });
});

test.each(["", " ", "null", "1", '"a"', "[]", "{", "{'a':1}", "NaN"])(
  "%j is no payload",
  (text) => {
    expect(parsePayload(bytes(text))).toBeUndefined();
  },
);

test("a payload cannot change prototypes", () => {
  const payload = parsePayload(bytes('{"__proto__":{"polluted":1}}'));
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(pointer("/polluted")(payload)).toBeUndefined();
});

test.each([
  ["seconds", 1_700_000_000, 1_700_000_000_000],
  ["milliseconds", 1_700_000_000_001, 1_700_000_000_001],
  ["seconds as text", "1700000000.5", 1_700_000_000_500],
  ["ISO 8601", "2023-11-14T22:13:20Z", 1_700_000_000_000],
  ["another text", "soon", undefined],
  ["nothing", undefined, undefined],
  ["null", null, undefined],
  ["an object", {}, undefined],
])("when it happened: %s", (_, created, expected) => {
  const reader = createPayloadReader({
    ...frameio,
    order: { pointer: "/created" },
  });
  expect(reader.happenedAt({ created })).toBe(expected);
});
