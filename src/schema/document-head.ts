import type { DocumentProblems } from "./document-problems.js";
import { isObject, type JsonObject } from "./parse-document.js";

/** What a document calls itself. */
export function titleOf(root: JsonObject): string | undefined {
  const title = isObject(root["info"]) ? root["info"]["title"] : undefined;
  return typeof title === "string" && title.trim() !== "" ? title : undefined;
}

/** The entries that are event types; told when there are none. */
export function readWebhooks(
  root: JsonObject,
  problems: DocumentProblems,
): JsonObject {
  const { openapi, webhooks } = root;
  if (typeof openapi !== "string" || !/^3\.1\.\d+$/.test(openapi)) {
    problems.add("FG202", "The document is not OpenAPI 3.1", ["openapi"]);
  }
  if (!isObject(webhooks) || Object.keys(webhooks).length === 0) {
    problems.add("FG202", "The document describes no webhooks", ["webhooks"]);
    return {};
  }
  return webhooks;
}
