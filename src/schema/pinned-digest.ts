import { digest } from "../lockfile/digest.js";
import type { Digest } from "../lockfile/lockfile.js";
import { isObject } from "./parse-document.js";

/**
 * Of what a pinned document says of events, whatever its layout: as it was written, or edited by hand since. What it says of deliveries
 * stays when it is read again, and is no part of it.
 *
 * @returns undefined for a text that is no JSON object
 */
export function pinnedDigest(documentText: string): Digest | undefined {
  try {
    const document: unknown = JSON.parse(documentText);
    if (!isObject(document)) return undefined;
    const { "x-webhook-delivery": _, ...said } = document;
    return digest(JSON.stringify(said));
  } catch {
    return undefined;
  }
}

/** The same, for the lockfile. */
export function pinnedAs(documentText: string): { readonly pinned?: Digest } {
  const pinned = pinnedDigest(documentText);
  return pinned === undefined ? {} : { pinned };
}
