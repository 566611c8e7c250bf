import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { pointerSegments } from "../resolve-pointer.js";
import type { RawEvent, RawProvider } from "./raw-event.js";
import { textOf } from "./text-of.js";

/** Members of these are schemas by names of their own, which may be those of keywords. */
const maps = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/** Values, in which `$ref` means nothing. */
const data = new Set(["const", "default", "enum", "example", "examples"]);

/** Keywords that make a schema say something of a payload; a file without them only keeps definitions for others. */
const saying = [
  "type",
  "properties",
  "required",
  "allOf",
  "anyOf",
  "oneOf",
  "$ref",
  "const",
];

/** A JSON Schema that stands alone. */
export function isJsonSchema(root: JsonObject): boolean {
  const marked = root["$schema"] !== undefined || root["$id"] !== undefined;
  const hasParts = isObject(root["definitions"]) || isObject(root["$defs"]);
  return (marked || hasParts) && saying.some((key) => Object.hasOwn(root, key));
}

/**
 * A folder of JSON Schemas, one for each event type. What other files refer to is no event type, unless it says a name of its own.
 *
 * @param files parsed, by path below the folder
 * @param separator between the parts of a name that a path tells
 */
export function readJsonSchemas(
  files: ReadonlyMap<string, JsonObject>,
  separator: string,
): RawProvider {
  const exampleOf = examplesBeside(files);
  const examples = new Set(exampleOf.values());
  const schemas = [...files].filter(
    ([path, root]) => !isPackageFile(root) && !examples.has(path),
  );
  const byId = new Map(
    schemas.flatMap(([path, root]) => {
      const id = textOf(root["$id"]) ?? textOf(root["id"]);
      return id === undefined ? [] : [[id.replace(/#$/, ""), path] as const];
    }),
  );
  const shared = new Set<string>();
  const rewritten = Object.fromEntries(
    schemas.map(([path, root]) => {
      const target = (ref: string) => {
        const found = fileOf(ref, path, files, byId);
        if (found === undefined) return ref;
        if (found.path !== path) shared.add(found.path);
        return `#/files/${encoded(found.path)}${found.pointer}`;
      };
      return [path, rewrite(root, target)];
    }),
  );
  const events = schemas.filter(
    ([path, root]) =>
      !shared.has(path) && saying.some((key) => Object.hasOwn(root, key)),
  );
  const prefix = commonFolder(events.map(([path]) => path));
  return {
    title: undefined,
    version: undefined,
    root: { files: rewritten as JsonObject },
    delivery: undefined,
    events: events.map(([path]): RawEvent => {
      const schema = rewritten[path]!;
      const own = isObject(schema) ? schema : {};
      const title = textOf(own["title"]);
      const isName = title !== undefined && /^\w+(?:[.:/_-]\w+)+$/.test(title);
      const key = isName
        ? title
        : nameOfFile(path.slice(prefix.length), separator);
      return {
        key,
        summary: isName ? key : (title ?? key),
        description: textOf(own["description"]) ?? "",
        schema,
        schemaPath: ["files", path],
        example: files.get(exampleOf.get(path) ?? ""),
        name: textOf(own["x-webhook-event"]),
        headers: {},
      };
    }),
  };
}

/** `issues/opened.schema.json` → `issues.opened` */
function nameOfFile(path: string, separator: string): string {
  return path
    .replace(/\.(?:json|ya?ml)$/i, "")
    .replace(/\.schema$/i, "")
    .replaceAll("/", separator);
}

/** `paid.example.json` is a payload of `paid.schema.json` or `paid.json`, and no schema. By the path of the schema. */
function examplesBeside(
  files: ReadonlyMap<string, JsonObject>,
): ReadonlyMap<string, string> {
  const found = [...files.keys()].flatMap((path) => {
    const [, stem, ending] =
      /^(.+)\.(?:example|sample)(\.(?:json|ya?ml))$/i.exec(path) ?? [];
    const schema = [`${stem}.schema${ending}`, `${stem}${ending}`].find(
      (each) => files.has(each),
    );
    return schema === undefined ? [] : [[schema, path] as const];
  });
  return new Map(found);
}

function commonFolder(paths: readonly string[]): string {
  const [first = ""] = paths;
  let prefix = first.slice(0, first.lastIndexOf("/") + 1);
  while (prefix !== "" && !paths.every((path) => path.startsWith(prefix))) {
    prefix = prefix.slice(0, prefix.lastIndexOf("/", prefix.length - 2) + 1);
  }
  return prefix;
}

function isPackageFile(root: JsonObject): boolean {
  return (
    textOf(root["name"]) !== undefined && textOf(root["version"]) !== undefined
  );
}

/** @param named whether the members have names of their own */
function rewrite(
  value: Json,
  target: (ref: string) => string,
  named = false,
): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => rewrite(item, target));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (named) return [key, rewrite(inner, target)];
      if (key === "$ref" && typeof inner === "string") {
        return [key, target(inner)];
      }
      return [
        key,
        data.has(key) ? inner : rewrite(inner, target, maps.has(key)),
      ];
    }),
  );
}

/** The file that a reference names, by path or by id, and the place in it; undefined when it is none of ours. */
function fileOf(
  ref: string,
  from: string,
  files: ReadonlyMap<string, JsonObject>,
  byId: ReadonlyMap<string, string>,
): { readonly path: string; readonly pointer: string } | undefined {
  const [place = "", fragment = ""] = ref.split("#", 2);
  if (pointerSegments(fragment) === undefined) return undefined;
  if (place === "") return { path: from, pointer: fragment };
  const named = byId.get(place);
  if (named !== undefined) return { path: named, pointer: fragment };
  if (/^[a-z][a-z0-9+.-]*:/i.test(place)) return undefined;
  const parts = place.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of place.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  const path = parts.join("/");
  return files.has(path) ? { path, pointer: fragment } : undefined;
}

function encoded(path: string): string {
  return encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"));
}
