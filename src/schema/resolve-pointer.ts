import type { Json } from "./json.js";
import type { DocumentPath } from "./document-problems.js";
import { isObject, type JsonObject } from "./parse-document.js";

export interface PointerTarget {
  readonly value: Json;
  readonly path: DocumentPath;
}

/** What a local reference such as `#/components/schemas/File` means; undefined when it is remote or means nothing. */
export function resolvePointer(
  root: Json,
  ref: string,
): PointerTarget | undefined {
  const segments = pointerSegments(ref.startsWith("#") ? ref.slice(1) : "?");
  if (segments === undefined) return undefined;
  let value = root;
  for (const segment of segments) {
    if (
      typeof value !== "object" ||
      value === null ||
      !Object.hasOwn(value, segment)
    ) {
      return undefined;
    }
    value = (value as { readonly [key: string]: Json })[segment]!;
  }
  return { value, path: segments };
}

/** As far as references lead on to references. */
const MOST_HOPS = 20;

/** The object that a value is, or that its references lead to, with its place; undefined where they lead to nothing, or in a circle. */
export function followed(
  root: JsonObject,
  value: Json | undefined,
  path: DocumentPath = [],
): { readonly value: JsonObject; readonly path: DocumentPath } | undefined {
  let found: { value: Json | undefined; path: DocumentPath } = { value, path };
  for (let hops = 0; hops < MOST_HOPS && isObject(found.value); hops++) {
    const ref = found.value["$ref"];
    if (typeof ref !== "string")
      return { value: found.value, path: found.path };
    const target = resolvePointer(root, ref);
    if (target === undefined) return undefined;
    found = target;
  }
  return undefined;
}

/** Keys that a JSON pointer (RFC 6901, as it stands in a URI fragment) names; undefined when it is none. */
export function pointerSegments(
  pointer: string,
): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  try {
    return pointer
      .slice(1)
      .split("/")
      .map((segment) =>
        decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"),
      );
  } catch {
    // A stray percent sign.
    return undefined;
  }
}

/** The value at a JSON pointer in a payload; undefined when there is none. */
export function valueAt(data: Json, pointer: string): Json | undefined {
  return resolvePointer(data, `#${pointer}`)?.value;
}
