import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { type AddWebhook, addWebhook } from "../../../src/manifest/edit.js";

const one: AddWebhook = { events: ["file.ready"] };
const added = (text: string, request: AddWebhook = one): string =>
  addWebhook(text, request).text;

const layouts: readonly (readonly [
  name: string,
  given: string,
  want: string,
])[] = [
  [
    "no list",
    '{\n  "name": "a"\n}\n',
    '{\n  "name": "a",\n  "webhooks": [\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "no list, with a trailing comma",
    '{\n  "name": "a",\n}\n',
    '{\n  "name": "a",\n  "webhooks": [\n    { "event": "file.ready" },\n  ],\n}\n',
  ],
  [
    "no list, on one line",
    '{ "name": "a" }',
    '{ "name": "a", "webhooks": [{ "event": "file.ready" }] }',
  ],
  ["an empty object", "{}", '{"webhooks": [{ "event": "file.ready" }]}'],
  [
    "an empty list",
    '{\n  "webhooks": []\n}\n',
    '{\n  "webhooks": [\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "an empty list on one line",
    '{ "webhooks": [] }',
    '{ "webhooks": [{ "event": "file.ready" }] }',
  ],
  [
    "an empty list over two lines",
    '{\n  "webhooks": [\n  ],\n}\n',
    '{\n  "webhooks": [\n    { "event": "file.ready" },\n  ],\n}\n',
  ],
  [
    "an empty list with a comment",
    '{\n  "webhooks": [\n    // none yet\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "file.ready" }\n    // none yet\n  ]\n}\n',
  ],
  [
    "an empty list with a comment behind its bracket",
    '{\n  "webhooks": [ // mine\n  ]\n}\n',
    '{\n  "webhooks": [ // mine\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "an empty list around a comment",
    '{\n  "webhooks": [ /* none */ ]\n}\n',
    '{\n  "webhooks": [ /* none */\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "a list",
    '{\n  "webhooks": [\n    { "event": "a" }\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" },\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "a trailing comma",
    '{\n  "webhooks": [\n    { "event": "a" },\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" },\n    { "event": "file.ready" },\n  ]\n}\n',
  ],
  [
    "a comment behind the last entry",
    '{\n  "webhooks": [\n    { "event": "a" } // last, for now\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" }, // last, for now\n    { "event": "file.ready" }\n  ]\n}\n',
  ],
  [
    "a comment behind the trailing comma, and more below",
    '{\n  "webhooks": [\n    { "event": "a" }, // last, for now\n\n    /* { "event": "b" },\n    ] */\n    // end\n  ]\n}\n',
    '{\n  "webhooks": [\n    { "event": "a" }, // last, for now\n    { "event": "file.ready" },\n\n    /* { "event": "b" },\n    ] */\n    // end\n  ]\n}\n',
  ],
  [
    "one line",
    '{\n  "webhooks": [{ "event": "a" }]\n}\n',
    '{\n  "webhooks": [{ "event": "a" }, { "event": "file.ready" }]\n}\n',
  ],
  [
    "one line, trailing comma, padded",
    '{\n  "webhooks": [ { "event": "a" }, ]\n}\n',
    '{\n  "webhooks": [ { "event": "a" }, { "event": "file.ready" }, ]\n}\n',
  ],
  [
    "one line with a comment",
    '{\n  "webhooks": [{ "event": "a" } /* ] */]\n}\n',
    '{\n  "webhooks": [{ "event": "a" }, /* ] */ { "event": "file.ready" }]\n}\n',
  ],
  [
    "braces that hug",
    '{\n  "webhooks": [{\n    "event": "a"\n  }]\n}\n',
    '{\n  "webhooks": [{\n    "event": "a"\n  }, { "event": "file.ready" }]\n}\n',
  ],
  [
    "tabs",
    '{\n\t"webhooks": [\n\t\t{ "event": "a" }\n\t]\n}\n',
    '{\n\t"webhooks": [\n\t\t{ "event": "a" },\n\t\t{ "event": "file.ready" }\n\t]\n}\n',
  ],
  [
    "tabs, empty list",
    '{\n\t"webhooks": []\n}\n',
    '{\n\t"webhooks": [\n\t\t{ "event": "file.ready" }\n\t]\n}\n',
  ],
  [
    "four spaces",
    '{\n    "webhooks": []\n}\n',
    '{\n    "webhooks": [\n        { "event": "file.ready" }\n    ]\n}\n',
  ],
  [
    "CRLF",
    '{\r\n  "webhooks": []\r\n}\r\n',
    '{\r\n  "webhooks": [\r\n    { "event": "file.ready" }\r\n  ]\r\n}\r\n',
  ],
  [
    "a byte order mark",
    '\uFEFF{ "webhooks": [] }',
    '\uFEFF{ "webhooks": [{ "event": "file.ready" }] }',
  ],
];

describe("addWebhook keeps the layout of", () => {
  it.each(layouts)("%s", (_, given, want) => {
    expect(addWebhook(given, one)).toEqual({
      text: want,
      added: ["file.ready"],
      already: [],
    });
  });
});

