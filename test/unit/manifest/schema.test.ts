import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { patterns, reservedWords } from "../../../src/manifest/names.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import {
  manifestSchemaFor,
  type ProviderEvents,
} from "../../../src/manifest/schema.js";
import type { Json, JsonSchema } from "../../../src/schema/catalog.js";
import { providers } from "./providers.js";

function read(name: string): { [key: string]: Json } {
  return JSON.parse(
    readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), "utf8"),
  );
}

function compile(schema: Json): ValidateFunction {
  return new Ajv({ strict: false, allErrors: true }).compile(schema as object);
}

const base = read("manifest.schema.json");
const eventsOf = (id: string, schema: string): ProviderEvents => ({
  id,
  events: (providers.events(schema) ?? []).map((name) => ({
    name,
    description: `About \`${name}\`.`,
  })),
});
const frameio = [eventsOf("frameio", "frameio@4")];
const both = [...frameio, eventsOf("canvas", "loopcanvas")];

/** Members of a webhook for "file.ready", then of the manifest beside a name; of both, good and bad. */
const webhookMembers = {
  good: [
    '"handler": "src/webhooks/x.ts"',
    '"provider": "frameio"',
    '"secret": { "env": "A" }',
    '"secret": { "env": ["A", "B"] }',
    '"secret": { "resolver": "byAccount" }',
    '"mode": "inbox"',
    '"order": "resource"',
    '"order": { "by": "resource", "stale": "skip" }',
    '"attempts": 100',
    '"timeoutSeconds": 86400',
    '"concurrency": 1',
    '"dedupe": "delivery"',
    '"dedupe": { "by": "resource", "windowSeconds": 2592000 }',
  ],
  bad: [
    '"handler": "x.ts"',
    '"handler": "src/frameio/x.ts"',
    '"handler": "src/x.gen.ts"',
    '"handler": "src/../x.ts"',
    '"handler": 1',
    '"provider": 1',
    '"secret": "A_B"',
    '"secret": {}',
    '"secret": { "env": [] }',
    '"secret": { "env": "a" }',
    '"secret": { "env": "PORT" }',
    '"secret": { "env": "A_PREVIOUS" }',
    '"secret": { "env": ["A", "A"] }',
    '"secret": { "env": ["A", "B", "C", "D", "E", "F"] }',
    '"secret": { "env": "A", "resolver": "b" }',
    '"secret": { "resolver": "default" }',
    '"secret": { "resolver": "__proto__" }',
    '"secret": { "resolver": "a-b" }',
    '"secret": { "install": true }',
    '"mode": "later"',
    '"dedupe": "resource"',
    '"dedupe": { "by": "resource" }',
    '"dedupe": { "by": "resource", "windowSeconds": 0 }',
    '"dedupe": { "by": "resource", "windowSeconds": 2592001 }',
    '"dedupe": { "by": "delivery", "windowSeconds": 1 }',
    '"retries": 3',
    '"attempts": 0',
    '"timeoutSeconds": 86401',
    '"concurrency": "2"',
    '"order": "event"',
    '"order": { "stale": "skip" }',
    '"order": { "by": "resource", "stale": "drop" }',
  ],
};
const members = {
  good: [
    '"$schema": "x"',
    '"target": "node"',
    '"packageManager": "bun"',
    '"providers": { "x": { "schema": "frameio@4", "path": "/a/b" } }',
    '"webhooks": []',
    '"webhooks": [{ "event": ["file.ready", "comment.created"] }]',
    '"actions": []',
    '"validate": "off"',
    '"inbox": {}',
    '"inbox": { "engine": "memory", "worker": "separate", "attempts": 1 }',
    '"inbox": { "concurrency": 1000, "timeoutSeconds": 1, "keepDoneHours": 8760, "keepDeadDays": 1 }',
    '"limits": {}',
    '"limits": { "bodyBytes": 67108864, "toleranceSeconds": 1 }',
    '"templates": ".frameio/templates"',
    '"templates": "./tools/templates/"',
    '"layers": []',
    '"layers": ["@studio/frameio-layer", "./company-layer", "layer"]',
    '"generators": ["./generators/report", "generator-report"]',
  ],
  bad: [
    '"$schema": null',
    '"target": "vercel"',
    '"packageManager": "cargo"',
    '"providers": {}',
    '"providers": { "X": { "schema": "frameio@4" } }',
    '"providers": { "x": {} }',
    '"providers": { "x": { "schema": "frameio@4", "path": "a" } }',
    '"providers": { "x": { "schema": "frameio@4", "path": "/healthz" } }',
    '"providers": { "x": { "schema": "frameio@4", "secret": 1 } }',
    '"webhooks": {}',
    '"webhooks": [1]',
    '"webhooks": [{}]',
    '"webhooks": [{ "event": [] }]',
    '"webhooks": [{ "event": "file.redy" }]',
    '"webhooks": [{ "event": ["file.ready", "file.ready"] }]',
    '"actions": [{}]',
    '"validate": true',
    '"limits": { "bodyBytes": 1023 }',
    '"limits": { "bodyBytes": 67108865 }',
    '"limits": { "bodyBytes": 2000.5 }',
    '"limits": { "toleranceSeconds": 0 }',
    '"limits": { "refusedPerMinute": -1 }',
    '"limits": { "receivingBytes": 1024 }',
    '"limits": { "trustedProxies": 11 }',
    '"limits": { "toleranceSeconds": 3601 }',
    '"limits": { "tolerance": 1 }',
    '"templates": 1',
    '"templates": ""',
    '"templates": "/etc"',
    '"templates": "../templates"',
    '"templates": "a/../../b"',
    '"templates": "src/templates"',
    '"templates": ".frameio/base"',
    '"templates": ".frameio"',
    '"templates": "a/.git/b"',
    '"templates": "C:\\\\templates"',
    '"layers": "./layer"',
    '"layers": [1]',
    '"layers": ["./layer", "./layer"]',
    '"layers": ["../layer"]',
    '"layers": ["./a/../../layer"]',
    '"layers": ["/layer"]',
    '"layers": ["./"]',
    '"layers": ["file:layer"]',
    '"layers": ["Layer"]',
    `"layers": [${Array.from({ length: 21 }, (_, index) => `"l${index}"`).join()}]`,
    '"generators": ["../generator"]',
    '"nme": "x"',
    '"__proto__": {}',
  ],
};
const texts = (quality: "good" | "bad"): string[][] => [
  ...webhookMembers[quality].map((member) => [
    `{ "name": "a", "webhooks": [{ "event": "file.ready", ${member} }] }`,
  ]),
  ...members[quality].map((member) => [`{ "name": "a", ${member} }`]),
];
const names = {
  good: ["a", "@a/b", "a.b-c_d"],
  bad: ["", "A", "a b", "node_modules", ".a"],
};

