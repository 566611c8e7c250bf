import fc from "fast-check";
import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { addWebhook, removeWebhook } from "../../../src/manifest/edit.js";

const options = { seed: 3, numRuns: 700 };

/** White space and comments in any mixture; every comment has its own text. */
const gap = fc.array(
  fc.constantFrom(
    " ",
    "\n",
    "\n    ",
    "\t",
    "// line\n",
    "/* block */",
    "/* over\n lines */",
    "\n  // own line\n  ",
  ),
  {
    maxLength: 4,
  },
);
const entry = fc.record({
  inner: gap,
  list: fc.boolean(),
  before: gap,
  behind: gap,
});
const manifest = fc
  .record({
    open: gap,
    entries: fc.array(entry, { maxLength: 4 }),
    end: gap,
    comma: fc.boolean(),
    eol: fc.constantFrom("\n", "\r\n"),
  })
  .map(({ open, entries, end, comma, eol }) => {
    let comments = 0;
    const text = (pieces: readonly string[]): string =>
      pieces
        .join("")
        .replaceAll(/line|block|over/g, (word) => `${word}${comments++}`);
    const members = entries.map(({ inner, list, before, behind }, index) => {
      const event = list
        ? `["e${index}",${text(inner)}"f${index}"]`
        : `"e${index}"`;
      return `${text(before)}{${text(inner)}"event": ${event} }${text(behind)}`;
    });
    const items = members.join(",") + (comma && members.length > 0 ? "," : "");
    return `{${text(open)}"name": "a",\n  "webhooks": [${items}${text(end)}]${text(open)}}\n`.replaceAll(
      "\n",
      eol,
    );
  });

const commentsOf = (text: string): string[] =>
  text.match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g)?.toSorted() ?? [];
const valueOf = (
  text: string,
): { webhooks: { event: string | string[] }[] } => {
  const errors: unknown[] = [];
  const value = parse(text, errors as never[], { allowTrailingComma: true });
  expect(errors).toEqual([]);
  return value;
};

describe("whatever the layout", () => {
  it("adding keeps comments and entries, and adds one", () => {
    fc.assert(
      fc.property(manifest, (text) => {
        const added = addWebhook(text, { events: ["new.event"] }).text;
        expect(valueOf(added)).toEqual({
          name: "a",
          webhooks: [...valueOf(text).webhooks, { event: "new.event" }],
        });
        expect(commentsOf(added)).toEqual(commentsOf(text));
        expect(addWebhook(added, { events: ["new.event"] }).text).toBe(added);
        if (text.includes("\r\n"))
          expect(added.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      }),
      options,
    );
  });

  it("removing what was added keeps comments and entries, and restores the bytes", () => {
    fc.assert(
      fc.property(manifest, (text) => {
        const added = addWebhook(text, { events: ["new.event"] }).text;
        const { text: restored } = removeWebhook(added, {
          events: ["new.event"],
        });
        expect(valueOf(restored)).toEqual(valueOf(text));
        expect(commentsOf(restored)).toEqual(commentsOf(text));
        // A list without an entry closes behind its last comment.
        const isEmpty = valueOf(text).webhooks.length === 0;
        const settled = (some: string): string =>
          isEmpty ? some.replace(/\s*\]/, "]") : some;
        expect(settled(restored)).toBe(settled(text));
      }),
      options,
    );
  });

  it("removing takes out what was asked for and nothing else", () => {
    fc.assert(
      fc.property(manifest, fc.nat(3), (text, index) => {
        const event = `e${index}`;
        const { webhooks } = valueOf(text);
        const { text: shorter, removed } = removeWebhook(text, {
          events: [event],
        });
        const without = webhooks.flatMap((webhook) => {
          if (webhook.event === event) return [];
          return Array.isArray(webhook.event) && webhook.event[0] === event
            ? [[webhook.event[1]]]
            : [[webhook.event].flat()];
        });
        expect(
          valueOf(shorter).webhooks.map((webhook) => [webhook.event].flat()),
        ).toEqual(without);
        expect(removed).toEqual(index < webhooks.length ? [event] : []);
      }),
      options,
    );
  });

  it("adding several and removing them in any order leaves the rest", () => {
    fc.assert(
      fc.property(
        manifest,
        fc.shuffledSubarray(["x.1", "x.2", "x.3"], { minLength: 1 }),
        (text, events) => {
          const added = addWebhook(text, {
            events: ["x.1", "x.2", "x.3"],
          }).text;
          const { text: shorter } = removeWebhook(added, { events });
          const left = ["x.1", "x.2", "x.3"]
            .filter((event) => !events.includes(event))
            .map((event) => ({ event }));
          expect(valueOf(shorter).webhooks).toEqual([
            ...valueOf(text).webhooks,
            ...left,
          ]);
          expect(commentsOf(shorter)).toEqual(commentsOf(text));
        },
      ),
      options,
    );
  });
});