describe("addWebhook", () => {
  const text =
    '{\n  "webhooks": [\n    { "event": ["a", "b"], "handler": "src/webhooks/ab.ts" }\n  ]\n}\n';

  it("changes not one byte where the event is handled", () => {
    for (const event of ["a", "b"])
      expect(addWebhook(text, { events: [event] })).toEqual({
        text,
        added: [],
        already: [event],
      });
  });

  it("gives each event an entry, in the order asked for, once", () => {
    expect(addWebhook(text, { events: ["c", "a", "d", "c"] })).toEqual({
      text: text.replace(
        " }\n  ]",
        ' },\n    { "event": "c" },\n    { "event": "d" }\n  ]',
      ),
      added: ["c", "d"],
      already: ["a"],
    });
  });

  it("puts events of one handler into one entry", () => {
    expect(
      added('{ "webhooks": [] }', {
        events: ["a", "b"],
        handler: "src/webhooks/both.ts",
      }),
    ).toBe(
      '{ "webhooks": [{ "event": ["a", "b"], "handler": "src/webhooks/both.ts" }] }',
    );
  });

  it.each([
    [
      "a list",
      text,
      { events: ["c"], handler: "src/webhooks/ab.ts" },
      text.replace('"b"]', '"b", "c"]'),
    ],
    [
      "a list over lines",
      '{ "webhooks": [{ "event": [\n  "a", // first\n  "b",\n] }] }',
      { events: ["c"], handler: "src/webhooks/a.ts" },
      '{ "webhooks": [{ "event": [\n  "a", // first\n  "b",\n  "c",\n] }] }',
    ],
    [
      "a single event",
      '{ "webhooks": [{ "event": "a" /* x */ }] }',
      { events: ["b", "c"], handler: "src/webhooks/a.ts" },
      '{ "webhooks": [{ "event": ["a", "b", "c"] /* x */ }] }',
    ],
  ])("adds to the entry of the same handler: %s", (_, given, request, want) => {
    expect(added(given, request)).toBe(want);
  });

  it("writes what is not default, over lines where a line would be long", () => {
    const request: AddWebhook = {
      events: ["metadata.value.updated"],
      handler: "src/webhooks/fields.ts",
      secret: { env: ["NEW_SECRET", "OLD_SECRET"] },
      provider: "canvas",
      mode: "inline",
    };
    expect(added('{\n  "webhooks": [],\n}\n', request)).toBe(`{
  "webhooks": [
    {
      "event": "metadata.value.updated",
      "provider": "canvas",
      "handler": "src/webhooks/fields.ts",
      "secret": { "env": ["NEW_SECRET", "OLD_SECRET"] },
      "mode": "inline",
    },
  ],
}
`);
  });

  it("leaves out what is default", () => {
    const request: AddWebhook = {
      events: ["file.ready"],
      handler: "src/webhooks/file-ready.ts",
      secret: { env: "WEBHOOK_SECRET" },
      provider: "frameio",
      mode: "inbox",
    };
    expect(added('{ "webhooks": [] }', request)).toBe(
      '{ "webhooks": [{ "event": "file.ready" }] }',
    );
  });

  it("tells providers apart", () => {
    const given =
      '{ "providers": { "canvas": { "schema": "loopcanvas" } }, "webhooks": [{ "event": "a" }] }';
    expect(
      addWebhook(given, { events: ["a"], provider: "canvas" }).already,
    ).toEqual(["a"]);
    expect(
      addWebhook(given, { events: ["a"], provider: "frameio" }).added,
    ).toEqual(["a"]);
  });

  it("breaks a long list of events into lines", () => {
    const events = Array.from(
      { length: 12 },
      (_, index) => `event.number.${index}`,
    );
    const text = added('{\n  "webhooks": []\n}\n', {
      events,
      handler: "src/webhooks/many.ts",
    });
    expect(text).toContain('      "event": [\n        "event.number.0",\n');
    expect(text.split("\n").every((line) => line.length <= 80)).toBe(true);
  });

  it("escapes hostile names", () => {
    const event = 'a"*/${x}\\\n';
    expect(
      JSON.parse(added('{ "webhooks": [] }', { events: [event] })),
    ).toEqual({ webhooks: [{ event }] });
  });

  it.each<[string, string, AddWebhook, string, string]>([
    [
      "broken text",
      '{ "webhooks": [',
      one,
      "FG101",
      "A closing bracket is missing",
    ],
    ["an empty text", "", one, "FG101", "The manifest is empty"],
    [
      "a list that is none",
      '{ "webhooks": {} }',
      one,
      "FG103",
      "webhooks must be a list [ … ], not an object",
    ],
    [
      "two lists",
      '{ "webhooks": [], "webhooks": [] }',
      one,
      "FG106",
      'The key "webhooks" is given twice, first at line 1, column 3',
    ],
    [
      "merge markers",
      "{\n<<<<<<< a\n}",
      one,
      "FG109",
      'Unresolved merge conflict: "<<<<<<< a"',
    ],
    [
      "another secret than the handler's entry has",
      text,
      {
        events: ["c"],
        handler: "src/webhooks/ab.ts",
        secret: { env: "X" },
        mode: "inline",
      },
      "FG106",
      'The entry of the handler "src/webhooks/ab.ts" has another secret and another mode',
    ],
  ])("refuses %s", (_, given, request, code, message) => {
    const act = (): unknown => addWebhook(given, request);
    expect(act).toThrow(FrameioGenError);
    expect(act).toThrow(`${code}: ${message}`);
  });

  it("accepts the same secret for the handler's entry", () => {
    const request: AddWebhook = {
      events: ["c"],
      handler: "src/webhooks/ab.ts",
      secret: { env: ["WEBHOOK_SECRET"] },
      mode: "inbox",
    };
    expect(addWebhook(text, request).added).toEqual(["c"]);
  });
});
