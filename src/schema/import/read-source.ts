import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { DocumentProblems } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";
import type { LeftOut } from "./left-out.js";
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
  leftOut: LeftOut,
): RawProvider {
  if (source.kind === "folder") {
    return readFolder(source.files, problems, leftOut);
  }
  const root = parseSource(source.text, source.name);
  const read = readDescription(root, problems, leftOut);
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
  leftOut: LeftOut,
): RawProvider | undefined {
  if (isOpenapi(root)) return readOpenapi(root, problems, leftOut);
  return isAsyncapi(root) ? readAsyncapi(root, leftOut) : undefined;
}

function readFolder(
  files: ReadonlyMap<string, string>,
  problems: DocumentProblems,
  leftOut: LeftOut,
): RawProvider {
  const parsed = new Map(
    [...files].flatMap(([path, text]) => {
      const root = leftOut.sift(path, (own) => parsedFile(text, path, own));
      return root === undefined ? [] : [[path, root] as const];
    }),
  );
  // A folder may hold the one description of everything.
  for (const root of parsed.values()) {
    const read = readDescription(root, problems, leftOut);
    if (read !== undefined) return read;
  }
  return readJsonSchemas(parsed);
}

function parsedFile(
  text: string,
  path: string,
  problems: DocumentProblems,
): JsonObject | undefined {
  try {
    return parseSource(text, path);
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    for (const { code, message } of error.diagnostics) {
      problems.add(code, `${path}: ${message}`);
    }
    return undefined;
  }
}
