import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { DocumentProblems } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";
import { parseSource } from "./parse-source.js";
import type { RawProvider } from "./raw-event.js";
import { isAsyncapi, readAsyncapi } from "./read-asyncapi.js";
import { isJsonSchema, readJsonSchemas } from "./read-json-schemas.js";
import { isOpenapi, readOpenapi } from "./read-openapi.js";
import type { ProviderSource } from "./source.js";

/**
 * What a source says, whatever its format.
 *
 * @throws FrameioGenError where the text cannot be read at all
 */
export function readSource(
  source: ProviderSource,
  problems: DocumentProblems,
): RawProvider {
  if (source.kind === "folder") return readFolder(source.files, problems);
  const root = parseSource(source.text, source.name);
  const read = readDescription(root, problems);
  if (read !== undefined) return read;
  if (isJsonSchema(root)) return readJsonSchemas(new Map([["event", root]]));
  throw new FrameioGenError([
    {
      code: "FG215",
      severity: "error",
      message: `${source.name} is no description of event types that is known here`,
    },
  ]);
}

function readDescription(
  root: JsonObject,
  problems: DocumentProblems,
): RawProvider | undefined {
  if (isOpenapi(root)) return readOpenapi(root, problems);
  return isAsyncapi(root) ? readAsyncapi(root, problems) : undefined;
}

function readFolder(
  files: ReadonlyMap<string, string>,
  problems: DocumentProblems,
): RawProvider {
  const parsed = new Map(
    [...files].map(([path, text]) => [path, parsedFile(text, path)]),
  );
  // A folder may hold the one description of everything.
  for (const root of parsed.values()) {
    const read = readDescription(root, problems);
    if (read !== undefined) return read;
  }
  return readJsonSchemas(parsed);
}

function parsedFile(text: string, path: string): JsonObject {
  try {
    return parseSource(text, path);
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    throw new FrameioGenError(
      error.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        message: `${path}: ${diagnostic.message}`,
      })),
      { cause: error },
    );
  }
}
