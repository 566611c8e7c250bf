import type { Json } from "../catalog.js";

/** Where a value stands in another, and may be exchanged. */
export interface Place {
  get(): Json;
  set(value: Json): void;
  /** @returns whether it can be missing there */
  remove(): boolean;
}

/**
 * @param holder the whole value as its only item; it is changed in place
 * @param pointer as ajv writes it, from the whole value on
 * @returns undefined when there is no such place, or no longer
 */
export function placeIn(holder: Json[], pointer: string): Place | undefined {
  const keys = pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  let owner = holder as unknown as Record<string, Json>;
  let at = "0";
  for (const key of keys) {
    const next: Json | undefined = Object.hasOwn(owner, at)
      ? owner[at]
      : undefined;
    if (typeof next !== "object" || next === null) return undefined;
    owner = next as Record<string, Json>;
    at = key;
  }
  if (!Object.hasOwn(owner, at)) return undefined;
  return {
    get: () => owner[at]!,
    set: (value) => void (owner[at] = value),
    remove() {
      if (owner === (holder as unknown)) return false;
      if (Array.isArray(owner)) (owner as Json[]).splice(Number(at));
      else delete owner[at];
      return true;
    },
  };
}
