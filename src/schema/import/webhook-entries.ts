import type { Json } from "../catalog.js";
import type { DocumentPath } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { resolvePointer } from "../resolve-pointer.js";
import { textOf } from "./text-of.js";

/** What an OpenAPI document says of one kind of delivery: a path item, or a reference to one. */
export interface WebhookEntry {
  readonly key: string;
  readonly value: Json;
  readonly path: DocumentPath;
}

/**
 * The deliveries that a document describes: its `webhooks`, the `x-webhooks` of OpenAPI 3.0, or else the `callbacks` of its
 * operations, which many documents use for what they send to an address that was registered.
 */
export function webhookEntries(root: JsonObject): readonly WebhookEntry[] {
  for (const section of ["webhooks", "x-webhooks"]) {
    const entries = root[section];
    if (!isObject(entries) || Object.keys(entries).length === 0) continue;
    return Object.entries(entries).map(([key, value]) => ({
      key,
      value,
      path: [section, key],
    }));
  }
  return callbacks(root);
}

function callbacks(root: JsonObject): readonly WebhookEntry[] {
  const seen = new Set<string>();
  const found = entriesOf(root, ["paths"]).flatMap((item) =>
    entriesOf(root, item.path).flatMap((operation) =>
      entriesOf(root, [...operation.path, "callbacks"]).flatMap((callback) => {
        const at = JSON.stringify(callback.path);
        if (seen.has(at)) return [];
        seen.add(at);
        const owner = isObject(operation.value)
          ? textOf(operation.value["operationId"])
          : undefined;
        const own = entriesOf(root, callback.path).filter(
          ({ key }) => !key.startsWith("x-"),
        );
        return own.map((entry) => ({ ...entry, key: callback.key, owner }));
      }),
    ),
  );
  const count = new Map<string, number>();
  for (const { key } of found) count.set(key, (count.get(key) ?? 0) + 1);
  // `onEvent` of one operation is not that of another.
  return found.map(({ key, value, path, owner }) => {
    const isShared = (count.get(key) ?? 0) > 1 && owner !== undefined;
    return { key: isShared ? `${owner}.${key}` : key, value, path };
  });
}

/** Members of the object at a place, each with its own place, references followed. */
function entriesOf(
  root: JsonObject,
  path: DocumentPath,
): readonly WebhookEntry[] {
  let value: Json | undefined = root;
  for (const key of path) {
    value = isObject(value) ? value[key] : undefined;
  }
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, inner]) => {
    const ref = isObject(inner) ? inner["$ref"] : undefined;
    const target =
      typeof ref === "string" ? resolvePointer(root, ref) : undefined;
    return {
      key,
      value: target?.value ?? inner,
      path: target?.path ?? [...path, key],
    };
  });
}
