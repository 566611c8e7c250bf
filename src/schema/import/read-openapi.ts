import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { resolvePointer } from "../resolve-pointer.js";
import { readWebhookPayload } from "../webhook-payload.js";
import type { LeftOut } from "./left-out.js";
import type { RawEvent, RawProvider } from "./raw-event.js";
import { textOf } from "./text-of.js";
import type { WebhookEntry } from "./webhook-entries.js";

/** OpenAPI 3, whether it describes webhooks or not. */
export function isOpenapi(root: JsonObject): boolean {
  return typeof root["openapi"] === "string";
}

/** Event types as an OpenAPI document has them, not named yet; those with a fault are left out. */
export function readOpenapi(
  root: JsonObject,
  entries: readonly WebhookEntry[],
  leftOut: LeftOut,
): RawProvider {
  const info = isObject(root["info"]) ? root["info"] : {};
  return {
    title: textOf(info["title"]),
    version: textOf(info["version"]),
    root,
    delivery: root["x-webhook-delivery"],
    events: entries.flatMap(({ key, value, path }): RawEvent[] => {
      const payload = leftOut.sift(key, (own) =>
        readWebhookPayload(root, key, value, own, path),
      );
      if (payload === undefined) return [];
      return [
        {
          key,
          summary: payload.summary,
          description: payload.description,
          schema: payload.schema,
          schemaPath: payload.schemaPath,
          example: payload.example,
          name: textOf(payload.operation["x-webhook-event"]),
          ...headersOf(root, payload.operation),
        },
      ];
    }),
  };
}

/** Headers whose value the operation gives: as the only one that its schema admits, or as an example. */
function headersOf(
  root: JsonObject,
  operation: JsonObject,
): Required<Pick<RawEvent, "headers" | "exampleHeaders">> {
  const parameters = operation["parameters"];
  const only: [string, string][] = [];
  const shown: [string, string][] = [];
  for (const entry of Array.isArray(parameters) ? parameters : []) {
    const ref = isObject(entry) ? entry["$ref"] : undefined;
    const parameter =
      typeof ref === "string" ? resolvePointer(root, ref)?.value : entry;
    if (!isObject(parameter) || parameter["in"] !== "header") continue;
    const name = textOf(parameter["name"])?.toLowerCase();
    if (name === undefined) continue;
    const { schema, example } = parameter;
    const inner = isObject(schema) ? schema : {};
    const listed = inner["enum"];
    const sole =
      inner["const"] ??
      (Array.isArray(listed) && listed.length === 1 ? listed[0] : undefined);
    const sample = [example, inner["example"], inner["default"]].find(
      (candidate) => typeof candidate === "string",
    );
    if (typeof sole === "string") only.push([name, sole]);
    else if (typeof sample === "string") shown.push([name, sample]);
  }
  return {
    headers: Object.fromEntries(only),
    exampleHeaders: Object.fromEntries(shown),
  };
}
