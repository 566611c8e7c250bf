import type { Json } from "./catalog.js";
import type { DocumentPath, DocumentProblems } from "./document-problems.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { resolvePointer } from "./resolve-pointer.js";

/** What a document says of one webhook, with references outside of schemas followed. */
export interface WebhookPayload {
  readonly path: DocumentPath;
  readonly summary: string;
  readonly description: string;
  readonly schema: Json;
  readonly schemaPath: DocumentPath;
  /** The first one that the document gives, if any. */
  readonly example: Json | undefined;
  readonly examplePath: DocumentPath;
  /** The operation as a whole. */
  readonly operation: JsonObject;
}

interface Found {
  readonly value: JsonObject;
  readonly path: DocumentPath;
}

/**
 * The payload of one entry of `webhooks`; undefined (and told) when there is none.
 *
 * @param path where the entry stands, when that is elsewhere
 */
export function readWebhookPayload(
  root: JsonObject,
  key: string,
  entry: Json,
  problems: DocumentProblems,
  path: DocumentPath = ["webhooks", key],
): WebhookPayload | undefined {
  const lacks = (what: string, at: DocumentPath) => {
    problems.add("FG205", `\`${key}\` ${what}`, at);
    return undefined;
  };
  const follow = (value: Json | undefined, at: DocumentPath) =>
    followReferences(root, value, at, problems);

  const item = follow(entry, path);
  if (!item) return lacks("is not a path item", path);
  const operation = follow(item.value["post"], [...item.path, "post"]);
  if (!operation) return lacks("has no `post` operation", item.path);
  const body = follow(operation.value["requestBody"], [
    ...operation.path,
    "requestBody",
  ]);
  if (!body) return lacks("has no request body", operation.path);
  const media = jsonMedia(body);
  if (!media) return lacks("has no JSON content", body.path);

  const schemaPath = [...media.path, "schema"];
  // The event's own interface stands for its top schema, so a mere reference is replaced by what it means.
  const top = isObject(media.value["schema"])
    ? follow(media.value["schema"], schemaPath)
    : undefined;
  if (!top) return lacks("has no payload schema", media.path);
  const example = findExample(media, top.value, follow);
  const text = (name: string) =>
    [operation.value[name], item.value[name]].find(
      (value) => typeof value === "string",
    ) ?? "";
  return {
    path,
    summary: text("summary") || key,
    description: text("description"),
    schema: top.value,
    schemaPath: top.path,
    example: example?.value,
    examplePath: example?.path ?? media.path,
    operation: operation.value,
  };
}

function jsonMedia(body: Found): Found | undefined {
  const content = body.value["content"];
  if (!isObject(content)) return undefined;
  const type = Object.keys(content).find((name) =>
    /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i.test(name),
  );
  const value = type === undefined ? undefined : content[type];
  return isObject(value)
    ? { value, path: [...body.path, "content", type!] }
    : undefined;
}

function findExample(
  media: Found,
  schema: JsonObject,
  follow: (value: Json | undefined, at: DocumentPath) => Found | undefined,
): { readonly value: Json; readonly path: DocumentPath } | undefined {
  if (media.value["example"] !== undefined) {
    const path = [...media.path, "example"];
    return { value: media.value["example"], path };
  }
  if (isObject(media.value["examples"])) {
    for (const [name, entry] of Object.entries(media.value["examples"])) {
      const found = follow(entry, [...media.path, "examples", name]);
      const value = found?.value["value"];
      if (value !== undefined) return { value, path: found!.path };
    }
  }
  const listed = schema["examples"];
  const value = Array.isArray(listed) ? (listed[0] as Json) : schema["example"];
  return value === undefined ? undefined : { value, path: media.path };
}

/** Follows references that stand alone; a schema that says more beside its reference is left as it is. */
function followReferences(
  root: JsonObject,
  value: Json | undefined,
  path: DocumentPath,
  problems: DocumentProblems,
): Found | undefined {
  let found: { value: Json | undefined; path: DocumentPath } = { value, path };
  for (let hops = 0; hops < 20; hops++) {
    if (!isObject(found.value)) return undefined;
    const ref = found.value["$ref"];
    if (ref === undefined || hasConstraints(found.value)) {
      return { value: found.value, path: found.path };
    }
    const target =
      typeof ref === "string" ? resolvePointer(root, ref) : undefined;
    if (!target) {
      const what = `The reference ${JSON.stringify(ref)} leaves the document or points at nothing`;
      problems.add("FG204", what, found.path);
      return undefined;
    }
    found = target;
  }
  problems.add("FG204", "References lead in a circle", path);
  return undefined;
}

function hasConstraints(value: JsonObject): boolean {
  return Object.keys(value).some(
    (key) => key !== "$ref" && key !== "summary" && key !== "description",
  );
}
