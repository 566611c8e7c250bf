import type { Json } from "./catalog.js";
import type { DocumentPath } from "./document-problems.js";

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
