import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { removeWebhook, setHandler } from "../../../src/manifest/edit.js";

const removals: readonly (readonly [
  name: string,
  given: string,
  want: string,
])[] = [
  [
    "the only entry",
    '{\n  "webhooks": [\n    { "event": "x" },\n  ],\n}\n',
    '{\n  "webhooks": [],\n}\n',
  ],
  [
    "the only entry on one line",
    '{ "webhooks": [{ "event": "x" }] }',
    '{ "webhooks": [] }',
  ],
  [
    "the first entry",
    '{\n  "webhooks": [\n    { "event": "x" },\n    { "event": "b" }\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "b" }\n  ]\n}\n',
  ],
  [
    "the last entry, with the comma before it",
    '{\n  "webhooks": [\n    { "event": "a" }, // a\n    { "event": "x" }\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" } // a\n  ]\n}\n',
  ],
  [
    "the last entry, in a list with a trailing comma",
    '{\n  "webhooks": [\n    { "event": "a" },\n    { "event": "x" },\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" },\n  ]\n}\n',
  ],
  [
    "an entry with its comments, but not its neighbours'",
    `{
  "webhooks": [
    // about a
    { "event": "a" }, // a

    // about both

    // about x
    /* more about x */
    {
      "event": "x", // inside
    }, // x
    // about b
    { "event": "b" },
  ]
}
`,
    `{
  "webhooks": [
    // about a
    { "event": "a" }, // a

    // about both

    // about b
    { "event": "b" },
  ]
}
`,
  ],
  [
    "the only entry, beside comments that are not its own",
    '{\n  "webhooks": [ // mine\n    { "event": "x" }\n    // end\n  ]\n}\n',
    '{\n  "webhooks": [ // mine\n    // end\n  ]\n}\n',
  ],
  [
    "an entry between others on one line",
    '{ "webhooks": [{ "event": "a" }, { "event": "x" }, /* b */ { "event": "b" }] }',
    '{ "webhooks": [{ "event": "a" }, /* b */ { "event": "b" }] }',
  ],
  [
    "the first entry behind the bracket",
    '{\n"webhooks": [{ "event": "x" },\n  { "event": "b" }]\n}\n',
    '{\n"webhooks": [{ "event": "b" }]\n}\n',
  ],
  [
    "commas before entries",
    '{\n"webhooks": [\n    { "event": "x" }\n  , { "event": "b" }\n]\n}\n',
    '{\n"webhooks": [\n    { "event": "b" }\n]\n}\n',
  ],
  [
    "an event of a list",
    '{ "webhooks": [{ "event": ["a", "x", "b"] }] }',
    '{ "webhooks": [{ "event": ["a", "b"] }] }',
  ],
  [
    "an event of a list of two",
    '{ "webhooks": [{ "event": ["b", "x"] }] }',
    '{ "webhooks": [{ "event": "b" }] }',
  ],
  [
    "the event that the handler is named after, and keeps the handler",
    '{ "webhooks": [{ "event": ["x", "b"] }] }',
    '{ "webhooks": [{ "event": "b", "handler": "src/webhooks/x.ts" }] }',
  ],
  [
    "an event of a list over lines",
    '{ "webhooks": [{ "event": [\n  "a", // a\n  // about x\n  "x", // x\n] }] }',
    '{ "webhooks": [{ "event": [\n  "a", // a\n] }] }',
  ],
  [
    "an entry that names the event twice",
    '{ "webhooks": [{ "event": ["x", "x"] }] }',
    '{ "webhooks": [] }',
  ],
  [
    "CRLF",
    '{\r\n  "webhooks": [\r\n    { "event": "x" },\r\n    { "event": "b" }\r\n  ]\r\n}\r\n',
    '{\r\n  "webhooks": [\r\n    { "event": "b" }\r\n  ]\r\n}\r\n',
  ],
];

