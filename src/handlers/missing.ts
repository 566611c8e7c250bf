import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { AppModel } from "../model/app-model.js";
import type { FileOutcome } from "../reconcile/change-set.js";

/** Handlers that were made once and are gone: they are not made again, and the routes cannot import them. */
export function missingHandlers(
  { webhooks }: Pick<AppModel, "webhooks">,
  outcomes: readonly FileOutcome[],
): Diagnostic[] {
  const gone = new Set(
    outcomes
      .filter(({ outcome }) => outcome === "stay-deleted")
      .map(({ path }) => path),
  );
  return webhooks
    .filter(({ handlerPath }) => gone.has(handlerPath))
    .map(({ handlerPath, names, place }) => {
      return {
        code: "FG330",
        severity: "error",
        message: `The handler ${quote(handlerPath)} of ${names.join(", ")} is gone`,
        file: MANIFEST_PATH,
        ...(place && { line: place.line, column: place.column }),
        hint: `Restore the file, or handle the event no longer with \`npx frameio-gen remove-webhook ${names.join(" ")}\`. To begin anew, remove it and add it again.`,
      };
    });
}
