import fc from "fast-check";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import type { Tool } from "../../src/pipeline.js";
import { buildArtifact } from "../../src/schema/build-artifact.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory, testTool } from "../support/generate-app.js";
import { syntaxErrors } from "../unit/schema/documents.js";
import { draws } from "../support/draws.js";

const hostile = [
  "'",
  '"',
  "`",
  "\\",
  "*/",
  "/*",
  "//",
  "${x}",
  "{{x}}",
  "</script>",
  "\n",
  "\r\n",
  "\t",
  "\u2028",
  "\u0000",
  "__proto__",
  "constructor",
  "prototype",
  "class",
  "delete",
  "default",
  "await",
  "../",
  "..",
  "/",
  ".",
  "-",
  "@",
  "日本",
  "é",
  "e\u0301",
  "😀",
  "İ",
  "ﬁ",
  "CON",
  "nul.ts",
  "|",
  "#",
  "<%= %>",
  " ",
  "",
];

const word = fc.oneof(
  fc.constantFrom(
    ...hostile,
    "file",
    "ready",
    "src",
    "webhooks",
    "a",
    "B",
    "0",
  ),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(""));

const event = fc.oneof(
  fc.constantFrom("file.ready", "comment.created", "share.viewed"),
  text,
);
const handler = fc.oneof(
  text,
  text.map((name) => `src/webhooks/${name}.ts`),
  fc
    .stringMatching(/^[a-zA-Z0-9._-]{1,12}$/)
    .map((name) => `src/webhooks/${name}.ts`),
);
const secret = fc.oneof(
  fc.record({
    env: fc.oneof(text, fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/)),
  }),
  fc.record({
    resolver: fc.oneof(text, fc.stringMatching(/^[a-z_$][a-zA-Z0-9_$]{0,8}$/)),
  }),
  fc.anything(),
);
const webhook = fc.record(
  {
    event: fc.oneof(event, fc.array(event, { maxLength: 3 })),
    handler,
    secret,
    mode: fc.constantFrom("inline", "inbox"),
    dedupe: fc.oneof(
      fc.constant("delivery"),
      fc.record({ by: fc.constant("resource"), windowSeconds: fc.integer() }),
    ),
  },
  { requiredKeys: ["event"] },
);
const manifest = fc.record(
  {
    name: fc.oneof(text, fc.constant("app")),
    providers: fc.option(
      fc.dictionary(
        fc.oneof(text, fc.constant("frameio")),
        fc.record({
          schema: fc.constant("frameio@4"),
          path: text.map((path) => `/${path}`),
        }),
      ),
      { nil: undefined },
    ),
    webhooks: fc.array(webhook, { maxLength: 3 }),
  },
  { requiredKeys: ["name", "webhooks"] },
);

/** Most of an app is the same text whatever the manifest says. */
const readable = new Set<string>();

/** Everything that is emitted can be read by what reads it. */
function expectReadable(files: MemoryFiles): void {
  for (const [path, text] of Object.entries(files)) {
    const read = `${path}\n${text}`;
    if (readable.has(read)) continue;
    if (path.endsWith(".ts")) {
      expect(syntaxErrors(text), read).toEqual([]);
    }
    if (path.endsWith(".json") && !path.startsWith(".frameio/base/"))
      JSON.parse(text);
    readable.add(read);
  }
}

/** Emits, or says what is wrong; undefined then. */
async function emit(
  manifestText: string,
  tool: Tool,
): Promise<MemoryFiles | undefined> {
  try {
    return (await generateInMemory({}, manifestText, { tool })).files;
  } catch (error) {
    if (error instanceof FrameioGenError) return undefined;
    throw error;
  }
}

it("emits what parses, or says what is wrong, for any manifest", async () => {
  let emitted = 0;
  await fc.assert(
    fc.asyncProperty(manifest, async (value) => {
      const files = await emit(JSON.stringify(value), testTool);
      if (files === undefined) return;
      emitted += 1;
      expectReadable(files);
    }),
    draws(20, 400),
  );
  // The generator of manifests is no good if it never gives a valid one.
  expect(emitted).toBeGreaterThan(20);
});

it("emits what parses for any event names and texts in a schema", async () => {
  const document = JSON.parse(
    readFileSync(
      new URL(
        "../../schemas/providers/frameio-4.openapi.json",
        import.meta.url,
      ),
      "utf8",
    ),
  ) as Record<string, unknown>;
  let emitted = 0;
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, property, description) => {
      const payload = {
        type: "object",
        description,
        required: ["type"],
        properties: {
          type: { type: "string", const: name },
          [property]: { type: "string", description },
        },
      };
      const operation = {
        summary: description,
        description,
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: payload,
              example: { type: name, [property]: description },
            },
          },
        },
      };
      const hostileDocument = JSON.stringify({
        ...document,
        components: {},
        webhooks: { [name]: { post: operation } },
      });
      let files: MemoryFiles | undefined;
      try {
        const artifact = await buildArtifact(hostileDocument, "frameio@4");
        const tool = {
          ...testTool,
          providers: { ids: () => ["frameio@4"], load: () => artifact },
        };
        files = await emit(
          JSON.stringify({ name: "app", webhooks: [{ event: name }] }),
          tool,
        );
      } catch (error) {
        if (!(error instanceof FrameioGenError)) throw error;
      }
      if (files === undefined) return;
      emitted += 1;
      expectReadable(files);
    }),
    draws(20, 100),
  );
  expect(emitted).toBeGreaterThan(20);
});
