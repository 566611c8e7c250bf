import { resolve } from "node:path";

import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import {
  loadTypeScriptMerge,
  markerLines,
  type MarkerStyle,
  merge,
  type MergeResult,
  needsTypeScript,
  restyled,
  takeOurs,
} from "../../reconcile/merge/index.js";
import { readLooseFile } from "../../workspace/loose-file.js";

export interface MergeRequest {
  readonly cwd: string;
  /** Three files: what both sides began with, yours, theirs. */
  readonly files: readonly string[];
  /** Chooses how to merge, by its ending. */
  readonly path: string;
  /** Where both sides changed the same thing, yours is taken. */
  readonly ours: boolean;
  readonly markers: MarkerStyle;
}

const LIMIT = 16 * 1024 * 1024;

/** @throws FrameioGenError FG530 for every file that is no text */
export async function mergeTexts(request: MergeRequest): Promise<MergeResult> {
  const { path } = request;
  const [base = "", ours = "", theirs = ""] = readAll(request);
  // Git passes an empty file where both sides added one.
  const input = { path, base: base === "" ? undefined : base, ours, theirs };
  const engines = needsTypeScript(input)
    ? { typescript: await loadTypeScriptMerge() }
    : {};
  const result = merge(input, engines);
  // Markers that were there before cannot be told from those of the merge.
  const marked = [base, ours, theirs].some(
    (text) => markerLines(text).length > 0,
  );
  if (request.ours)
    return { text: marked ? ours : takeOurs(result), conflicts: [] };
  const isClean = marked || result.conflicts.length === 0;
  return isClean
    ? result
    : { ...result, text: restyled(result.text, request.markers) };
}

function readAll({ cwd, files }: MergeRequest): string[] {
  const problems: Diagnostic[] = [];
  const texts = files.map((file) => {
    const read = readLooseFile(resolve(cwd, file), LIMIT);
    const problem =
      "problem" in read
        ? read.problem
        : read.text.includes("\0")
          ? "is not text"
          : undefined;
    if ("text" in read && problem === undefined) return read.text;
    const message = `${quote(file, 200)} ${problem}`;
    problems.push({ code: "FG530", severity: "error", message });
    return "";
  });
  if (problems.length > 0) throw new FrameioGenError(problems);
  return texts;
}
