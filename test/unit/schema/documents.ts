import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Json, JsonSchema } from "../../../src/schema/catalog.js";

/** Text of the document that ships. */
export const frameioDocument = readFileSync(
  new URL("../../../schemas/providers/frameio-4.openapi.json", import.meta.url),
  "utf8",
);

export const delivery = (
  JSON.parse(frameioDocument) as Record<string, Record<string, unknown>>
)["x-webhook-delivery"]!;

export interface Webhook {
  readonly schema: JsonSchema;
  readonly example: Json;
  readonly summary?: string;
  readonly description?: string;
}

/** A valid document with the given webhooks, as a value that a test may spoil. */
export function documentOf(
  webhooks: Readonly<Record<string, Webhook>>,
  schemas: Readonly<Record<string, Json>> = {},
): Record<string, any> {
  return {
    openapi: "3.1.0",
    info: { title: "Test", version: "1" },
    "x-webhook-delivery": structuredClone(delivery),
    webhooks: Object.fromEntries(
      Object.entries(webhooks).map(([name, webhook]) => [
        name,
        {
          post: {
            summary: webhook.summary ?? name,
            description: webhook.description ?? "",
            requestBody: {
              content: {
                "application/json": {
                  schema: webhook.schema,
                  example: webhook.example,
                },
              },
            },
          },
        },
      ]),
    ),
    components: { schemas },
  };
}

/** A webhook with a `type` literal and the given further members, all optional. */
export function webhookOf(
  name: string,
  properties: Readonly<Record<string, Json>> = {},
  required: readonly string[] = [],
  example: Readonly<Record<string, Json>> = {},
): Webhook {
  return {
    schema: {
      type: "object",
      properties: { type: { const: name }, ...properties },
      required: ["type", ...required],
    },
    example: { type: name, ...example },
  };
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Messages of everything that the parser of TypeScript 5 dislikes. */
export function syntaxErrors(source: string): string[] {
  // What `transpileModule` reports, without a program and what it emits.
  const { parseDiagnostics } = ts.createSourceFile(
    "module.ts",
    source,
    ts.ScriptTarget.ES2022,
  ) as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, " "),
  );
}

/** What TypeScript 5 finds wrong with modules, each on its own, under the strictest settings. */
export function compileErrors(sources: readonly string[]): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const files = new Map(sources.map((text, n) => [`/module${n}.ts`, text]));
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    return `${message}\n${file?.text ?? ""}`;
  });
}
