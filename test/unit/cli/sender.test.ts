import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { senderOf } from "../../../src/cli/events/sender.js";
import type { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import type { ProviderEntry } from "../../../src/manifest/manifest.js";
import type { ProviderArtifact } from "../../../src/schema/catalog.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const artifacts = new Map(
  ["frameio-4", "loopcanvas", "ai-platform", "standard-webhooks"].map(
    (file) => {
      const url = `../../../schemas/providers/${file}.openapi.json`;
      const text = readFileSync(new URL(url, import.meta.url), "utf8");
      const artifact = { catalog: readCatalog(text, file) };
      return [file, artifact as ProviderArtifact];
    },
  ),
);
const store = { load: (id: string) => artifacts.get(id) };

function entries(
  providers: Readonly<Record<string, string>>,
): Record<string, ProviderEntry> {
  return Object.fromEntries(
    Object.entries(providers).map(([id, schema]) => [
      id,
      { schema, path: `/${id}`, layout: "single" },
    ]),
  );
}

/** The provider, or code, message and hint of the fault. */
function sender(
  providers: Readonly<Record<string, string>>,
  events: readonly string[],
  asked?: string,
): string {
  try {
    return senderOf(store, entries(providers), events, asked).provider;
  } catch (error) {
    const [fault] = (error as FrameioGenError).diagnostics;
    return [fault?.code, fault?.message, fault?.hint].join(" ").trim();
  }
}

const frameio = { frameio: "frameio-4" };
const loop = { loop: "loopcanvas" };
const ai = { ai: "ai-platform" };
const hooks = { hooks: "standard-webhooks" };
const made = artifacts.get("loopcanvas")?.catalog.events[0]?.name ?? "";

describe("who sends an event", () => {
  it.each<[string, Record<string, string>, string[], string]>([
    ["the only provider", loop, [made], "loop"],
    [
      "Frame.io, where it has it",
      { ...loop, ...frameio },
      ["file.ready"],
      "frameio",
    ],
    ["another that alone has it", { ...frameio, ...loop }, [made], "loop"],
    ["one of several without Frame.io", { ...ai, ...loop }, [made], "loop"],
    [
      "one that describes it rather than one that takes any",
      { ...hooks, ...loop },
      [made],
      "loop",
    ],
    [
      "by a family",
      { ...frameio, ...loop },
      [`${made.split(".")[0]}.*`],
      "loop",
    ],
    ["nobody named, Frame.io is meant", { ...frameio, ...loop }, [], "frameio"],
  ])("%s", (_, providers, events, expected) => {
    expect(sender(providers, events)).toBe(expected);
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    [
      "a typo",
      { ...frameio, ...loop },
      ["file.redy"],
      /^FG104 .*"file\.ready"/,
    ],
    [
      "a typo of another's",
      { ...frameio, ...loop },
      [`${made}x`],
      new RegExp(`^FG104 .*"${made}"`),
    ],
    [
      "events of several",
      { ...frameio, ...loop },
      ["file.ready", made],
      /^FG503 The events come from several providers/,
    ],
    [
      "an event that several have",
      { a: "loopcanvas", b: "loopcanvas" },
      [made],
      /^FG503 Several providers send such events.*They are a, b\.$/,
    ],
    [
      "any name, where nobody is meant",
      { ...hooks, ...loop },
      ["order.paid"],
      /^FG503 There are several providers/,
    ],
    [
      "nothing, where nobody is meant",
      { ...ai, ...loop },
      [],
      /^FG503 .*It declares ai, loop\.$/,
    ],
  ])("says what is undecided: %s", (_, providers, events, expected) => {
    expect(sender(providers, events)).toMatch(expected);
  });

  it("takes the one that is named, and no other", () => {
    const both = { ...frameio, ...loop };
    expect(sender(both, [made], "loop")).toBe("loop");
    expect(sender(both, ["file.ready"], "loop")).toMatch(/^FG104/);
    expect(sender(both, [made], "lop")).toMatch(/^FG110 .*"loop"/);
    expect(sender({ ...hooks, ...loop }, ["order.paid"], "hooks")).toBe(
      "hooks",
    );
  });
});
