import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge } from "../../../../src/reconcile/merge/index.js";
import { draws } from "../../../support/draws.js";

const run = (base: string | undefined, ours: string, theirs: string) =>
  merge({ path: "package.json", base, ours, theirs });

describe("merging JSON by key", () => {
  it.each([
    [
      "an addition on each side",
      '{\n  "a": 1\n}\n',
      '{\n  "a": 1,\n  "b": 2\n}\n',
      '{\n  "a": 1,\n  "c": 3\n}\n',
      '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n',
    ],
    [
      "comments and a trailing comma of the user's",
      '{\n  "a": 1\n}\n',
      '{\n  // one\n  "a": 1, // same line\n\n  "b": 2,\n}\n',
      '{\n  "a": 9\n}\n',
      '{\n  // one\n  "a": 9, // same line\n\n  "b": 2,\n}\n',
    ],
    [
      "a deletion on each side",
      '{ "a": 1, "b": 2, "c": 3 }',
      '{ "b": 2, "c": 3 }',
      '{ "a": 1, "b": 2 }',
      '{ "b": 2 }',
    ],
    [
      "lists of words as sets",
      '{ "files": ["a", "b"] }',
      '{ "files": ["a", "b", "mine"] }',
      '{ "files": ["b", "new"] }',
      '{ "files": ["b", "mine", "new"] }',
    ],
    [
      "objects of a list by their identity",
      '[{ "name": "a", "v": 1 }]',
      '[{ "name": "a", "v": 2 }]',
      '[{ "name": "z" }, { "name": "a", "v": 1 }]',
      '[{ "name": "z" }, { "name": "a", "v": 2 }]',
    ],
    [
      "two files with no base",
      undefined,
      '{ "a": 1 }',
      '{ "b": { "c": 2 } }',
      '{ "a": 1, "b": { "c": 2 } }',
    ],
    [
      "alphabetical order where there is one",
      '{"d":{"b":1,"h":1}}',
      '{"d":{"b":1,"c":1,"h":1}}',
      '{"d":{"b":1,"d":1,"h":1}}',
      '{"d":{"b":1,"c":1, "d":1,"h":1}}',
    ],
    [
      "an emptied object",
      '{\n  "a": 1\n}\n',
      "{ }\n",
      '{\n  "a": 1,\n  "b": 2\n}\n',
      '{\n  "b": 2\n}\n',
    ],
  ])("keeps %s", (_, base, ours, theirs, want) => {
    expect(run(base, ours, theirs)).toEqual({ text: want, conflicts: [] });
  });

  it("reports what both changed, with its path, its line and all three sides", () => {
    const text = (start: string) =>
      `{\n  "scripts": {\n    "start": "${start}",\n    "test": "vitest"\n  }\n}\n`;
    const { text: merged, conflicts } = run(text("a"), text("b"), text("c"));
    expect(conflicts).toEqual([
      {
        kind: "changed-twice",
        key: "scripts.start",
        line: 3,
        base: '"start": "a"',
        ours: '"start": "b"',
        theirs: '"start": "c"',
      },
    ]);
    expect(merged).toBe(
      '{\n  "scripts": {\n<<<<<<< yours\n    "start": "b",\n||||||| base\n    "start": "a",\n=======\n    "start": "c",\n>>>>>>> new\n    "test": "vitest"\n  }\n}\n',
    );
  });

  it.each([
    ["deleted-by-user", '{ "a": 1 }', "{}", '{ "a": 2 }'],
    ["deleted-by-template", '{ "a": 1 }', '{ "a": 2 }', "{}"],
    ["added-twice", "{}", '{ "a": 1 }', '{ "a": 2 }'],
  ])("reports %s", (kind, base, ours, theirs) => {
    expect(run(base, ours, theirs).conflicts).toMatchObject([
      { kind, key: "a" },
    ]);
  });

  it("merges text that is no JSON by line", () => {
    expect(run("{\na\nb\nc\n", "{\na\nb\nc\nmine\n", "{\nnew\nb\nc\n")).toEqual(
      { text: "{\nnew\nb\nc\nmine\n", conflicts: [] },
    );
  });

  it("does not take a key for a prototype", () => {
    expect(run("{}", '{ "__proto__": 1 }', '{ "constructor": 2 }').text).toBe(
      '{ "__proto__": 1, "constructor": 2 }',
    );
  });
});

const word = fc.constantFrom(
  "a",
  "b",
  "c",
  "d",
  "e",
  "import x",
  "__proto__",
  "// no comment",
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.integer({ min: 0, max: 3 }),
    word,
    fc.uniqueArray(word, { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(word, tie("value")), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;
const object = fc
  .uniqueArray(fc.tuple(word, value), {
    maxLength: 5,
    selector: ([key]) => key,
  })
  .map((entries) => Object.fromEntries(entries) as Record<string, unknown>);
const print = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;
const settings = draws(20_26, 1500);

describe("for any objects", () => {
  it("a clean merge parses, and agrees with a merge of the keys", () => {
    fc.assert(
      fc.property(object, object, object, (base, ours, theirs) => {
        const { text, conflicts } = run(
          print(base),
          print(ours),
          print(theirs),
        );
        if (conflicts.length > 0) {
          expect(text).toMatch(/^<{7} yours$/m);
          return;
        }
        const merged = JSON.parse(text) as Record<string, unknown>;
        const same = (a: unknown, b: unknown) =>
          JSON.stringify(a) === JSON.stringify(b);
        for (const key of new Set([
          ...Object.keys(base),
          ...Object.keys(ours),
          ...Object.keys(theirs),
        ])) {
          const [b, o, t, m] = [base, ours, theirs, merged].map((side) =>
            Object.hasOwn(side, key) ? side[key] : undefined,
          );
          if (same(o, t) || same(t, b)) expect(m, key).toEqual(o);
          else if (same(o, b))
            expect(m === undefined ? undefined : sorted(m), key).toEqual(
              sorted(t),
            );
        }
      }),
      settings,
    );
  });

  it("merging again changes nothing, and layout is no change", () => {
    fc.assert(
      fc.property(
        object,
        object,
        object,
        fc.constantFrom("\t", 4, 1),
        (base, ours, theirs, indent) => {
          const laidOut = JSON.stringify(ours, null, indent);
          const { text, conflicts } = run(print(base), laidOut, print(theirs));
          const plain = run(print(base), print(ours), print(theirs));
          expect(conflicts.map(({ kind, key }) => [kind, key])).toEqual(
            plain.conflicts.map(({ kind, key }) => [kind, key]),
          );
          if (conflicts.length === 0) {
            expect(JSON.parse(text)).toEqual(JSON.parse(plain.text));
            expect(run(print(theirs), text, print(theirs)).text).toBe(text);
          }
        },
      ),
      settings,
    );
  });
});

/** Sets have no order, nor have keys. */
function sorted(json: unknown): unknown {
  if (Array.isArray(json))
    return json.map((item) => JSON.stringify(sorted(item))).sort();
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [key, sorted(item)]),
  );
}
