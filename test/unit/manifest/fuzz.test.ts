import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes } from "../../../src/diagnostics/codes.js";
import type { Manifest } from "../../../src/manifest/manifest.js";
import { parseManifest } from "../../../src/manifest/parse.js";
import { renderDiagnostics } from "../../../src/diagnostics/render.js";
import { providers } from "./providers.js";

const options = { seed: 4, numRuns: 1000, interruptAfterTimeLimit: 20_000 };

const hostile = fc.oneof(
  fc.constantFrom(
    ..."__proto__ constructor prototype toString default await class ../ ../../x.ts */ // ${process.exit()} ` ' \" \\ \u2028 \u0000 \u202e 😀 ﬁ İ ß".split(
      " ",
    ),
    "",
    "\n",
    "src/\u0000.ts",
    "src/webhooks/../../../x.ts",
    "src/${x}.ts",
    "src/*/.ts",
    "SRC/x.ts",
    "file.ready\u0000",
    "A B",
    "/a/../b",
    "//evil.example",
    "/\u2025/x",
  ),
  fc.string(),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const valid = JSON.stringify(
  {
    $schema: "./.frameio/manifest.schema.json",
    name: "my-app",
    target: "node",
    packageManager: "npm",
    providers: { frameio: { schema: "frameio@4", path: "/webhooks/frameio" } },
    webhooks: [
      { event: "file.ready" },
      {
        event: ["comment.created", "comment.updated"],
        provider: "frameio",
        handler: "src/webhooks/comments.ts",
        secret: { env: ["A", "B"] },
        mode: "inline",
        dedupe: { by: "resource", windowSeconds: 60 },
      },
      { event: "share.viewed", secret: { resolver: "byAccount" } },
    ],
    actions: [],
    validate: "report",
    limits: { bodyBytes: 2048, toleranceSeconds: 60 },
  },
  null,
  2,
);

/** Written anew from the rules, not with the parser's own patterns. */
function assertRules(manifest: Manifest): void {
  const { name, limits, webhooks } = manifest;
  expect(name).toMatch(/^(@[a-z0-9._-]+\/)?[a-z0-9][a-z0-9._-]*$/);
  expect(
    limits.bodyBytes >= 1024 &&
      limits.bodyBytes <= 64 * 1024 ** 2 &&
      Number.isInteger(limits.bodyBytes),
  ).toBe(true);
  expect(
    limits.toleranceSeconds >= 1 &&
      limits.toleranceSeconds <= 3600 &&
      Number.isInteger(limits.toleranceSeconds),
  ).toBe(true);
  expect(["off", "report", "reject"]).toContain(manifest.validate);
  const entries = Object.entries(manifest.providers);
  expect(new Set(entries.map(([, { path }]) => path)).size).toBe(
    entries.length,
  );
  for (const [id, { schema, path }] of entries) {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(providers.ids()).toContain(schema);
    expect(path).toMatch(/^\/[\w.~/-]+$/);
    expect(
      path
        .slice(1)
        .split("/")
        .every((part) => !["", ".", ".."].includes(part)),
    ).toBe(true);
    expect(["/healthz", "/readyz"]).not.toContain(path);
  }
  const claims = webhooks.flatMap(({ provider, events }) =>
    events.map((event) => `${provider} ${event}`),
  );
  expect(new Set(claims).size).toBe(claims.length);
  expect(
    new Set(webhooks.map(({ handler }) => handler.toLowerCase())).size,
  ).toBe(webhooks.length);
  for (const { provider, events, handler, secret, mode, dedupe } of webhooks) {
    const schema = new Map(entries).get(provider)?.schema ?? "";
    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(providers.events(schema)).toContain(event);
    expect(handler).toMatch(/^src\/[\w./-]+\.ts$/);
    expect(handler).not.toMatch(
      /\.\.|\/\.|\/\/|^src\/frameio\/|\.(?:d|gen|test|spec)\.ts$/i,
    );
    expect(["inline", "inbox"]).toContain(mode);
    if (dedupe.kind === "resource")
      expect(
        dedupe.windowSeconds >= 1 && dedupe.windowSeconds <= 30 * 86_400,
      ).toBe(true);
    if (secret.kind === "resolver") {
      expect(secret.name).toMatch(/^[A-Za-z_$][\w$]*$/);
      expect(
        () => new Function(`"use strict"; const ${secret.name} = 1;`),
      ).not.toThrow();
    } else {
      expect(secret.variables.length).toBeGreaterThan(0);
      for (const variable of secret.variables) {
        expect(variable).toMatch(/^[A-Z_][A-Z0-9_]*$/);
        expect(["PORT", "LOG_LEVEL", "INBOX_FILE", "REDIS_URL"]).not.toContain(
          variable,
        );
      }
    }
  }
}

function assertSound(text: string): void {
  const { manifest, diagnostics } = parseManifest(text, { providers });
  expect(manifest === undefined).toBe(diagnostics.length > 0);
  if (manifest !== undefined) assertRules(manifest);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (const { code, line, column } of diagnostics) {
    expect(code in codes).toBe(true);
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThan(0);
    expect(column).toBeLessThanOrEqual(
      (lines[(line ?? 0) - 1] ?? "").length + 2,
    );
  }
  renderDiagnostics(diagnostics, { source: () => text });
}

describe("parseManifest never throws, and accepts only what keeps the rules", () => {
  it("arbitrary text", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"name"',
      '"a"',
      "//",
      "/*",
      "*/",
      "\n",
      "\r\n",
      "null",
      "1e",
      "-",
      "\uFEFF",
      "<<<<<<<",
      " ",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join("")),
    );
    fc.assert(fc.property(text, assertSound), options);
  });

  it("arbitrary JSON, with the manifest's keys", () => {
    const keys = [...new Set(valid.match(/"\$?\w+"(?=:)/g))].map((key) =>
      key.slice(1, -1),
    );
    const values = fc.oneof(
      fc.jsonValue(),
      hostile,
      fc.constantFrom("frameio", "file.ready", "frameio@4", true),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        values,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, hostile),
          tie("tree"),
          { maxKeys: 9 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => assertSound(JSON.stringify(value))),
      options,
    );
  });

  it("a valid manifest with a piece cut out, doubled, moved or replaced", () => {
    const mutation = fc.record({
      from: fc.nat(valid.length),
      length: fc.nat(30),
      to: fc.nat(valid.length),
      piece: fc.oneof(fc.constant(""), hostile),
    });
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (mutations) => {
          const text = mutations.reduce(
            (current, { from, length, to, piece }) => {
              const cut = current.slice(from, from + length);
              const rest =
                current.slice(0, from) + piece + current.slice(from + length);
              return piece === ""
                ? rest.slice(0, to) + cut + rest.slice(to)
                : rest;
            },
            valid,
          );
          assertSound(text);
        },
      ),
      options,
    );
  });

  it("a valid manifest with a string replaced by a hostile one", () => {
    const strings = [...valid.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(
      ({ index, 0: text }) => ({ index, length: text.length }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...strings),
        hostile,
        ({ index, length }, name) => {
          assertSound(
            valid.slice(0, index) +
              JSON.stringify(name) +
              valid.slice(index + length),
          );
        },
      ),
      { ...options, numRuns: 2000 },
    );
  });

  it("a valid manifest with a hostile name that keeps its form", () => {
    const handler = fc.stringMatching(/^(src\/)?[a-zA-Z./_-]{0,12}(\.ts)?$/);
    const variable = fc.stringMatching(/^[A-Z_a-z0-9]{1,8}(_PREVIOUS)?$/);
    const resolver = fc.oneof(
      fc.constantFrom(
        "default",
        "let",
        "eval",
        "enum",
        "async",
        "of",
        "__proto__",
      ),
      fc.stringMatching(/^[\w$]{1,6}$/),
    );
    fc.assert(
      fc.property(handler, variable, resolver, (path, env, name) => {
        assertSound(
          JSON.stringify({
            name: "a",
            webhooks: [
              { event: "file.ready", handler: path, secret: { env } },
              { event: "share.viewed", secret: { resolver: name } },
            ],
          }),
        );
      }),
      options,
    );
  });

  it("is quick on a large manifest full of mistakes", () => {
    const entry =
      '{ "event": "file.redy", "handler": "x", "mod": 1, "secret": { "env": "x y" } }';
    const text = `{ "name": "a", "webhooks": [${Array.from({ length: 5000 }, () => entry).join(",\n")}] }`;
    const start = performance.now();
    expect(parseManifest(text, { providers }).diagnostics.length).toBe(24_999);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
