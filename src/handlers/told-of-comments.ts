import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LostComment } from "../manifest/lost-comments.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";

/** Comments that go with their webhooks. Without a column: after the commit something else stands there. */
export function toldOfComments(
  comments: readonly LostComment[],
): readonly Diagnostic[] {
  return comments.map(({ line, text }) => ({
    code: "FG335",
    severity: "warning",
    message: `A comment goes with the webhook that it stood at: ${text}`,
    file: MANIFEST_PATH,
    line,
  }));
}
