import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { DocumentProblems } from "../document-problems.js";
import { parseSource } from "./parse-source.js";
import type { RawProvider } from "./raw-event.js";
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
  if (source.kind === "document") {
    const root = parseSource(source.text, source.name);
    if (isOpenapi(root)) return readOpenapi(root, problems);
  }
  throw new FrameioGenError([
    {
      code: "FG215",
      severity: "error",
      message: `${source.name} is no description of event types that is known here`,
    },
  ]);
}