describe("the manifest's schema agrees with the parser", () => {
  const accepts = compile(manifestSchemaFor(base, frameio, providers.ids()));

  it.each([
    ...texts("good"),
    ...names.good.map((name) => [JSON.stringify({ name })]),
  ])("good: %s", (text) => {
    expect(parseManifest(text, { providers }).diagnostics).toEqual([]);
    accepts(parse(text));
    expect(accepts.errors).toBeNull();
  });

  it.each([
    ...texts("bad"),
    ...names.bad.map((name) => [JSON.stringify({ name })]),
    ["{}"],
    ["[]"],
    ["null"],
  ])("bad: %s", (text) => {
    expect(parseManifest(text, { providers }).manifest).toBeUndefined();
    // JSON.parse keeps a member that is called __proto__.
    expect(accepts(JSON.parse(text))).toBe(false);
  });

  it("pattern by pattern", () => {
    const at = (...path: string[]): unknown =>
      path.reduce(
        (value: unknown, key) => (value as Record<string, unknown>)[key],
        base,
      );
    expect(at("properties", "name", "pattern")).toBe(patterns.name.source);
    expect(at("properties", "providers", "propertyNames", "pattern")).toBe(
      patterns.provider.source,
    );
    expect(at("$defs", "provider", "properties", "path", "pattern")).toBe(
      patterns.path.source,
    );
    expect(at("$defs", "webhook", "properties", "handler", "pattern")).toBe(
      patterns.handler.source,
    );
    expect(at("$defs", "variable", "pattern")).toBe(patterns.variable.source);
    expect(at("$defs", "secret", "properties", "resolver", "pattern")).toBe(
      patterns.resolver.source,
    );
    expect(at("properties", "templates", "pattern")).toBe(
      patterns.templates.source,
    );
    expect(at("$defs", "source", "pattern")).toBe(patterns.source.source);
    expect(
      at("$defs", "secret", "properties", "resolver", "not", "enum"),
    ).toEqual([...reservedWords]);
  });

  it("and describes every key", () => {
    const described: string[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, schema] of Object.entries(
        (value as { properties?: object }).properties ?? {},
      )) {
        described.push(key);
        const { $ref, description } = schema as {
          $ref?: string;
          description?: string;
        };
        if ($ref === undefined)
          expect(`${key}: ${description}`).toMatch(/: .{10,}\.$/);
      }
      for (const child of Object.values(value)) walk(child);
    };
    walk(base);
    expect(described).toEqual(
      expect.arrayContaining([
        "name",
        "webhooks",
        "event",
        "secret",
        "env",
        "windowSeconds",
      ]),
    );
  });
});

