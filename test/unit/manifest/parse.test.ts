import { describe, expect, it } from "vitest";
import type { Manifest, WebhookEntry } from "../../../src/manifest/manifest.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import { providers } from "./providers.js";

function parsed(text: string): Manifest {
  const { manifest, diagnostics } = parseManifest(text, { providers });
  expect(diagnostics).toEqual([]);
  if (manifest === undefined) throw new Error("no manifest");
  return manifest;
}

function webhook(entry: string): WebhookEntry {
  const [only] = parsed(`{ "name": "app", "webhooks": [${entry}] }`).webhooks;
  if (only === undefined) throw new Error("no webhook");
  return only;
}

describe("parseManifest", () => {
  it("fills in every default", () => {
    expect(
      parsed('{ "name": "my-app", "webhooks": [{ "event": "file.ready" }] }'),
    ).toEqual({
      name: "my-app",
      target: "node",
      packageManager: "npm",
      providers: {
        frameio: {
          schema: "frameio@4",
          path: "/webhooks/frameio",
          layout: "single",
        },
      },
      webhooks: [
        {
          provider: "frameio",
          events: ["file.ready"],
          handler: "src/webhooks/file-ready.ts",
          secret: { kind: "env", variables: ["WEBHOOK_SECRET"] },
          mode: "inbox",
          dedupe: { kind: "delivery" },
          work: {},
          place: { line: 1, column: 34 },
        },
      ],
      validate: "report",
      validators: "handled",
      metrics: "off",
      telemetry: "off",
      limits: {
        bodyBytes: 1048576,
        toleranceSeconds: 300,
        refusedPerMinute: 120,
        receivingBytes: 67108864,
      },
      inbox: {
        engine: "sqlite",
        worker: "in-process",
        concurrency: 10,
        attempts: 15,
        timeoutSeconds: 900,
        keepDoneHours: 72,
        keepDeadDays: 30,
      },
      templates: ".frameio/templates",
      layers: [],
      generators: [],
    });
  });

  it("reads every key, with comments and trailing commas", () => {
    const text = `\uFEFF// The app.
{
  "$schema": "./.frameio/manifest.schema.json",
  "name": "@studio/my-app", /* scoped */
  "target": "node",
  "packageManager": "pnpm",
  "providers": {
    "canvas": { "schema": "loopcanvas" },
    "frameio": { "schema": "frameio@4", "path": "/hooks/v4" },
  },
  "webhooks": [
    {
      "event": ["comment.created", "comment.updated"],
      "provider": "frameio",
      "handler": "src/webhooks/comments.ts",
      "secret": { "env": ["NEW_SECRET", "OLD_SECRET"] },
      "mode": "inbox",
      "dedupe": { "by": "resource", "windowSeconds": 3600 },
      "order": { "by": "resource", "stale": "skip" },
      "attempts": 3, "timeoutSeconds": 60, "concurrency": 1,
    },
    { "event": "canvas.published", "provider": "canvas", "mode": "inline", "secret": { "resolver": "byAccount" }, "dedupe": "delivery" },
  ],
  "actions": [],
  "validate": "reject",
  "limits": { "bodyBytes": 1024, "toleranceSeconds": 3600, "refusedPerMinute": 0, "receivingBytes": 65536, "trustedProxies": 1 },
  "inbox": { "engine": "memory", "worker": "separate", "attempts": 4, },
}
`.replaceAll("\n", "\r\n");
    const manifest = parsed(text);
    expect(Object.entries(manifest.providers)).toEqual([
      [
        "canvas",
        { schema: "loopcanvas", path: "/webhooks/canvas", layout: "single" },
      ],
      ["frameio", { schema: "frameio@4", path: "/hooks/v4", layout: "single" }],
    ]);
    expect(manifest).toMatchObject({
      name: "@studio/my-app",
      packageManager: "pnpm",
      validate: "reject",
      limits: {
        bodyBytes: 1024,
        toleranceSeconds: 3600,
        refusedPerMinute: 0,
        receivingBytes: 65536,
        trustedProxies: 1,
      },
      inbox: { engine: "memory", worker: "separate", attempts: 4 },
    });
    expect(manifest.webhooks).toEqual([
      {
        provider: "frameio",
        events: ["comment.created", "comment.updated"],
        handler: "src/webhooks/comments.ts",
        secret: { kind: "env", variables: ["NEW_SECRET", "OLD_SECRET"] },
        mode: "inbox",
        dedupe: { kind: "resource", windowSeconds: 3600 },
        order: { by: "resource", stale: "skip" },
        work: { attempts: 3, timeoutSeconds: 60, concurrency: 1 },
        place: { line: 12, column: 5 },
      },
      {
        provider: "canvas",
        events: ["canvas.published"],
        handler: "src/webhooks/canvas-published.ts",
        secret: { kind: "resolver", name: "byAccount" },
        mode: "inline",
        dedupe: { kind: "delivery" },
        work: {},
        place: { line: 22, column: 5 },
      },
    ]);
  });

  it("takes the first event of a list for the handler's file", () => {
    expect(
      webhook('{ "event": ["metadata.value.updated", "file.ready"] }').handler,
    ).toBe("src/webhooks/metadata-value-updated.ts");
  });

  it("takes the only provider where none is named", () => {
    const { webhooks } = parsed(
      '{ "name": "a", "providers": { "canvas": { "schema": "loopcanvas" } }, "webhooks": [{ "event": "file.ready" }] }',
    );
    expect(webhooks[0]?.provider).toBe("canvas");
  });

  it("allows the same event for two providers, in two files", () => {
    const { webhooks } = parsed(`{
      "name": "a",
      "providers": { "frameio": { "schema": "frameio@4" }, "canvas": { "schema": "loopcanvas" } },
      "webhooks": [{ "event": "file.ready" }, { "event": "file.ready", "provider": "canvas", "handler": "src/webhooks/canvas/file-ready.ts" }],
    }`);
    expect(webhooks.map(({ handler }) => handler)).toEqual([
      "src/webhooks/file-ready.ts",
      "src/webhooks/canvas/file-ready.ts",
    ]);
  });

  it("asks for a provider's event types once", () => {
    const asked: string[] = [];
    const events = (id: string): readonly string[] | undefined => {
      asked.push(id);
      return providers.events(id);
    };
    parseManifest(
      '{ "name": "a", "webhooks": [{ "event": "file.ready" }, { "event": "x" }, { "event": "y" }] }',
      {
        providers: { ...providers, events },
      },
    );
    expect(asked).toEqual(["frameio@4"]);
  });
});

