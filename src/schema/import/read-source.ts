import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { DocumentProblems } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";
import { findDescription } from "./find-description.js";
import type { LeftOut } from "./left-out.js";
import { parseSource } from "./parse-source.js";
import type { RawProvider } from "./raw-event.js";
import { isAsyncapi, readAsyncapi } from "./read-asyncapi.js";
import { isJsonSchema, readJsonSchemas } from "./read-json-schemas.js";
import { isOpenapi, readOpenapi } from "./read-openapi.js";
import { cannotUse, inSource } from "./refusals.js";
import type { ProviderSource } from "./source.js";
import { webhookEntries } from "./webhook-entries.js";

/**
 * What a source says, whatever its format.
 *
 * @param separator in names of events, where a folder has folders
 * @throws FrameioGenError where it cannot be read at all, or describes no event types
 */
export function readSource(
  source: ProviderSource,
  separator: string,
  leftOut: LeftOut,
): RawProvider {
  if (source.kind === "folder") {
    return readFolder(source, separator, leftOut);
  }
  const { name, text } = source;
  const root = inSource(name, () => parseSource(text, name));
  return readDescription(root, name, leftOut);
}

function readDescription(
  root: JsonObject,
  name: string,
  leftOut: LeftOut,
): RawProvider {
  if (isOpenapi(root)) {
    const entries = webhookEntries(root);
    if (entries.length > 0) return readOpenapi(root, entries, leftOut);
  } else if (isAsyncapi(root)) return readAsyncapi(root, leftOut);
  else if (isJsonSchema(root)) {
    return readJsonSchemas(new Map([["event", root]]), ".");
  }
  throw cannotUse(root, name);
}

function readFolder(
  { name, files }: Extract<ProviderSource, { kind: "folder" }>,
  separator: string,
  leftOut: LeftOut,
): RawProvider {
  const parsed = new Map(
    [...files].flatMap(([path, text]) => {
      const root = leftOut.sift(path, (own) => parsedFile(text, path, own));
      return root === undefined ? [] : [[path, root] as const];
    }),
  );
  // A folder may hold the one description of everything.
  const described = findDescription(name, parsed);
  return described === undefined
    ? readJsonSchemas(parsed, separator)
    : readDescription(described.root, described.path, leftOut);
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