describe("manifestSchemaFor", () => {
  it("offers the event types with their descriptions", () => {
    const { $defs } = manifestSchemaFor(base, frameio) as {
      $defs: { event: { enum: string[]; markdownEnumDescriptions: string[] } };
    };
    const types = providers.events("frameio@4") ?? [];
    const families = ["project.*", "file.*", "comment.*"];
    expect($defs.event.enum).toEqual([
      ...types,
      ...families,
      "metadata.*",
      "share.*",
    ]);
    expect($defs.event.markdownEnumDescriptions[types.length]).toBe(
      "Any of project.created.",
    );
    expect($defs.event.markdownEnumDescriptions[3]).toBe("About `file.ready`.");
  });

  it.each<[string, object, boolean]>([
    ["the default provider's event", { event: "file.updated" }, true],
    ["another provider's event", { event: "canvas.published" }, false],
    [
      "another provider's event in a list",
      { event: ["file.ready", "canvas.published"] },
      false,
    ],
    [
      "an event of the provider that is named",
      { event: ["canvas.published"], provider: "canvas" },
      true,
    ],
    [
      "an event of the default provider, with another named",
      { event: "file.updated", provider: "canvas" },
      false,
    ],
  ])("narrows by provider: %s", (_, webhook, wanted) => {
    const accepts = compile(manifestSchemaFor(base, both));
    expect(accepts({ name: "a", webhooks: [webhook] })).toBe(wanted);
  });

  it("names an event once that two providers have", () => {
    const { $defs } = manifestSchemaFor(base, both) as {
      $defs: { event: { enum: string[] } };
    };
    expect(new Set($defs.event.enum).size).toBe($defs.event.enum.length);
    expect($defs.event.enum).toContain("canvas.published");
  });

  it("leaves the base as it was, and events open where there are none", () => {
    const before = structuredClone(base);
    const open = compile(manifestSchemaFor(base, []));
    manifestSchemaFor(base, both, ["x@1"]);
    expect(base).toEqual(before);
    expect(open({ name: "a", webhooks: [{ event: "anything" }] })).toBe(true);
  });

  it("passes a schema that is none through", () => {
    expect(manifestSchemaFor(true as JsonSchema, frameio)).toBe(true);
  });
});

describe("the lockfile's schema", () => {
  const accepts = compile(read("lockfile.schema.json"));
  const digest = `sha256-${"0".repeat(64)}`;
  const lockfile = {
    lockfileVersion: 1,
    toolVersion: "0.1.0",
    toolSpec: "0.1.0",
    inputs: digest,
    providers: { frameio: { schema: "frameio@4", digest } },
    files: { "src/app.ts": { ownership: "managed", digest } },
  };

  it("accepts a lockfile", () => {
    accepts(lockfile);
    expect(accepts.errors).toBeNull();
  });

  it.each<[string, object]>([
    ["another version", { lockfileVersion: 2 }],
    ["no tool version", { toolVersion: undefined }],
    ["an unknown owner", { files: { "a.ts": { ownership: "ours", digest } } }],
    [
      "a digest that is none",
      { files: { "a.ts": { ownership: "managed", digest: "sha256-x" } } },
    ],
    [
      "an absolute path",
      { files: { "/etc/passwd": { ownership: "managed", digest } } },
    ],
    [
      "a path that leaves",
      { files: { "a/../../b": { ownership: "managed", digest } } },
    ],
    [
      "a provider without a digest",
      { providers: { frameio: { schema: "frameio@4" } } },
    ],
  ])("rejects %s", (_, change) => {
    expect(accepts(structuredClone({ ...lockfile, ...change }))).toBe(false);
  });
});

describe("a provider whose users name event types", () => {
  const open: ProviderEvents = { id: "acme", events: [], open: true };
  const judge = (all: readonly ProviderEvents[], webhook: object): boolean =>
    compile(manifestSchemaFor(base, all))({ name: "a", webhooks: [webhook] });

  it("takes any of its names, and of another provider those that there are", () => {
    for (const all of [
      [open],
      [open, { ...open, id: "other" }],
      [...frameio, open],
    ]) {
      expect(judge(all, { event: "user.created", provider: "acme" })).toBe(
        true,
      );
    }
    const all = [...frameio, open];
    expect(judge(all, { event: "file.ready" })).toBe(true);
    expect(judge(all, { event: "user.created" })).toBe(false);
  });
});