describe("endpoint layouts", () => {
  it.each([
    ['"layout": "single"', "/webhooks/frameio", "single"],
    ['"layout": "per-event"', "/webhooks/frameio", "per-event"],
    ['"path": "/hooks", "layout": "per-event"', "/hooks", "per-event"],
    ['"layout": "versioned"', "/v1/webhooks/frameio", "per-event"],
    [
      '"layout": "versioned", "version": "2025-01-01"',
      "/2025-01-01/webhooks/frameio",
      "per-event",
    ],
  ])("%s", (members, path, layout) => {
    const { providers: read } = parsed(
      `{ "name": "a", "providers": { "frameio": { "schema": "frameio@4", ${members} } } }`,
    );
    expect(read["frameio"]).toEqual({ schema: "frameio@4", path, layout });
  });
});

describe("a provider whose users name event types", () => {
  const open = {
    ...providers,
    ids: () => ["standard-webhooks"],
    events: () => [],
    isOpen: () => true,
  };
  const told = (event: string) =>
    parseManifest(
      JSON.stringify({
        name: "a",
        providers: { acme: { schema: "standard-webhooks" } },
        webhooks: [{ event, handler: "src/webhooks/a.ts" }],
      }),
      { providers: open },
    ).diagnostics;

  it.each(["user.created", "orders/create", "a", "a:b_c-d", "x".repeat(100)])(
    "takes %s",
    (event) => expect(told(event)).toEqual([]),
  );

  it.each(["user.*", "", ".", "a b", "ü", "a.", "x".repeat(101), "__proto__"])(
    "does not take %s",
    (event) => expect(told(event)).not.toEqual([]),
  );

  it("says what to do instead of a family", () => {
    expect(told("user.*")[0]).toMatchObject({
      code: "FG104",
      hint: expect.stringContaining('onUnknown("invoice.*", …)') as string,
    });
  });
});