describe("removeWebhook takes out", () => {
  it.each(removals)("%s", (_, given, want) => {
    expect(removeWebhook(given, { events: ["x"] })).toMatchObject({
      text: want,
      removed: ["x"],
      missing: [],
    });
  });

  it("several events at once, and says which were not there", () => {
    const text =
      '\uFEFF{ "webhooks": [{ "event": ["a", "b"] }, { "event": "c" }] }';
    expect(removeWebhook(text, { events: ["b", "z", "c", "a"] })).toEqual({
      text: '\uFEFF{ "webhooks": [] }',
      removed: ["b", "c", "a"],
      missing: ["z"],
      comments: [],
    });
  });

  it("nothing of another provider", () => {
    const text = '{ "webhooks": [{ "event": "x", "provider": "canvas" }] }';
    expect(removeWebhook(text, { events: ["x"] })).toEqual({
      text,
      removed: [],
      missing: ["x"],
      comments: [],
    });
    expect(
      removeWebhook(text, { events: ["x"], provider: "canvas" }).removed,
    ).toEqual(["x"]);
  });

  it.each<[string, string, readonly [line: number, text: string][]]>([
    [
      "above, behind and within the entry, and not its neighbours'",
      `{
  "webhooks": [
    // same
    { "event": "a" }, // a

    // about both

    // same
    /* more\n     about x */
    { /* here */
      "event": "x", // same
    }, // x
    // same
    { "event": "b" },
  ]
}
`,
      [
        [8, "// same"],
        [9, "/* more\n     about x */"],
        [11, "/* here */"],
        [12, "// same"],
        [13, "// x"],
      ],
    ],
    [
      "at one event of several",
      '{ "webhooks": [{ "event": [\r\n  "a", // a\r\n  // 12\r\n  "x", // 13 */\r\n] }] }',
      [
        [3, "// 12"],
        [4, "// 13 */"],
      ],
    ],
    [
      "between events on one line",
      '\uFEFF{ "webhooks": [{ "event": ["a", "x" /* x */, /* b */ "b"] }] }',
      [[1, "/* x */"]],
    ],
    [
      "none, where all stay",
      '// x\n{\n  "webhooks": [ // mine\n    { "event": "x" }\n    // end\n  ]\n}\n',
      [],
    ],
  ])("and tells the comments that go: %s", (_, text, want) => {
    const { comments } = removeWebhook(text, { events: ["x"] });
    expect(comments.map(({ line, text }) => [line, text])).toEqual(want);
  });

  it("every comment that is not in the text afterwards", () => {
    const comment = fc.constantFrom("", " // a\n", "\n// b\n", " /* c */ ");
    const entry = fc.tuple(comment, fc.boolean(), comment, comment);
    const count = (text: string) => text.match(/\/\/|\/\*/g)?.length ?? 0;
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 5 }),
        comment,
        (entries, last) => {
          const list = entries.map(
            ([above, isX, within, behind], index) =>
              `${above}{ "event": ${isX ? `["x${index}", "y"]` : `"x${index}"`}${within} }${behind}`,
          );
          const text = `{ "webhooks": [\n${list.join(",")}${last}] }`;
          const events = entries.map((_, index) => `x${index}`);
          const result = removeWebhook(text, { events });
          expect(count(result.text) + result.comments.length).toBe(count(text));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it("nothing of a broken text", () => {
    expect(() => removeWebhook("[", { events: ["x"] })).toThrow(
      FrameioGenError,
    );
  });
});

describe("setHandler", () => {
  it("leaves the default out, unless a comment would go with it", () => {
    const name = { event: "file.ready" };
    const path = "src/webhooks/file-ready.ts";
    const text = (comment: string) =>
      `{ "webhooks": [{ "event": "file.ready",\n  "handler": "src/x.ts",${comment}\n}] }`;
    expect(setHandler(text(""), name, path)).not.toContain("handler");
    const mine = text(" // as the docs say");
    expect(setHandler(mine, name, path)).toBe(mine.replace("src/x.ts", path));
  });
});
