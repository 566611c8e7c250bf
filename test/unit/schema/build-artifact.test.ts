import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildProviders } from "../../../scripts/build-providers.mjs";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { buildArtifact } from "../../../src/schema/build-artifact.js";
import type { Json } from "../../../src/schema/catalog.js";
import { compileValidators } from "../../../src/schema/compile-validators.js";
import { emitTypes } from "../../../src/schema/emit-types.js";
import { createProviderStore } from "../../../src/schema/provider-store.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { hostileText, mutatedJson, schemas } from "./arbitraries.js";
import {
  compileErrors,
  documentOf,
  frameioDocument,
  syntaxErrors,
  webhookOf,
} from "./documents.js";
import { draws } from "../../support/draws.js";

describe("the artifact of Frame.io", () => {
  test("is the same however often and wherever it is built", async () => {
    const folder = mkdtempSync(join(tmpdir(), "providers-"));
    try {
      const built = await buildProviders(join(folder, "deep"));
      expect(built).toContain("frameio@4");
      expect(readdirSync(join(folder, "deep")).sort()).toEqual(
        built.map((name) => `${name}.json`).sort(),
      );
      const text = readFileSync(join(folder, "deep", "frameio@4.json"), "utf8");
      // Written in ASCII alone.
      expect(JSON.stringify(JSON.parse(text))).toBe(
        JSON.stringify(await buildArtifact(frameioDocument, "frameio@4")),
      );
      const artifact = createProviderStore(["frameio@4"], () => text).load(
        "frameio@4",
      )!;
      expect(Object.keys(artifact.validators)).toEqual(
        artifact.catalog.events.map((event) => event.name),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test.each([
  ["a type name that is none", { typeName: "not a name" }],
  [
    "a schema that openapi-typescript cannot read",
    { schema: { properties: { x: { allOf: "no list" } } } as never },
  ],
])("%s is told, not emitted", async (_, spoiled) => {
  const catalog = readCatalog(frameioDocument, "x@1");
  const events = [{ ...catalog.events[0]!, ...spoiled }];
  await expect(emitTypes({ ...catalog, events })).rejects.toThrow(/^FG212: /);
});

test("a schema that ajv cannot compile is told, not emitted", () => {
  const [event] = readCatalog(frameioDocument, "x@1").events;
  const schema = { type: "nothing" };
  const spoiled = [{ ...event!, schema }];
  expect(() => compileValidators(spoiled, false)).toThrow(
    /^FG205: .*`project.created`/,
  );
});

/** Builds; every text that comes out must parse, everything else must be told as diagnostics. */
async function outcome(
  text: string,
  types: string[] = [],
): Promise<"built" | "refused"> {
  try {
    const artifact = await buildArtifact(text, "x@1");
    types.push(artifact.types);
    for (const source of [
      artifact.types,
      ...Object.values(artifact.validators).map(({ text }) => text),
      ...Object.values(artifact.sharedValidators).map(({ text }) => text),
    ]) {
      expect(syntaxErrors(source)).toEqual([]);
    }
    return "built";
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    for (const { code, message } of error.diagnostics) {
      expect(code).toMatch(/^FG2\d\d$/);
      expect(message).not.toMatch(/\n\s+at /);
    }
    return "refused";
  }
}

test("hostile names and descriptions make TypeScript that compiles, or a diagnostic", async () => {
  const outcomes = { built: 0, refused: 0 };
  const types: string[] = [];
  const text = hostileText.filter((value) => value !== "__proto__");
  const webhook = fc.record({
    name: fc.oneof(
      text,
      text.map((suffix) => `event.${suffix}`),
    ),
    members: fc.dictionary(text, schemas, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    shared: text,
    description: text,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(webhook, { minLength: 1, maxLength: 2 }),
      async (webhooks) => {
        const document = documentOf(
          Object.fromEntries(
            webhooks.map(({ name, members, shared, description }) => {
              const pointer = shared
                .replaceAll("~", "~0")
                .replaceAll("/", "~1");
              const $ref = `#/components/schemas/${encodeURIComponent(pointer.replace(/\p{Cs}/gu, ""))}`;
              return [
                name,
                {
                  ...webhookOf(name, { ...members, s: { $ref, description } }),
                  summary: description,
                  description,
                },
              ];
            }),
          ),
          Object.fromEntries(
            webhooks.map(({ shared, description }) => [
              shared,
              { description, enum: [description] },
            ]),
          ),
        );
        outcomes[await outcome(JSON.stringify(document), types)]++;
      },
    ),
    draws(11, 60),
  );
  expect(outcomes.built).toBeGreaterThan(15);
  expect(outcomes.refused).toBeGreaterThan(3);
  const wrong = 'export const x: number = "";';
  expect(compileErrors([...types, wrong])).toEqual([
    expect.stringContaining(wrong),
  ]);
});

test("a document that is spoiled anywhere is built or refused, never a crash", async () => {
  const outcomes = { built: 0, refused: 0 };
  const whole = JSON.parse(frameioDocument) as Record<string, any>;
  const document = {
    ...whole,
    webhooks: {
      "file.ready": whole["webhooks"]["file.ready"],
      "share.viewed": whole["webhooks"]["share.viewed"],
    },
  } as Json;
  await fc.assert(
    fc.asyncProperty(mutatedJson(document), async (spoiled) => {
      outcomes[await outcome(JSON.stringify(spoiled))]++;
    }),
    draws(12, 70),
  );
  expect(outcomes.built).toBeGreaterThan(10);
  expect(outcomes.refused).toBeGreaterThan(10);
});

test("text that is no document is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostileText, fc.json()), async (text) => {
      expect(await outcome(text)).toBe("refused");
    }),
    draws(13, 200),
  );
});
